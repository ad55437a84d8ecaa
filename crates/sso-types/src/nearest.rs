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
    let wanted = wanted.to_lowercase();
    let near = names.map(|name| (distance(&wanted, &name.to_lowercase()), name));
    near.filter(|(edits, name)| *edits <= MOST && *edits < name.chars().count()).min().map(|(_, name)| name)
}

/// The largest distance of a name that is near.
const MOST: usize = 2;

/// Computes the Levenshtein distance in characters, row by row of the table; ends at a row beyond [`MOST`], since no later
/// one has less.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    // Behind the first column, which is the number of the row.
    let mut row: Vec<usize> = (1..=b.len()).collect();
    let mut last = b.len();
    for (i, ca) in a.chars().enumerate() {
        let (mut diagonal, mut left, mut smallest) = (i, i + 1, i + 1);
        for (cb, above) in b.iter().zip(&mut row) {
            left = (diagonal + usize::from(ca != *cb)).min(*above + 1).min(left + 1);
            diagonal = std::mem::replace(above, left);
            smallest = smallest.min(left);
        }
        last = left;
        if smallest > MOST {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, without a table.
    fn by_definition(a: &[char], b: &[char]) -> usize {
        match (a, b) {
            (rest, []) | ([], rest) => rest.len(),
            ([x, a_rest @ ..], [y, b_rest @ ..]) => {
                let kept = by_definition(a_rest, b_rest) + usize::from(x != y);
                kept.min(by_definition(a_rest, b) + 1).min(by_definition(a, b_rest) + 1)
            }
        }
    }

    #[test]
    fn a_distance_is_exact_or_too_large() {
        let mut words = vec![String::new()];
        for length in 0..4 {
            let longest: Vec<_> = words.iter().filter(|word| word.len() == length).cloned().collect();
            words.extend(longest.iter().flat_map(|word| ["a", "b"].map(|letter| format!("{word}{letter}"))));
        }
        words.extend(["abcabc", "bcabca", "aaaaaaaa", "é"].map(str::to_owned));
        for a in &words {
            for b in &words {
                let chars = |word: &str| word.chars().collect::<Vec<_>>();
                let (found, exact) = (distance(a, b), by_definition(&chars(a), &chars(b)));
                assert!(found == exact || (found > MOST && exact > MOST), "{a} {b}: {found}, not {exact}");
            }
        }
    }
}
