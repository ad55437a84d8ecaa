//! A QR code in half blocks, with the quiet zone that readers need; dark on light whatever the theme.

use fast_qr::{ECL, QRBuilder};

/// Modules of quiet zone on each side (ISO/IEC 18004).
const MARGIN: usize = 4;

/// The text as lines of a QR code, or none where it does not fit into these columns and rows.
pub(super) fn lines(text: &str, columns: usize, rows: usize) -> Option<Vec<String>> {
    // The lowest error correction: a screen is not scratched, and the code stays small.
    let code = QRBuilder::new(text).ecl(ECL::L).build().ok()?;
    let side = code.size + 2 * MARGIN;
    if side > columns || side.div_ceil(2) > rows {
        return None;
    }
    let inside = MARGIN..MARGIN + code.size;
    let dark = |x: usize, y: usize| {
        inside.contains(&x)
            && inside.contains(&y)
            && code.data.get((y - MARGIN) * code.size + x - MARGIN).is_some_and(|module| module.value())
    };
    let block = |x: usize, y: usize| match (dark(x, y), dark(x, y + 1)) {
        (true, true) => ' ',
        (true, false) => '▄',
        (false, true) => '▀',
        (false, false) => '█',
    };
    // White on black, said outright: a terminal's own colours may be the other way round.
    let line = |y: usize| format!("\x1b[97;40m{}\x1b[0m", (0..side).map(|x| block(x, y)).collect::<String>());
    Some((0..side).step_by(2).map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_the_room_it_says_or_none() {
        let url = "https://device.sso.eu-west-1.amazonaws.com/?user_code=JMCM-TVWQ";
        let lines = lines(url, 80, 40).expect("there is room");
        let width = lines.iter().map(|line| line.chars().filter(|c| " ▀▄█".contains(*c)).count()).max();
        assert_eq!((lines.len(), width), (21, Some(41)));
        assert_eq!(super::lines(url, 40, 40), None);
        assert_eq!(super::lines(url, 80, 20), None);
    }

    /// The finder pattern: seven dark modules in the corner, after four light ones.
    #[test]
    fn the_corner_is_a_finder_pattern() {
        let lines = lines("x", 80, 40).expect("there is room");
        let third: String =
            lines.get(2).expect("a line").chars().filter(|c| " ▀▄█".contains(*c)).take(12).collect();
        assert_eq!(third, "████ ▄▄▄▄▄ █");
    }
}
