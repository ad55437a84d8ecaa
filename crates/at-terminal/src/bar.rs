//! Draws a share as a bar.

use daypass_terminal::{Text, good, warning};

/// The share below which a bar has the style of warnings.
const LOW_SHARE: f64 = 0.25;

/// Draws a share from 0 to 1 in `cells` columns; at least one column is filled.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a number of cells, from 0 to a few dozen"
)]
pub(crate) fn bar(share: f64, cells: usize) -> Text {
    let full = ((share * cells as f64).round() as usize).clamp(1, cells.max(1));
    let bar = format!("{}{}", "█".repeat(full), "░".repeat(cells.saturating_sub(full)));
    if share < LOW_SHARE { warning(bar) } else { good(bar) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_as_a_bar() {
        for (share, cells, expected) in [
            (0.0, 4, warning("█░░░")),
            (0.24, 4, warning("█░░░")),
            (0.25, 4, good("█░░░")),
            (0.5, 4, good("██░░")),
            (0.99, 10, good("██████████")),
            (1.0, 3, good("███")),
            (2.0, 3, good("███")),
            (1.0, 0, good("█")),
        ] {
            assert_eq!(bar(share, cells), expected, "{share} {cells}");
        }
    }
}
