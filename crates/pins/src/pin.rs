//! What a pin chooses, parsed from and written as the text of its file.

use daypass_sso_types::{Region, closest};
use toml::de::{DeTable, DeValue};
use toml_writer::{ToTomlValue as _, TomlStringBuilder};

/// The keys of the file. There are no others, and none that names an address, a command or a permission.
const KEYS: [&str; 3] = ["profile", "sso_session", "region"];

/// What a pin chooses.
///
/// ```
/// use daypass_pins::Pin;
///
/// let pin = Pin::parse("# of the team\nprofile = 'dev'\n").expect("a pin");
/// assert_eq!(pin.choices(), [("profile", "dev", 2)]);
/// let mistake = Pin::parse("profile = 'dev'\nbrowser = 'sh -c evil'\n").expect_err("no such key");
/// assert_eq!((mistake.line, mistake.text.starts_with("a pin has no `browser`")), (2, true));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pin {
    /// Key, value and line, in the order of the file.
    choices: Vec<(&'static str, String, usize)>,
}

/// A mistake in a pin.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PinProblem {
    /// The line in the file, from 1.
    pub line: usize,
    /// What is wrong; it quotes the file.
    pub text: String,
}

impl Pin {
    /// Parses the text of a file; an empty text chooses nothing.
    ///
    /// # Errors
    /// The first mistake. A file with a mistake chooses nothing.
    pub fn parse(text: &str) -> Result<Self, PinProblem> {
        let problem = |at: usize, text: String| PinProblem { line: at, text };
        let line_of = |at: usize| text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
        let (table, errors) = DeTable::parse_recoverable(text);
        if let Some(error) = errors.first() {
            let at = error.span().map_or(0, |span| span.start);
            return Err(problem(line_of(at), format!("this is not valid TOML: {}", error.message())));
        }
        let mut choices = Vec::new();
        for (key, value) in table.get_ref() {
            let (line, name) = (line_of(key.span().start), key.get_ref().as_ref());
            let Some(known) = KEYS.iter().copied().find(|known| *known == name) else {
                return Err(problem(line, unknown(name)));
            };
            let DeValue::String(value) = value.get_ref() else {
                return Err(problem(line, format!("`{known}` is a text, such as: {}", example(known))));
            };
            if let Err(reason) = check(known, value) {
                return Err(problem(line, format!("`{known}` cannot be {value:?}: {reason}")));
            }
            choices.push((known, value.to_string(), line));
        }
        choices.sort_by_key(|(_, _, line)| *line);
        Ok(Self { choices })
    }

    /// Returns the profile that it chooses.
    pub fn profile(&self) -> Option<&str> {
        self.value("profile")
    }

    /// Returns the sso-session that it chooses.
    pub fn sso_session(&self) -> Option<&str> {
        self.value("sso_session")
    }

    /// Returns the region that it chooses.
    pub fn region(&self) -> Option<&str> {
        self.value("region")
    }

    /// Returns each choice as key, value and line, in the order of the file.
    pub fn choices(&self) -> Vec<(&'static str, &str, usize)> {
        self.choices.iter().map(|(key, value, line)| (*key, value.as_str(), *line)).collect()
    }

    /// Writes these choices into the text of a file: a choice that stands there is changed in its line, every other line
    /// stays.
    ///
    /// ```
    /// use daypass_pins::Pin;
    ///
    /// let text = Pin::written("# ours\nregion = 'eu-west-1'\n", &[("profile", "dev"), ("region", "us-east-1")]);
    /// assert_eq!(text.expect("a pin"), "# ours\nregion = \"us-east-1\"\nprofile = \"dev\"\n");
    /// ```
    ///
    /// # Errors
    /// The text, or a choice, is a mistake.
    pub fn written(text: &str, choices: &[(&str, &str)]) -> Result<String, PinProblem> {
        let before = Self::parse(text)?;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (key, value) in choices {
            let line = format!("{key} = {}", TomlStringBuilder::new(value).as_basic().to_toml_value());
            let at = before.choices.iter().find(|(known, _, _)| known == key).map(|(_, _, line)| line - 1);
            match at.and_then(|at| lines.get_mut(at)) {
                Some(there) => *there = line,
                None => lines.push(line),
            }
        }
        let after: String = lines.into_iter().map(|line| line + "\n").collect();
        // A value over several lines would have lost its first one only; then the text is refused.
        Self::parse(&after).map(|_| after)
    }

    fn value(&self, key: &str) -> Option<&str> {
        self.choices.iter().find(|(known, _, _)| *known == key).map(|(_, value, _)| value.as_str())
    }
}

fn check(key: &str, value: &str) -> Result<(), String> {
    if value.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    if value.chars().any(char::is_control) {
        return Err("it has a control character".to_owned());
    }
    match key {
        "region" => Region::new(value).map(drop).map_err(|error| error.to_string()),
        _ => Ok(()),
    }
}

fn unknown(name: &str) -> String {
    match closest(name, KEYS.into_iter()) {
        Some(near) => format!("a pin has no `{name}`; did you mean `{near}`?"),
        None => format!("a pin has no `{name}`; it has {}", KEYS.join(", ")),
    }
}

fn example(key: &str) -> &'static str {
    match key {
        "region" => "region = \"eu-west-1\"",
        "sso_session" => "sso_session = \"corp\"",
        _ => "profile = \"dev\"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_mistake_has_its_line_and_chooses_nothing() {
        for (text, line, said) in [
            ("profile = 'dev'\nprofil = 'x'\n", 2, "a pin has no `profil`; did you mean `profile`?"),
            (
                "endpoint_url = 'http://evil'\n",
                1,
                "a pin has no `endpoint_url`; it has profile, sso_session, region",
            ),
            ("\nregion = 'eu west'\n", 2, "`region` cannot be \"eu west\": "),
            ("profile = 1\n", 1, "`profile` is a text, such as: profile = \"dev\""),
            ("profile = ['a']\n", 1, "`profile` is a text, such as: profile = \"dev\""),
            ("region = 1\n", 1, "`region` is a text, such as: region = \"eu-west-1\""),
            ("sso_session = 1\n", 1, "`sso_session` is a text, such as: sso_session = \"corp\""),
            ("profile = ' '\n", 1, "`profile` cannot be \" \": it is empty"),
            ("profile = \"a\\u001b[2J\"\n", 1, "it has a control character"),
            ("[profile]\nname = 'x'\n", 1, "`profile` is a text"),
            ("[guard.'*']\n", 1, "a pin has no `guard`"),
            ("profile = 'a\n", 1, "this is not valid TOML: "),
            ("profile = 'a'\nprofile = 'b'\n", 2, "this is not valid TOML: "),
        ] {
            let problem = Pin::parse(text).expect_err(text);
            assert!(problem.line == line && problem.text.contains(said), "{text:?}: {problem:?}");
        }
        assert_eq!(Pin::parse(""), Ok(Pin::default()));
    }

    #[test]
    fn a_choice_is_changed_in_its_line() {
        let before = "# ours\nprofile = 'a' # note\n\nsso_session = 'corp'";
        let after = Pin::written(before, &[("profile", "b\"\\")]).expect("a pin");
        assert_eq!(after, "# ours\nprofile = \"b\\\"\\\\\"\n\nsso_session = 'corp'\n");
        let pin = Pin::parse(&after).expect("a pin");
        assert_eq!((pin.profile(), pin.sso_session(), pin.region()), (Some("b\"\\"), Some("corp"), None));
        // What would not be read back is not written.
        Pin::written("", &[("region", "eu west")]).expect_err("no region");
        Pin::written("browser = 'x'\n", &[("profile", "a")]).expect_err("no pin");
        Pin::written("profile = '''\na'''\n", &[("profile", "a")]).expect_err("a value of two lines");
    }

    proptest! {
        #[test]
        fn any_name_is_read_back(name in "\\PC{1,12}") {
            prop_assume!(!name.trim().is_empty() && !name.chars().any(char::is_control));
            let text = Pin::written("", &[("profile", &name)]).expect("a pin");
            let pin = Pin::parse(&text).expect("a pin");
            prop_assert_eq!(pin.profile(), Some(name.as_str()));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            let _judged = Pin::parse(&text);
        }
    }
}
