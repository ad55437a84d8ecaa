//! Globs: `*` matches any text, `?` one character; case is ignored.

/// Says whether the whole text matches the pattern. The time is linear in the text for each star.
///
/// ```
/// use daypass_populate::glob;
///
/// assert!(glob::matches("prod*", "Prod-0001"));
/// assert!(!glob::matches("prod*", "my-prod"));
/// ```
pub fn matches(pattern: &str, text: &str) -> bool {
    let folded = |text: &str| text.to_lowercase().chars().collect::<Vec<_>>();
    let (pattern, text) = (folded(pattern), folded(text));
    let (mut at, mut place) = (0, 0);
    // The place of the last star, and the end of the text that it matches so far.
    let mut star: Option<(usize, usize)> = None;
    while place < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(c) if *c == '?' || Some(c) == text.get(place) => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((of, taken)) = star else { return false };
                star = Some((of, taken + 1));
                (at, place) = (of + 1, taken + 1);
            }
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    #[test]
    fn globs_match_whole_texts() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("*", "anything / at all", true),
            ("prod*", "Prod-0001", true),
            ("prod*", "my-prod", false),
            ("*prod*", "my-PROD-x", true),
            ("p?od", "prod", true),
            ("p?od", "pod", false),
            ("*a*b*c", "xxaxxbxxbxxc", true),
            ("*a*b*c", "xxaxxbxxbxxcd", false),
            ("Équipe*", "équipe Données", true),
            ("0000*", "000012345678", true),
            ("a**", "a", true),
            ("**********************b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
        ] {
            assert_eq!(super::matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
