//! Finds the name that a person probably meant.

/// Returns the name nearest to `wanted`, at most two edits (Levenshtein) away, ignoring letter case. A name must have
/// more characters than its distance; `None` if no name is near enough.
///
/// ```
/// use daypass_sso_types::closest;
///
/// let names = ["prod", "staging"];
/// assert_eq!(closest("PRd", names.into_iter()), Some("prod"));
/// assert_eq!(closest("dev", names.into_iter()), None);
/// ```
pub fn closest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = names.map(|name| (distance(&wanted.to_lowercase(), &name.to_lowercase()), name));
    near.filter(|(edits, name)| *edits <= 2 && *edits < name.chars().count()).min().map(|(_, name)| name)
}

/// Computes the Levenshtein distance in characters, one row of the table at a time.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (cb, above) in b.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(ca != *cb)).min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
