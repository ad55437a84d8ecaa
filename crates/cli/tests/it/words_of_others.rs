//! Command lines in the words of the AWS CLI and of other tools, as the definition reads them.

use daypass_cli::{args, other_tools::read};
use daypass_command_lines::{Instead, Unread, foreign_lines};
use std::ffi::OsString;

fn words(line: &str) -> Vec<OsString> {
    line.split(' ').map(OsString::from).collect()
}

/// T23: a line of another tool has the meaning of its translation.
#[test]
fn t23_lines_that_are_translated() {
    for (typed, meant) in [
        ("sso login --profile p --debug", "sso login --profile p -vv"),
        ("--debug sso login", "-vv sso login"),
        ("sso logout --no-cli-pager", "sso logout"),
        ("--no-cli-auto-prompt --no-paginate profiles", "profiles"),
        ("whoami --cli-binary-format raw-in-base64-out -p p", "whoami -p p"),
        ("whoami --cli-binary-format=base64", "whoami"),
        ("whoami --no-color --json", "whoami --color never -o json"),
        ("login --headless --force-refresh", "login --no-browser --force"),
        ("configure populate --dry-run", "configure populate --plan"),
        ("sts get-caller-identity --profile p", "whoami --profile p"),
        ("sts get-caller-identity --debug", "whoami -vv"),
        (
            "login https://example.com/start eu-west-1",
            "login https://example.com/start --sso-region eu-west-1",
        ),
        ("-y configure populate", "configure populate -y"),
        ("--serve exec -p p cmd --cmd", "exec --serve -p p cmd --cmd"),
        ("settings print --cli-auto-prompt", "settings"),
        ("completion bash", "completions bash"),
        ("completion -s zsh", "completions zsh"),
        ("settings list", "settings"),
        ("whoami work", "whoami --profile work"),
        ("console work --print", "console --profile work --print"),
        ("credentials work --format env", "credentials --profile work --format env"),
        ("credential-process work", "credential-process --profile work"),
        ("exec work -- aws --debug", "exec -p work -- aws --debug"),
        ("exec --region eu-west-1 work -- true", "exec --region eu-west-1 -p work -- true"),
        ("exec --no-cli-pager -p p -- aws --debug", "exec -p p -- aws --debug"),
    ] {
        let [typed_words, meant] = [typed, meant].map(|line| words(&format!("daypass {line}")));
        let read = read(&typed_words).map(|args| format!("{args:?}"));
        assert_eq!(read.ok(), args::parse(&meant).ok().map(|args| format!("{args:?}")), "{typed}");
    }
}

/// T23-01, T23-06: help and version as words.
#[test]
fn t23_01_t23_06_help_and_version_are_words_too() {
    for (typed, meant) in [
        ("help", "--help"),
        ("help login", "login --help"),
        ("help configure sso", "configure sso --help"),
        ("login help", "login --help"),
        ("sso help", "sso --help"),
        ("sso login help", "sso login --help"),
        ("logout help", "logout --help"),
        ("status help", "status --help"),
        ("configure sso help", "configure sso --help"),
        ("whoami help", "whoami --help"),
        ("init help", "init --help"),
        ("version", "--version"),
    ] {
        let [typed_words, meant] = [typed, meant].map(|line| words(&format!("daypass {line}")));
        let Err(Unread::Parser(said)) = read(&typed_words) else { panic!("{typed}") };
        let expected = args::parse(&meant).expect_err("help").to_string();
        assert_eq!(said.to_string(), expected, "{typed}");
    }
}

/// A profile beside another profile, or in a command without one, is not guessed.
#[test]
fn ambiguous_lines_are_refused() {
    for line in [
        "whoami work -p other",
        "whoami --account a --role r work",
        "console one two",
        "accounts work",
        "whoami --debugg",
        "nonsense",
    ] {
        assert!(read(&words(&format!("daypass {line}"))).is_err(), "{line}");
    }
}

/// Each suggestion is a command line that daypass accepts, or a sentence.
#[test]
fn every_suggestion_can_be_typed() {
    for line in foreign_lines() {
        // Some options need a value, or another one beside them.
        let ends = ["", " x", " x --role r", " x --account a"].into_iter();
        let mut lines = ends.map(|end| read(&words(&format!("daypass {line}{end}"))));
        let Some(Err(Unread::OtherTool(suggestion))) =
            lines.find(|read| matches!(read, Err(Unread::OtherTool(_))))
        else {
            panic!("{line}")
        };
        if let Instead::Type(words) = &suggestion.instead {
            let words: Vec<_> = words.iter().map(OsString::from).collect();
            let ours = words.first().is_some_and(|program| program == "daypass");
            assert!(!ours || read(&words).is_ok(), "{line}: {words:?}");
        }
    }
}
