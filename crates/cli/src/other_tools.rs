//! Command lines in the words of the AWS CLI and of other tools: clap for the crate `daypass-command-lines`, which translates
//! them or makes a suggestion; and what such a line means although clap accepts it.

use crate::args::{self, Args, Command, Global, Sso};
use clap::{
    Subcommand as _,
    error::{ContextKind, ContextValue, ErrorKind, Result},
};
use daypass_command_lines::{CommandLineParser, RefusedWord, Unread};
use std::ffi::{OsStr, OsString};

/// Parses a command line; the program's name comes first.
///
/// # Errors
/// Returns clap's answer, or a suggestion in place of a word of another tool.
pub fn read(words: &[OsString]) -> std::result::Result<Args, Unread<clap::Error>> {
    daypass_command_lines::read(&Clap, words)
}

/// Clap, by the definition of one command where that does.
struct Clap;

impl CommandLineParser for Clap {
    type Args = Args;
    type Error = clap::Error;

    fn parse(&self, words: &[OsString]) -> Result<Args> {
        if words.len() == 1 {
            return Ok(Args { global: Global::default(), command: Command::Overview });
        }
        let read = args::plain::read(words).or_else(|| args::one_command::parse(words));
        let args = read.map_or_else(|| args::parse(words), Ok)?;
        reinterpreted(words, args)
    }

    fn refused<'e>(&self, error: &'e clap::Error) -> Option<RefusedWord<'e>> {
        let (kind, word): (_, fn(&'e str) -> RefusedWord<'e>) = match error.kind() {
            ErrorKind::InvalidSubcommand => (ContextKind::InvalidSubcommand, RefusedWord::Command),
            ErrorKind::UnknownArgument => (ContextKind::InvalidArg, RefusedWord::Argument),
            ErrorKind::InvalidValue => (ContextKind::InvalidValue, RefusedWord::Value),
            _ => return None,
        };
        match error.get(kind)? {
            ContextValue::String(refused) => Some(word(refused)),
            _ => None,
        }
    }

    fn is_command(&self, word: &str) -> bool {
        Command::has_subcommand(word)
    }
}

/// Gives the meaning of other tools to a line that clap accepts: `login help`, and `exec PROFILE -- COMMAND`.
fn reinterpreted(words: &[OsString], mut args: Args) -> Result<Args> {
    let word = match &args.command {
        Command::Login(flags) | Command::Sso(Sso::Login(flags)) => flags.start_url.as_deref(),
        Command::Logout(flags) | Command::Sso(Sso::Logout(flags)) => flags.name.as_deref(),
        Command::Status(flags) => flags.name.as_deref(),
        _ => None,
    };
    // The AWS CLI's spelling of --help; no session and no profile can be meant.
    if word == Some("help") {
        return Err(help_for(words));
    }
    // `exec work -- cmd`, as aws-vault has it: one word before the dashes is the profile.
    if let Command::Exec(flags) = &mut args.command
        && flags.command.get(1).is_some_and(|word| word == "--")
        && let Some(name) = flags.command.first().and_then(|word| word.to_str())
        && (&args.global.profile, &flags.role.account) == (&None, &None)
        && typed_before(words, name)
    {
        args.global.profile = Some(name.to_owned());
        flags.command.drain(..2);
    }
    Ok(args)
}

/// Clap's answer to the line with `--help` in place of its last `help`.
fn help_for(words: &[OsString]) -> clap::Error {
    let mut words = words.to_vec();
    if let Some(word) = words.iter_mut().rfind(|word| *word == "help") {
        *word = "--help".into();
    }
    args::parse(&words).err().unwrap_or_else(|| clap::Error::new(ErrorKind::DisplayHelp))
}

/// Whether this word is the last one before the first `--`.
fn typed_before(words: &[OsString], name: &str) -> bool {
    let end = words.iter().position(|word| word == "--");
    let before = end.and_then(|end| words.get(end.checked_sub(1)?));
    before.is_some_and(|word| word == OsStr::new(name))
}
