//! Draws QR codes in half blocks, dark on light in every theme.

use crate::{Style, Text};
use fast_qr::{ECL, QRBuilder};

/// The quiet zone on each side that readers need, in modules (ISO/IEC 18004).
const MARGIN: usize = 4;

/// Draws a text as a QR code, one `Text` per line; `None` if it does not fit into these columns and rows.
pub fn qr_code(text: &str, columns: usize, rows: usize) -> Option<Vec<Text>> {
    // The lowest error correction keeps the code small; a screen has no scratches.
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
    // The style sets white on black, because a theme's own colours may be inverted.
    let line = |y: usize| Style::Print.of((0..side).map(|x| block(x, y)).collect::<String>());
    Some((0..side).step_by(2).map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_does_not_fit_is_not_drawn() {
        let url = "https://device.sso.eu-west-1.amazonaws.com/?user_code=JMCM-TVWQ";
        let lines = qr_code(url, 80, 40).expect("there is room");
        let width = lines.iter().map(|line| line.plain().chars().count()).max();
        assert_eq!((lines.len(), width), (21, Some(41)));
        assert!(lines.iter().all(|line| line.plain().ends_with("████")), "a margin on the right, too");
        assert_eq!(qr_code(url, 41, 21), Some(lines));
        assert_eq!(qr_code(url, 40, 40), None);
        assert_eq!(qr_code(url, 80, 20), None);
    }

    /// Finds the finder pattern: seven dark modules in the corner, after four light ones.
    #[test]
    fn the_corner_is_a_finder_pattern() {
        let lines = qr_code("x", 80, 40).expect("there is room");
        let third: String = lines.get(2).expect("a line").plain().chars().take(12).collect();
        assert_eq!(third, "████ ▄▄▄▄▄ █");
    }
}
