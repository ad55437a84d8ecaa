//! Names in a sentence, as many as a person reads.

use crate::clean;

/// The first of these names, each [`clean`], and how many there are beyond them.
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
