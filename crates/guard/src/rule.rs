//! A rule: which accounts, roles and sessions it is for, and what it wants.

use std::time::Duration;

/// What is asked before credentials are taken; a later one is stricter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "an ordered scale, which callers match as a whole")]
pub enum Ask {
    /// Nothing: the target is only marked and logged.
    #[default]
    Nothing,
    /// A yes.
    Yes,
    /// The name of the account, typed.
    Name,
}

impl Ask {
    /// All words for it in a settings file.
    pub const WORDS: [&'static str; 3] = ["nothing", "yes", "name"];

    /// Parses the word of a settings file.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "nothing" => Some(Self::Nothing),
            "yes" => Some(Self::Yes),
            "name" => Some(Self::Name),
            _ => None,
        }
    }
}

/// The colour of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a caller has a style for each")]
pub enum GuardColor {
    /// Red.
    Red,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
}

impl GuardColor {
    /// All words for it in a settings file.
    pub const WORDS: [&'static str; 3] = ["red", "yellow", "green"];

    /// Parses the word of a settings file.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "red" => Some(Self::Red),
            "yellow" => Some(Self::Yellow),
            "green" => Some(Self::Green),
            _ => None,
        }
    }

    /// Returns the word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
        }
    }
}

/// A rule, from one part of a settings file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct GuardRule {
    /// A glob over the id or a name of accounts, or `ACCOUNT/ROLE`, each a glob.
    pub pattern: String,
    /// A glob over the names of sessions; `None` is for all, and for what has none.
    pub sso_session: Option<String>,
    /// What is asked; `None` says nothing about it.
    pub ask: Option<Ask>,
    /// The colour.
    pub color: Option<GuardColor>,
    /// The text that marks the target in prompts and shells.
    pub banner: Option<String>,
    /// How long an agreement holds, and an endpoint serves.
    pub time_limit: Option<Duration>,
    /// A role of the same account that is offered first.
    pub read_only: Option<String>,
    /// Where the rule stands, for a person, such as `/etc/daypass/settings.toml:4`.
    pub origin: String,
}

impl GuardRule {
    /// Creates a rule that wants nothing yet.
    pub fn for_pattern(pattern: &str) -> Self {
        Self { pattern: pattern.to_owned(), ..Self::default() }
    }
}

/// Parses a time limit such as `15m` or `1h`: a whole number of minutes or hours, from 1m to 12h.
///
/// ```
/// use daypass_guard::parse_time_limit;
/// use std::time::Duration;
///
/// assert_eq!(parse_time_limit("90m"), Some(Duration::from_secs(5400)));
/// assert_eq!(parse_time_limit("1h"), parse_time_limit("60m"));
/// for none in ["0m", "13h", "15", "m", "1.5h", "-1h", ""] {
///     assert_eq!(parse_time_limit(none), None, "{none}");
/// }
/// ```
pub fn parse_time_limit(text: &str) -> Option<Duration> {
    let (number, unit) = match text.strip_suffix('m') {
        Some(number) => (number, 60),
        None => (text.strip_suffix('h')?, 3600),
    };
    let number = Some(number).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
    let seconds = number.parse::<u64>().ok()?.checked_mul(unit)?;
    (60..=12 * 3600).contains(&seconds).then(|| Duration::from_secs(seconds))
}
