//! Command lines as words: that of this process, to print it again with a change, and those that messages tell a person
//! to type.

use crate::{
    args::{Args, Command},
    other_tools,
};
use clap::CommandFactory as _;
use std::ffi::OsString;

/// The command line of this process, with `<COMMAND>` in place of the command that `exec` runs: its arguments may hold
/// secrets.
pub(crate) fn typed() -> Vec<String> {
    let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    let mut words: Vec<String> = std::iter::once("daypass".to_owned()).chain(words).collect();
    if let Some(end) = words.iter().position(|word| word == "--") {
        words.truncate(end + 1);
        words.push("<COMMAND>".to_owned());
    } else if let Some(Args { command: Command::Exec(flags), .. }) = read(&words)
        && !flags.command.is_empty()
    {
        words.truncate(words.len().saturating_sub(flags.command.len()));
        words.extend(["--", "<COMMAND>"].map(str::to_owned));
    }
    words
}

/// Reads the command line of this process with `meant` in place of the first word `typed`; `None` if it is refused.
pub(crate) fn reread(typed: &str, meant: &str) -> Option<Args> {
    let mut words: Vec<_> = std::env::args_os().collect();
    *words.iter_mut().skip(1).find(|word| *word == typed)? = meant.into();
    other_tools::read(&words).ok()
}

/// The command line with `wrong` replaced by `meant`; `None` if `wrong` is not one of its words.
pub(crate) fn retyped(wrong: &str, meant: &str) -> Option<Vec<String>> {
    let mut words = typed();
    let is_it =
        |word: &String| word.strip_suffix(wrong).is_some_and(|rest| rest.is_empty() || rest.ends_with('='));
    let word = words.iter_mut().skip(1).find(|word| is_it(word))?;
    word.truncate(word.len() - wrong.len());
    word.push_str(meant);
    Some(words)
}

/// A command line with an option added and an option that contradicts it removed; `None` if clap refuses the result.
pub(crate) fn with_option(words: Vec<String>, name: &str, value: Option<&str>) -> Option<Vec<String>> {
    let mut all = words;
    let end = all.iter().position(|word| word == "--").unwrap_or(all.len());
    all.splice(end..end, std::iter::once(name).chain(value).map(str::to_owned));
    if parse(&all) {
        return Some(all);
    }
    let without = |(at, _): (usize, &String)| {
        let takes = all.get(at + 1).is_some_and(|next| !next.starts_with('-'));
        let mut words = all.clone();
        words.drain(at..=at + usize::from(takes));
        parse(&words).then_some(words)
    };
    all.iter().enumerate().take(end).filter(|(_, word)| word.starts_with("--")).find_map(without)
}

/// Joins an option and a value that begins with a dash, or is empty, into one word: `--sso-session=-s`.
pub(crate) fn joined(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    let mut is_ours = true;
    for word in words {
        let is_odd = is_ours && (word.is_empty() || word.starts_with('-'));
        let last = joined.last_mut().filter(|last| is_odd && takes_a_value(&Args::command(), last));
        if let Some(last) = last {
            last.push('=');
            last.push_str(&word);
        } else {
            is_ours &= word != "--";
            joined.push(word);
        }
    }
    joined
}

/// Whether the word is an option of this command, or of a command below it, that takes the next word as its value.
fn takes_a_value(command: &clap::Command, word: &str) -> bool {
    let Some(name) = word.strip_prefix("--").filter(|name| !name.is_empty()) else { return false };
    let is_it = |argument: &clap::Arg| {
        argument.get_long() == Some(name)
            && argument.get_action().takes_values()
            && !argument.is_require_equals_set()
    };
    command.get_arguments().any(is_it) || command.get_subcommands().any(|below| takes_a_value(below, word))
}

/// A command line as a shell reads it; `None` if a word of it cannot be printed as it is.
pub(crate) fn printed(words: Vec<String>) -> Option<String> {
    daypass_terminal::shell::command(joined(words)).filter(|line| !line.is_empty())
}

/// Whether this program accepts the command line; a command line of another program counts as accepted.
pub(crate) fn parse(words: &[String]) -> bool {
    words.first().is_none_or(|program| program != "daypass") || read(words).is_some()
}

fn read(words: &[String]) -> Option<Args> {
    let words: Vec<_> = words.iter().map(OsString::from).collect();
    other_tools::read(&words).ok()
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
            assert_eq!(joined(words(line)), words(expected), "{line}");
            assert!(parse(&words(expected)), "{line}");
        }
    }

    #[test]
    fn an_option_takes_the_place_of_one_that_it_contradicts() {
        for (line, expected) in [
            ("daypass|login", Some("daypass|login|--use-device-code")),
            ("daypass|login|--flow|pkce|--force", Some("daypass|login|--force|--use-device-code")),
            ("daypass|login|--flow=pkce", Some("daypass|login|--use-device-code")),
            ("daypass|status", None),
        ] {
            let made = with_option(words(line), "--use-device-code", None);
            assert_eq!(made, expected.map(words), "{line}");
        }
        let exec = with_option(words("daypass|exec|--|<COMMAND>"), "--region", Some("eu-west-1"));
        assert_eq!(exec, Some(words("daypass|exec|--region|eu-west-1|--|<COMMAND>")));
    }
}
