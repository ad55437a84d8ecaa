//! Draws a code in letters three lines high, easy to read while it is typed on another device.

/// Rows of a letter.
const HEIGHT: usize = 5;
/// Columns of a letter, with the gap after it.
const WIDTH: usize = 6;

/// The bitmaps of letters, rows from the top, the highest of five bits on the left.
const LETTERS: [(char, [u8; HEIGHT]); 37] = [
    ('A', [0b01110, 0b10001, 0b11111, 0b10001, 0b10001]),
    ('B', [0b11110, 0b10001, 0b11110, 0b10001, 0b11110]),
    ('C', [0b01111, 0b10000, 0b10000, 0b10000, 0b01111]),
    ('D', [0b11110, 0b10001, 0b10001, 0b10001, 0b11110]),
    ('E', [0b11111, 0b10000, 0b11110, 0b10000, 0b11111]),
    ('F', [0b11111, 0b10000, 0b11110, 0b10000, 0b10000]),
    ('G', [0b01111, 0b10000, 0b10011, 0b10001, 0b01111]),
    ('H', [0b10001, 0b10001, 0b11111, 0b10001, 0b10001]),
    ('I', [0b01110, 0b00100, 0b00100, 0b00100, 0b01110]),
    ('J', [0b00111, 0b00010, 0b00010, 0b10010, 0b01100]),
    ('K', [0b10001, 0b10010, 0b11100, 0b10010, 0b10001]),
    ('L', [0b10000, 0b10000, 0b10000, 0b10000, 0b11111]),
    ('M', [0b10001, 0b11011, 0b10101, 0b10001, 0b10001]),
    ('N', [0b10001, 0b11001, 0b10101, 0b10011, 0b10001]),
    ('O', [0b01110, 0b10001, 0b10001, 0b10001, 0b01110]),
    ('P', [0b11110, 0b10001, 0b11110, 0b10000, 0b10000]),
    ('Q', [0b01110, 0b10001, 0b10101, 0b10010, 0b01101]),
    ('R', [0b11110, 0b10001, 0b11110, 0b10010, 0b10001]),
    ('S', [0b01111, 0b10000, 0b01110, 0b00001, 0b11110]),
    ('T', [0b11111, 0b00100, 0b00100, 0b00100, 0b00100]),
    ('U', [0b10001, 0b10001, 0b10001, 0b10001, 0b01110]),
    ('V', [0b10001, 0b10001, 0b10001, 0b01010, 0b00100]),
    ('W', [0b10001, 0b10001, 0b10101, 0b11011, 0b10001]),
    ('X', [0b10001, 0b01010, 0b00100, 0b01010, 0b10001]),
    ('Y', [0b10001, 0b01010, 0b00100, 0b00100, 0b00100]),
    ('Z', [0b11111, 0b00010, 0b00100, 0b01000, 0b11111]),
    ('0', [0b01110, 0b10011, 0b10101, 0b11001, 0b01110]),
    ('1', [0b00100, 0b01100, 0b00100, 0b00100, 0b01110]),
    ('2', [0b11110, 0b00001, 0b01110, 0b10000, 0b11111]),
    ('3', [0b11110, 0b00001, 0b01110, 0b00001, 0b11110]),
    ('4', [0b10010, 0b10010, 0b11111, 0b00010, 0b00010]),
    ('5', [0b11111, 0b10000, 0b11110, 0b00001, 0b11110]),
    ('6', [0b01110, 0b10000, 0b11110, 0b10001, 0b01110]),
    ('7', [0b11111, 0b00001, 0b00010, 0b00100, 0b00100]),
    ('8', [0b01110, 0b10001, 0b01110, 0b10001, 0b01110]),
    ('9', [0b01110, 0b10001, 0b01111, 0b00001, 0b01110]),
    ('-', [0b00000, 0b00000, 0b01110, 0b00000, 0b00000]),
];

/// Draws a code in half blocks, three lines high; `None` if it does not fit into `columns` or has characters other than
/// letters, digits and dashes.
pub fn big_code(code: &str, columns: usize) -> Option<[String; HEIGHT.div_ceil(2)]> {
    let letter = |c: char| LETTERS.iter().find(|(known, _)| *known == c.to_ascii_uppercase());
    let letters: Vec<_> = code.chars().map(letter).collect::<Option<_>>()?;
    if letters.len() * WIDTH > columns {
        return None;
    }
    let line = |y: usize| {
        let dot = |(_, rows): &(char, [u8; HEIGHT]), y: usize, x: u8| {
            rows.get(y).is_some_and(|row| row >> x & 1 == 1)
        };
        // Bit 5 is never set: it is the gap after a letter.
        let dots = letters.iter().flat_map(|letter| {
            [4, 3, 2, 1, 0, 5_u8].map(|x| match (dot(letter, y, x), dot(letter, y + 1, x)) {
                (false, false) => ' ',
                (true, false) => '▀',
                (false, true) => '▄',
                (true, true) => '█',
            })
        });
        dots.collect::<String>().trim_end().to_owned()
    };
    Some([line(0), line(2), line(4)])
}

#[cfg(test)]
mod tests {
    use super::big_code;

    #[test]
    fn a_code_is_drawn() {
        insta::assert_snapshot!(big_code("AB-7", 24).expect("there is room").join("\n"), @"
        ▄▀▀▀▄ █▀▀▀▄       ▀▀▀▀█
        █▀▀▀█ █▀▀▀▄  ▀▀▀    ▄▀
        ▀   ▀ ▀▀▀▀          ▀
        ");
    }

    #[test]
    fn every_letter_has_its_own_shape() {
        let codes = ('A'..='Z').chain('0'..='9').map(|c| big_code(&c.to_string(), 80).expect("a letter"));
        assert_eq!(codes.collect::<std::collections::BTreeSet<_>>().len(), 36);
    }

    #[test]
    fn a_code_that_does_not_fit_is_not_drawn() {
        assert_eq!(big_code("JMCM-TVWQ", 53), None);
        assert!(big_code("jmcm-tvwq", 54).is_some());
        assert_eq!(big_code("JMCM\u{1b}", 80), None);
    }
}
