//! Command lines as words: that of this process, to print it again with a change, and those that messages tell a person
//! to type.

use crate::{
    args::{Args, Command},
    other_tools,
};
use clap::CommandFactory as _;
use daypass_command_lines::OwnLine;
use std::{borrow::Cow, ffi::OsString, path::Path};

/// The command lines of this program: as it was typed, and those that clap accepts.
pub(crate) const OURS: OwnLine =
    OwnLine { typed, accepts: parse, takes_a_value: |name| takes_a_value(&Args::command(), name) };

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

/// The command line of a program that was started as `docker-credential-daypass`, which is how docker finds its helpers.
pub(crate) fn as_named(words: &[OsString]) -> Cow<'_, [OsString]> {
    let program = words.first().map(Path::new).and_then(Path::file_stem);
    match (program, words) {
        (Some(name), [_, rest @ ..]) if name == "docker-credential-daypass" => {
            ["daypass", "docker-credential"]
                .map(OsString::from)
                .into_iter()
                .chain(rest.iter().cloned())
                .collect()
        }
        _ => Cow::Borrowed(words),
    }
}

/// Reads the command line of this process with `meant` in place of the first word `typed`; `None` if it is refused.
pub(crate) fn reread(typed: &str, meant: &str) -> Option<Args> {
    let mut words: Vec<_> = std::env::args_os().collect();
    *words.iter_mut().skip(1).find(|word| *word == typed)? = meant.into();
    other_tools::read(&words).ok()
}

/// Whether this is an option of this command, or of a command below it, that takes the next word as its value.
fn takes_a_value(command: &clap::Command, name: &str) -> bool {
    let is_it = |argument: &clap::Arg| {
        argument.get_long() == Some(name)
            && argument.get_action().takes_values()
            && !argument.is_require_equals_set()
    };
    command.get_arguments().any(is_it) || command.get_subcommands().any(|below| takes_a_value(below, name))
}

/// A command line as a shell reads it; `None` if a word of it cannot be printed as it is.
pub(crate) fn printed(words: Vec<String>) -> Option<String> {
    daypass_terminal::shell::command(OURS.joined(words)).filter(|line| !line.is_empty())
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

    /// X05: what looks like an option stays a value, and the line is accepted.
    #[test]
    fn x05_values_are_joined_by_the_definition() {
        for (line, expected) in [
            ("daypass|login|--sso-session|-s|--force", "daypass|login|--sso-session=-s|--force"),
            ("daypass|doctor|--fix|--no-input", "daypass|doctor|--fix|--no-input"),
            ("daypass|login|--force|--no-browser", "daypass|login|--force|--no-browser"),
        ] {
            let [line, expected] = [line, expected].map(|line| line.split('|').map(str::to_owned).collect());
            assert_eq!(OURS.joined(line), expected);
            assert!(parse(&expected), "{expected:?}");
        }
    }

    #[test]
    fn an_option_is_contradicted_by_the_definition() {
        let login = "daypass login --flow pkce --force".split(' ').map(str::to_owned).collect();
        let made = daypass_command_lines::with_option(login, "--use-device-code", None, parse);
        assert_eq!(
            made.map(|words| words.join(" ")).as_deref(),
            Some("daypass login --force --use-device-code")
        );
    }
}
