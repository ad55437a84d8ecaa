//! Shortens lists of names for sentences.

use crate::clean;

/// Joins the first `most` names, each [`clean`]ed, and says how many more there are.
///
/// ```
/// use daypass_terminal::few;
///
/// assert_eq!(few(["a", "b", "c"], 2), "a, b and 1 more");
/// assert_eq!(few(["a", "b"], 2), "a, b");
/// assert_eq!(few([], 2), "nothing");
/// ```
pub fn few<'a>(names: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let mut names = names.into_iter();
    let shown: Vec<_> = names.by_ref().take(most).map(clean).collect();
    match (shown.len(), names.count()) {
        (0, 0) => "nothing".to_owned(),
        (_, 0) => shown.join(", "),
        (_, more) => format!("{} and {more} more", shown.join(", ")),
    }
}
