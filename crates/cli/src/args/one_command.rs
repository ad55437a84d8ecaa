//! The definition of one command alone, for the command lines that need no more.
//!
//! Building the definition of all commands takes as long as the rest of a short command: 400 KB of heap, touched page by
//! page, mostly for copies of the global options. A command line that this definition refuses goes to the whole
//! definition, which makes all messages and help.

use super::{Args, Command, Global};
use clap::{Args as ClapArgs, FromArgMatches as _, error::Result};
use std::ffi::OsString;

/// Parses a command line whose second word is one of the commands in daily use; `None` if it is for the whole definition.
pub(crate) fn parse(words: &[OsString]) -> Option<Args> {
    match words.get(1)?.to_str()? {
        "login" => only(words, "login", Command::Login),
        "logout" => only(words, "logout", Command::Logout),
        "status" => only(words, "status", Command::Status),
        "whoami" => only(words, "whoami", Command::Whoami),
        "credentials" => only(words, "credentials", Command::Credentials),
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser as _;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn both_definitions_read_a_line_alike() {
        for line in [
            "daypass login",
            "daypass login --sso-session corp --no-browser -vv",
            "daypass login https://example.com/start --sso-region eu-west-1 --force --min-ttl 20m",
            "daypass login help",
            "daypass logout --all --dry-run -o json",
            "daypass status --profile work --color never",
            "daypass whoami -p work --no-verify-ssl",
            "daypass credentials --format env --cli-read-timeout 5",
            "daypass exec -p work -- aws s3 ls --profile other",
            "daypass exec --profile=work -- sh -c true",
            "daypass exec -p work sh -c true --profile other -vv",
            "daypass exec",
            "daypass console --profile work",
        ] {
            let (narrow, whole) = (parse(&words(line)), Args::try_parse_from(words(line)));
            let narrow = narrow.map(|args| format!("{args:?}"));
            assert_eq!(narrow, Some(format!("{:?}", whole.unwrap())), "{line}");
        }
    }

    #[test]
    fn other_lines_are_left_to_the_whole_definition() {
        for line in [
            "daypass",
            "daypass --profile work login",
            "daypass login --help",
            "daypass login --version",
            "daypass login --sso-sesion corp",
            "daypass exec --sevre",
            "daypass doctor",
        ] {
            assert!(parse(&words(line)).is_none(), "{line}");
        }
    }
}
