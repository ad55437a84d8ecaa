//! The command line of a program that runs, and which others it would accept.

use crate::{joined, remedy_command, with_option, with_word};
use daypass_sso_types::Remedy;

/// How a program was called, and which command lines it accepts.
///
/// ```
/// use daypass_command_lines::OwnLine;
///
/// let line = OwnLine {
///     typed: || ["daypass", "roles", "--account", "prd"].map(str::to_owned).to_vec(),
///     accepts: |words| words.len() < 6,
///     takes_a_value: |name| name == "account",
/// };
/// assert_eq!(line.retyped("prd", "prod").expect("a word of it").join(" "), "daypass roles --account prod");
/// assert_eq!(line.retyped_with("--refresh", None).expect("accepted").join(" "), "daypass roles --account prd --refresh");
/// assert_eq!(line.with_flag("sso_region", "<REGION>").join(" "), "daypass roles --account prd --sso-region <REGION>");
/// ```
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "a program makes one, of all three")]
pub struct OwnLine {
    /// The words that were typed, the program's name first, without what may be secret.
    pub typed: fn() -> Vec<String>,
    /// Whether the program accepts a command line; a command line of another program counts as accepted.
    pub accepts: fn(&[String]) -> bool,
    /// Whether an option, without its dashes, takes the next word as its value.
    pub takes_a_value: fn(&str) -> bool,
}

impl OwnLine {
    /// Returns the typed command line with `wrong` replaced by `meant`; see [`with_word`].
    pub fn retyped(&self, wrong: &str, meant: &str) -> Option<Vec<String>> {
        with_word((self.typed)(), wrong, meant)
    }

    /// Returns the typed command line with an option added; see [`with_option`].
    pub fn retyped_with(&self, name: &str, value: Option<&str>) -> Option<Vec<String>> {
        with_option((self.typed)(), name, value, self.accepts)
    }

    /// Returns the typed command line with the flag of a key of the config file, which has the key's name.
    pub fn with_flag(&self, key: &str, value: &str) -> Vec<String> {
        let mut words = (self.typed)();
        words.extend([format!("--{}", key.replace('_', "-")), value.to_owned()]);
        words
    }

    /// Joins options and odd values; see [`joined`].
    pub fn joined(&self, words: Vec<String>) -> Vec<String> {
        joined(words, self.takes_a_value)
    }

    /// Returns the command line of a remedy as words; `None` if no command helps.
    pub fn remedy(&self, remedy: &Remedy) -> Option<Vec<String>> {
        remedy_command(remedy, &(self.typed)(), self.accepts)
    }
}
