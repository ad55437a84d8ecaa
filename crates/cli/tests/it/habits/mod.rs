//! What people type by habit: every row of the list is accepted, or answered with the command to type.

#[cfg(unix)]
mod shell;

use crate::home::{Home, Outcome};
use daypass_simulator::{AutoApprove, World};
use std::{collections::BTreeSet, fs, path::Path};

const ROWS: &str = include_str!("rows.txt");

pub(super) const CONFIG: &str = "\
[default]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
[profile work]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";

/// A home that is signed in to the demo's organisation.
pub(super) fn signed_in() -> Home {
    let home = Home::with(World::demo()).config(CONFIG);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

#[test]
fn signing_in_and_out() {
    check("1.");
}

#[cfg(unix)]
#[test]
fn running_commands() {
    check("2.");
}

#[test]
fn looking() {
    check("3.");
}

#[test]
fn help_and_versions() {
    check("4.");
}

#[test]
fn options_of_the_aws_cli() {
    check("5.");
}

#[cfg(unix)]
#[test]
fn variables() {
    check("6.");
}

/// No row of the list is missing, and each has a line. The list itself is kept outside of the repository.
#[test]
fn no_row_is_missing() {
    let ours: BTreeSet<_> = ROWS.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert!(ours.iter().all(|row| lines(row).next().is_some()));
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/facts/habits.md");
    let Ok(list) = fs::read_to_string(list) else {
        println!("skipped: no list of habits beside this repository");
        return;
    };
    let (mut section, mut number, mut theirs) = ("", 0, BTreeSet::new());
    for line in list.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            (section, number) = (heading.split('.').next().unwrap_or_default(), 0);
        } else if let Some(row) = line.strip_prefix("| ")
            && !["---", "typed |", "variable |"].iter().any(|head| row.starts_with(head))
            && !section.is_empty()
        {
            number += 1;
            let typed = row.replace("\\|", "\u{0}");
            let typed = typed.split('|').next().unwrap_or_default().trim().replace('\u{0}', "\\|");
            theirs.insert(format!("{section}.{number:02} {typed}"));
        }
    }
    let ours: BTreeSet<_> = ours.into_iter().map(str::to_owned).collect();
    assert_eq!(ours, theirs);
}

/// The lines of a row, or of all rows whose number begins so.
fn lines(row: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut is_it = false;
    ROWS.lines().filter(|line| !line.starts_with("# ") && !line.is_empty()).filter_map(move |line| match line
        .strip_prefix("## ")
    {
        Some(heading) => {
            is_it = heading.starts_with(row);
            None
        }
        None => line.split_once(" => ").filter(|_| is_it),
    })
}

fn check(section: &str) {
    let home = signed_in();
    let mut wrong = Vec::new();
    for (typed, expected) in lines(section) {
        let (kind, text) = expected.split_once(' ').unwrap_or((expected, ""));
        if kind == "test" {
            let found = [include_str!("shell.rs"), include_str!("../exec.rs"), include_str!("../picker.rs")];
            assert!(found.iter().any(|source| source.contains(&format!("fn {text}("))), "no test {text}");
            continue;
        }
        let outcome = run(&home, typed);
        let has = |text: &str| outcome.stdout.contains(text) || outcome.stderr.contains(text);
        let holds = match kind {
            "ok" => outcome.code == Some(0) && has(text),
            // A minute may end between the two, and with it a time that is shown.
            "like" => is_like(&outcome, &run(&home, text)) || is_like(&run(&home, typed), &run(&home, text)),
            "try" => {
                let arrow = if text.contains('<') { "usage" } else { "try" };
                outcome.code == Some(2) && outcome.stderr.ends_with(&format!("{arrow}: daypass {text}\n"))
            }
            "says" => outcome.code == Some(2) && outcome.stderr.contains(text),
            "exit" => {
                let (code, text) = text.split_once(' ').unwrap_or((text, ""));
                outcome.code.is_some_and(|found| found.to_string() == code) && has(text)
            }
            other => panic!("{other} is no outcome"),
        };
        // A usage error never makes an argument out of an option.
        if !holds || outcome.stderr.contains("'-- -") {
            wrong.push(format!("{typed} => {expected}\n{outcome}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn is_like(one: &Outcome, other: &Outcome) -> bool {
    (one.code, &one.stdout, &one.stderr) == (other.code, &other.stdout, &other.stderr)
}

/// Runs a line; words with `=` before the command are variables.
fn run(home: &Home, line: &str) -> Outcome {
    let is_variable = |word: &&str| !word.starts_with('-') && word.contains('=');
    let variables: Vec<_> = line.split(' ').take_while(is_variable).collect();
    let words = line.split(' ').skip(variables.len()).collect::<Vec<_>>().join(" ");
    let mut command = home.command(&words);
    command.envs(variables.iter().filter_map(|variable| variable.split_once('=')));
    home.finish(&words, command)
}
