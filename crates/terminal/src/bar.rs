//! A share as a bar.

use crate::{Text, good, warning};

/// Below this share a bar is of the colour of warnings.
const LOW: f64 = 0.25;

/// Draws a share of 0 to 1 in so many cells; of something that is left one cell shows.
///
/// ```
/// use daypass_terminal::bar;
///
/// assert_eq!(bar(0.5, 6).plain(), "███░░░");
/// assert_eq!(bar(0.001, 6).plain(), "█░░░░░");
/// ```
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "0 to some cells"
)]
pub fn bar(share: f64, cells: usize) -> Text {
    let full = ((share * cells as f64).round() as usize).clamp(1, cells.max(1));
    let bar = format!("{}{}", "█".repeat(full), "░".repeat(cells.saturating_sub(full)));
    if share < LOW { warning(bar) } else { good(bar) }
}
