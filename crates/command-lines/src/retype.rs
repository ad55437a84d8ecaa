//! Command lines typed again with a change: a word corrected, an option added, odd values joined to their options.

/// Returns the command line with `wrong` replaced by `meant`; `None` if `wrong` is not one of its words.
///
/// ```
/// use daypass_command_lines::with_word;
///
/// let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
/// let corrected = with_word(words("daypass roles --account=prd"), "prd", "prod");
/// assert_eq!(corrected, Some(words("daypass roles --account=prod")));
/// ```
pub fn with_word(words: Vec<String>, wrong: &str, meant: &str) -> Option<Vec<String>> {
    let mut words = words;
    let is_it =
        |word: &String| word.strip_suffix(wrong).is_some_and(|rest| rest.is_empty() || rest.ends_with('='));
    let word = words.iter_mut().skip(1).find(|word| is_it(word))?;
    word.truncate(word.len() - wrong.len());
    word.push_str(meant);
    Some(words)
}

/// Returns a command line with an option added and an option that contradicts it removed; `None` if no such line is
/// accepted. Words behind `--` stay as they are.
///
/// ```
/// use daypass_command_lines::with_option;
///
/// let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
/// let accepts = |words: &[String]| !words.iter().any(|word| word == "--flow");
/// let made = with_option(words("daypass login --flow pkce"), "--use-device-code", None, accepts);
/// assert_eq!(made, Some(words("daypass login --use-device-code")));
/// ```
pub fn with_option(
    words: Vec<String>,
    name: &str,
    value: Option<&str>,
    accepts: impl Fn(&[String]) -> bool,
) -> Option<Vec<String>> {
    let mut all = words;
    let end = all.iter().position(|word| word == "--").unwrap_or(all.len());
    all.splice(end..end, std::iter::once(name).chain(value).map(str::to_owned));
    if accepts(&all) {
        return Some(all);
    }
    let without = |(at, _): (usize, &String)| {
        let takes = all.get(at + 1).is_some_and(|next| !next.starts_with('-'));
        let mut words = all.clone();
        words.drain(at..=at + usize::from(takes));
        accepts(&words).then_some(words)
    };
    all.iter().enumerate().take(end).filter(|(_, word)| word.starts_with("--")).find_map(without)
}

/// Joins an option and a value that begins with a dash, or is empty, into one word: `--sso-session=-s`.
///
/// `takes_a_value` says whether an option, without its dashes, takes the next word as its value. Words behind `--` stay as
/// they are.
pub fn joined(words: Vec<String>, takes_a_value: impl Fn(&str) -> bool) -> Vec<String> {
    let takes =
        |word: &str| word.strip_prefix("--").filter(|name| !name.is_empty()).is_some_and(&takes_a_value);
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    let mut is_ours = true;
    for word in words {
        let is_odd = is_ours && (word.is_empty() || word.starts_with('-'));
        if let Some(last) = joined.last_mut().filter(|last| is_odd && takes(last)) {
            last.push('=');
            last.push_str(&word);
        } else {
            is_ours &= word != "--";
            joined.push(word);
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split('|').map(str::to_owned).collect()
    }

    /// X05: a name that begins with a dash stays a name.
    #[test]
    fn x05_a_value_that_looks_like_an_option_is_joined_to_its_own() {
        for (line, expected) in [
            ("daypass|login|--sso-session|corp|--force", "daypass|login|--sso-session|corp|--force"),
            ("daypass|login|--sso-session|-s|--force", "daypass|login|--sso-session=-s|--force"),
            ("daypass|login|--sso-session|--force", "daypass|login|--sso-session=--force"),
            ("daypass|configure|sso|--profile|", "daypass|configure|sso|--profile="),
            ("daypass|doctor|--fix|--no-input", "daypass|doctor|--fix|--no-input"),
            ("daypass|login|--force|--no-browser", "daypass|login|--force|--no-browser"),
            (
                "daypass|exec|--profile|-x|--|aws|--profile|-y",
                "daypass|exec|--profile=-x|--|aws|--profile|-y",
            ),
        ] {
            let made = joined(words(line), |name| ["sso-session", "profile"].contains(&name));
            assert_eq!(made, words(expected), "{line}");
        }
    }

    #[test]
    fn an_option_takes_the_place_of_one_that_it_contradicts() {
        // `login` takes one way to sign in, `status` none; `exec` takes a region.
        let accepts = |words: &[String]| {
            let has = |name: &str| words.iter().any(|word| word.split('=').next() == Some(name));
            match words.get(1).map(String::as_str) {
                Some("login") => !has("--flow") || !has("--use-device-code"),
                Some("exec") => words.iter().position(|word| word == "--region") == Some(2),
                _ => false,
            }
        };
        for (line, expected) in [
            ("daypass|login", Some("daypass|login|--use-device-code")),
            ("daypass|login|--flow|pkce|--force", Some("daypass|login|--force|--use-device-code")),
            ("daypass|login|--flow=pkce", Some("daypass|login|--use-device-code")),
            ("daypass|status", None),
        ] {
            let made = with_option(words(line), "--use-device-code", None, accepts);
            assert_eq!(made, expected.map(words), "{line}");
        }
        let exec = with_option(words("daypass|exec|--|<COMMAND>"), "--region", Some("eu-west-1"), accepts);
        assert_eq!(exec, Some(words("daypass|exec|--region|eu-west-1|--|<COMMAND>")));
    }

    #[test]
    fn a_word_is_corrected_as_a_whole() {
        for (line, expected) in [
            ("daypass|roles|--account|prd", Some("daypass|roles|--account|prod")),
            ("daypass|roles|--account=prd", Some("daypass|roles|--account=prod")),
            ("daypass|roles|--account|xprd", None),
            ("prd|roles", None),
        ] {
            assert_eq!(with_word(words(line), "prd", "prod"), expected.map(words), "{line}");
        }
    }
}
