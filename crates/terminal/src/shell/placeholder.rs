//! Command lines with placeholders for words that a person fills in.

use super::command;

/// Writes a command line like [`command`], but leaves placeholders unquoted for a person to fill in.
///
/// ```
/// use daypass_terminal::shell;
///
/// let words = ["daypass", "login", "--sso-session", "<NAME>"];
/// assert_eq!(shell::pattern(words).as_deref(), Some("daypass login --sso-session <NAME>"));
/// ```
pub fn pattern<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> Option<String> {
    let word = |word: S| match is_placeholder(word.as_ref()) {
        true => Some(word.as_ref().to_owned()),
        false => command([word]),
    };
    words.into_iter().map(word).collect::<Option<Vec<_>>>().map(|words| words.join(" "))
}

/// Says whether a word is a placeholder such as `<NAME>` or `--profile=<NAME>`.
///
/// A shell reads `<NAME>` as a redirection from a file that does not exist, so an unfilled line does nothing.
pub fn is_placeholder(word: &str) -> bool {
    let word =
        word.strip_prefix("--").and_then(|option| option.split_once('=')).map_or(word, |(_, value)| value);
    let name = word.strip_prefix('<').and_then(|word| word.strip_suffix('>'));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_upper_case_words_in_angle_brackets() {
        for (word, expected) in [
            ("<NAME>", true),
            ("<START-URL>", true),
            ("NAME", false),
            ("<>", false),
            ("<name>", false),
            ("--x=<ID>", true),
            ("--x=<a>", false),
        ] {
            assert_eq!(is_placeholder(word), expected, "{word}");
            assert_eq!(
                pattern(["a", word]) == Some(format!("a {word}")),
                expected || word == "NAME",
                "{word}"
            );
        }
        assert_eq!(pattern(["a\nb", "<NAME>"]), None, "it would be another command");
    }
}
