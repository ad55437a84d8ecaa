//! The definition of one command alone, for the command lines that need no more.
//!
//! Building the definition of all commands takes as long as the rest of a short command: 400 KB of heap, touched page by
//! page, mostly for copies of the global options. A command line that this definition refuses goes to the whole
//! definition, which makes all messages and help.

use super::{Args, Command, Global};
use clap::{Args as ClapArgs, FromArgMatches as _, error::Result};
use std::ffi::OsString;

/// Of a command that has the global options alone.
#[derive(ClapArgs)]
struct NoFlags {}

/// Parses a command line whose second word is one of the commands in daily use; `None` if it is for the whole definition.
pub fn parse(words: &[OsString]) -> Option<Args> {
    match words.get(1)?.to_str()? {
        "login" => only(words, "login", Command::Login),
        "logout" => only(words, "logout", Command::Logout),
        "status" => only(words, "status", Command::Status),
        "whoami" => only(words, "whoami", Command::Whoami),
        "credentials" => only(words, "credentials", Command::Credentials),
        "credential-process" => only(words, "credential-process", |NoFlags {}| Command::CredentialProcess),
        "exec" => only(words, "exec", Command::Exec),
        "console" => only(words, "console", Command::Console),
        _ => return None,
    }
    .ok()
}

fn only<F: ClapArgs>(words: &[OsString], name: &'static str, command: fn(F) -> Command) -> Result<Args> {
    let flags = F::augment_args(clap::Command::new(name));
    let whole = clap::Command::new("daypass").disable_help_subcommand(true).subcommand(flags);
    let matches = Global::augment_args(whole).try_get_matches_from(words)?;
    let own = matches.subcommand_matches(name).ok_or(clap::error::ErrorKind::MissingSubcommand);
    let own = own.map_err(clap::Error::new)?;
    Ok(Args { global: Global::from_arg_matches(&matches)?, command: command(F::from_arg_matches(own)?) })
}
