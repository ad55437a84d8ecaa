//! Command lines that need no definition: one of the commands in daily use, with `--profile` or without.
//!
//! Even the definition of one command is a third of what a call of AWS costs besides the call. A test compares the meaning of
//! these lines with clap's.

use super::{Args, Command, Global};
use crate::commands::{login::Login, logout::Logout, status::Status, whoami::Whoami};
use std::ffi::OsString;

/// Reads such a command line, the program's name first; `None` if it is for a definition.
pub fn read(words: &[OsString]) -> Option<Args> {
    let words: Vec<&str> = words.iter().skip(1).map(|word| word.to_str()).collect::<Option<_>>()?;
    let (name, profile) = match words.as_slice() {
        [name] => (*name, None),
        [name, "--profile" | "-p", profile] => (*name, Some(*profile)),
        [name, word] => (*name, Some(word.strip_prefix("--profile=")?)),
        _ => return None,
    };
    if profile.is_some_and(|profile| profile.is_empty() || profile.starts_with('-')) {
        return None;
    }
    let command = match name {
        "login" => Command::Login(Login::default()),
        "logout" => Command::Logout(Logout::default()),
        "status" => Command::Status(Status::default()),
        "whoami" => Command::Whoami(Whoami::default()),
        "credential-process" => Command::CredentialProcess,
        _ => return None,
    };
    Some(Args { global: Global { profile: profile.map(str::to_owned), ..Global::default() }, command })
}
