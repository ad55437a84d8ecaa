//! The status of a home and what doctor found, where no stream is a terminal.

use crate::bench::{Bench, session, with_config};
use daypass_at_terminal::{FindingFix, findings_json, findings_text, status_text};
use daypass_credentials::{Settings, resolve};
use daypass_doctor::{Finding, Severity, Snapshot, examine};
use daypass_sign_in::{HomeStatus, SignInStatus};
use daypass_sso_types::Clock as _;
use daypass_terminal::{Terminal, TerminalOptions, Text};
use serde_json::json;
use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
};

/// Credentials that are valid for half an hour.
const CACHED: &str = r#"{"Credentials": {"AccessKeyId": "ASIA", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2030-01-01T08:30:00Z"}}"#;

/// Started by the test below.
#[test]
#[ignore = "started by the tests below"]
fn child_prints() {
    let terminal = Terminal::new(TerminalOptions::default());
    terminal.print(&status(&terminal)).expect("printed");
    terminal.print(&findings_text(&terminal, &findings(), 7, &shown, &fix)).expect("printed");
    terminal.print(&findings_text(&terminal, &[], 7, &shown, &fix)).expect("printed");
    let notes: Vec<_> =
        findings().into_iter().filter(|one| one.severity != Severity::Error).take(1).collect();
    terminal.print(&findings_text(&terminal, &notes, 7, &shown, &fix)).expect("printed");
}

/// A home in which each session stands otherwise.
#[expect(clippy::disallowed_methods, reason = "a test writes a file as other tools do")]
pub(crate) fn status(terminal: &Terminal) -> Text {
    let bench = Bench::new(&[]);
    let mut text = String::new();
    for name in ["good", "renews", "over", "moved", "damaged", "out"] {
        text += &format!(
            "[sso-session {name}]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n\
             sso_registration_scopes = sso:account:access\n"
        );
    }
    text += "[profile later]\nsso_session = good\nsso_account_id = 111122223333\nsso_role_name = Reader\n";
    text += "[profile dev]\nsso_session = good\nsso_account_id = 111122223333\nsso_role_name = Admin\n";
    let url = "https://corp.awsapps.com/start";
    for (name, mut token) in [
        ("good", bench.token(7200, Some(90))),
        ("renews", bench.token(-60, Some(90))),
        ("over", bench.token(-3600, None)),
        ("moved", bench.token(7200, None)),
    ] {
        token.start_url =
            Some(if name == "moved" { "https://else.awsapps.com/start" } else { url }.to_owned());
        let key = session(name, url).token_key();
        let _saved = bench.provider.tokens().save_token(&key, &token).expect("saved");
    }
    let damaged = bench.provider.tokens().path(&session("damaged", url).token_key());
    std::os::unix::fs::symlink(&damaged, &damaged).expect("a link to itself");
    let plan = with_config(&text, |config| resolve(config, &Settings::default(), "dev").expect("a role"));
    let keys = bench.provider.roles().path(&plan.cache_key().expect("a role of a portal"));
    fs::create_dir_all(keys.parent().expect("a folder")).expect("created");
    fs::write(&keys, CACHED).expect("written");
    fs::set_permissions(&keys, fs::Permissions::from_mode(0o600)).expect("for the owner");
    let now = bench.time.now();
    let mut status = with_config(&text, |config| {
        HomeStatus::of(&bench.provider, config, &Settings::default(), None, None, now)
    });
    status.sessions.push((
        session("refused", "https://portal.example/start"),
        SignInStatus::Refused(bench.token(60, None)),
    ));
    status_text(terminal, &status, &jiff::tz::TimeZone::UTC)
}

/// A finding of each kind: with a fix, a step, a place, an effect.
fn findings() -> Vec<Finding> {
    let snapshot = Snapshot::new(std::time::UNIX_EPOCH).with_config(
        "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin # all\n",
    );
    let mut findings = examine(&snapshot);
    findings.sort_by_key(|finding| finding.code.clone());
    for note in findings.iter_mut().filter(|finding| finding.severity == Severity::Note) {
        (note.line, note.affects) = (None, String::new());
    }
    findings
}

fn shown(_: &Path) -> String {
    "~/.aws/config".to_owned()
}

fn fix(finding: &Finding) -> FindingFix {
    let command = ["daypass", "doctor"].map(str::to_owned).to_vec();
    let usage = Some("daypass configure sso-session <NAME>".to_owned());
    match finding.code.as_str() {
        "C117" => FindingFix { command, ..FindingFix::default() },
        "P505" => FindingFix { usage, command, advice: None },
        _ => FindingFix { advice: Some("Set a region.".to_owned()), ..FindingFix::default() },
    }
}

#[test]
fn what_is_printed_for_a_person() {
    let mut command = Command::new(env::current_exe().expect("this test"));
    command.args(["--ignored", "--exact", "tables::child_prints", "--nocapture", "--quiet"]);
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().expect("it runs");
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{out}");
    let expected = "\
SESSION   TOKEN                 RENEWABLE UNTIL   PORTAL
good      2 h                   1 Apr 2030        corp · us-east-1
renews    renews at next use    1 Apr 2030        corp · us-east-1
over      expired 1 h ago       sign in again     corp · us-east-1
moved     signed in elsewhere   sign in again     corp · us-east-1
damaged   cannot be read                          corp · us-east-1
out       signed out            sign in again     corp · us-east-1
refused   refused by AWS        sign in again     portal.example · us-east-1

PROFILE   ACCOUNT        ROLE     CREDENTIALS
later     111122223333   Reader   on demand
dev       111122223333   Admin    30 m
! C117  ~/.aws/config:4: the AWS CLI has no comments after values: this one becomes part of the value; put the comment on its own line
        this place is ignored or misread by the AWS CLI
        fix: daypass doctor
✗ P505  ~/.aws/config:2: profile dev names the sso-session corp, which does not exist
        every AWS tool refuses the profile
        usage: daypass configure sso-session <NAME>
· P517  ~/.aws/config: profile dev without region
        Set a region.
✗ 7 checks, 3 findings
✓ 7 checks, nothing found
! C117  ~/.aws/config:4: the AWS CLI has no comments after values: this one becomes part of the value; put the comment on its own line
        this place is ignored or misread by the AWS CLI
        fix: daypass doctor
✓ 7 checks, 1 finding
";
    assert!(out.contains(expected), "{out}");
}

#[test]
fn a_home_without_sessions_has_no_table() {
    let (bench, terminal) = (Bench::new(&[]), Terminal::new(TerminalOptions::default()));
    let now = bench.time.now();
    let status = with_config("", |config| {
        HomeStatus::of(&bench.provider, config, &Settings::default(), None, None, now)
    });
    assert!(status_text(&terminal, &status, &jiff::tz::TimeZone::UTC).is_empty());
}

#[test]
fn what_is_written_for_a_program() {
    let found = findings_json(&findings(), &["C117".to_owned()], 7, &fix);
    let expected = json!([
        {
            "code": "C117",
            "severity": "warning",
            "message": "the AWS CLI has no comments after values: this one becomes part of the value; put the comment on its own line",
            "file": ".aws/config",
            "line": 4,
            "affects": "this place is ignored or misread by the AWS CLI",
            "try": ["daypass", "doctor"],
            "usage": null,
            "advice": null,
            "fix": "named",
        },
        {
            "code": "P505",
            "severity": "error",
            "message": "profile dev names the sso-session corp, which does not exist",
            "file": ".aws/config",
            "line": 2,
            "affects": "every AWS tool refuses the profile",
            "try": ["daypass", "doctor"],
            "usage": "daypass configure sso-session <NAME>",
            "advice": null,
            "fix": null,
        },
        {
            "code": "P517",
            "severity": "note",
            "message": "profile dev without region",
            "file": ".aws/config",
            "line": null,
            "affects": "",
            "try": [],
            "usage": null,
            "advice": "Set a region.",
            "fix": null,
        },
    ]);
    assert_eq!(found, json!({ "checks": 7, "findings": expected, "mended": ["C117"] }));
}
