//! Draws a share as a bar.

use crate::{Text, good, warning};

/// The share below which a bar has the style of warnings.
const LOW_SHARE: f64 = 0.25;

/// Draws a share from 0 to 1 in `cells` columns; at least one column is filled.
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
    reason = "a number of cells, from 0 to a few dozen"
)]
pub fn bar(share: f64, cells: usize) -> Text {
    let full = ((share * cells as f64).round() as usize).clamp(1, cells.max(1));
    let bar = format!("{}{}", "█".repeat(full), "░".repeat(cells.saturating_sub(full)));
    if share < LOW_SHARE { warning(bar) } else { good(bar) }
}
