//! The definition of the command line: its examples, and what reads a line without the whole of it.

use clap::{CommandFactory as _, Parser as _};
use daypass_cli::args::{self, Args, one_command, plain};
use daypass_quick_answers::{credentials_profile, process_profile};
use std::ffi::OsString;

/// The table of examples in the help.
const EXAMPLES: &str = include_str!("../../src/args/examples.txt");

fn words(line: &str) -> Vec<OsString> {
    line.split(' ').map(OsString::from).collect()
}

#[test]
fn clap_accepts_the_definition() {
    Args::command().debug_assert();
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
        "daypass credential-process --profile work -vv",
        "daypass exec -p work -- aws s3 ls --profile other",
        "daypass exec --profile=work -- sh -c true",
        "daypass exec -p work sh -c true --profile other -vv",
        "daypass exec",
        "daypass console --profile work",
    ] {
        let (narrow, whole) = (one_command::parse(&words(line)), Args::try_parse_from(words(line)));
        let narrow = narrow.map(|args| format!("{args:?}"));
        assert_eq!(narrow, Some(format!("{:?}", whole.unwrap())), "{line}");
    }
}

#[test]
fn plain_lines_mean_what_clap_reads() {
    for command in ["login", "logout", "status", "whoami", "credential-process"] {
        for options in ["", " --profile dev", " -p dev", " --profile=dev"] {
            let line = format!("daypass {command}{options}");
            let whole = Args::try_parse_from(words(&line)).expect("clap takes it");
            let read = plain::read(&words(&line)).map(|args| format!("{args:?}"));
            assert_eq!(read, Some(format!("{whole:?}")), "{line}");
        }
    }
    for line in [
        "daypass",
        "daypass --help",
        "daypass doctor",
        "daypass login corp",
        "daypass status --watch",
        "daypass whoami -p --all",
        "daypass whoami --profile=",
        "daypass whoami -p",
        "daypass whoami -pdev",
        "daypass whoami --profile dev -v",
        "daypass --profile dev whoami",
        "daypass exec --profile dev",
    ] {
        assert!(plain::read(&words(line)).is_none(), "{line}");
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
        assert!(one_command::parse(&words(line)).is_none(), "{line}");
    }
}

#[test]
fn every_example_is_a_command_line() {
    for line in EXAMPLES.lines().filter(|line| !line.starts_with(['#', '['])) {
        let line = line.split("   #").next().unwrap_or_default().replace('\'', "");
        let words: Vec<_> = line.split(' ').map(OsString::from).collect();
        assert!(args::parse(&words).is_ok(), "{line}");
    }
}

/// The help of a command has its examples behind its purpose.
#[test]
fn every_command_has_a_purpose_and_two_or_three_examples() {
    fn check(command: &clap::Command, path: &str) {
        // Completion alone calls `complete-names`.
        for below in command.get_subcommands().filter(|below| below.get_name() != "complete-names") {
            let path = format!("{path} {}", below.get_name());
            let examples = below.get_after_help().map(ToString::to_string).unwrap_or_default();
            let count = examples.lines().skip(1).filter(|line| !line.is_empty()).count();
            assert!((2..=3).contains(&count), "{path}: {count}");
            assert!(below.get_about().is_some(), "{path} says what it is for");
            check(below, &path);
        }
    }
    check(&args::definition(), "");
}

/// A command line that the hot path recognises has the same meaning for clap.
#[test]
fn the_hot_path_recognises_only_what_clap_reads_alike() {
    for (command, lines) in [
        (
            "credential-process",
            [
                "daypass credential-process --profile dev",
                "daypass credential-process -p dev",
                "daypass credential-process --profile=dev",
                "daypass --profile dev credential-process",
            ],
        ),
        (
            "credentials --format process",
            [
                "daypass credentials --profile dev",
                "daypass credentials -p dev",
                "daypass credentials --profile=dev",
                "daypass -p dev credentials",
            ],
        ),
    ] {
        let meant = args::parse(&words(&format!("daypass --profile dev {command}")));
        let meant = format!("{:?}", meant.expect("clap takes it"));
        for line in lines {
            let read = words(line);
            let profile = process_profile(&read).or_else(|| credentials_profile(&read));
            assert_eq!(profile, Some("dev"), "{line}");
            let read = args::parse(&words(line)).expect("clap takes it, too");
            assert_eq!(format!("{read:?}"), meant, "{line}");
        }
    }
}
