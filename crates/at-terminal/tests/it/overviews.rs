//! The overview of a home, how many sign-ins there were, and why a fix of doctor's failed.

use crate::bench::{Bench, session};
use daypass_at_terminal::{failed_fix, overview_text, profiles_text, sign_ins_text, welcome_text};
use daypass_credentials::{Session, SessionState};
use daypass_doctor::{Fixer, Snapshot, examine};
use daypass_environment::{Environment, Paths};
use daypass_sign_in::SignInStatus;
use daypass_sso_types::Clock as _;
use std::{fs, path::Path, time::Duration};

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

#[test]
fn where_to_begin() {
    assert_eq!(
        welcome_text(words("daypass configure sso"), None).plain(),
        "daypass signs in to AWS IAM Identity Center, once for every tool on the machine. To begin:\n\
         \x20 daypass configure sso\n  daypass login --console\n\
         \x20 daypass help\n"
    );
    let narrow = welcome_text(words("daypass login"), Some(40)).plain();
    assert!(narrow.lines().all(|line| line.chars().count() <= 40) && narrow.lines().count() > 4, "{narrow}");
}

#[test]
fn who_is_signed_in_and_what_is_next() {
    let bench = Bench::new(&[]);
    let good = || SignInStatus::Stored(SessionState::SignedIn(bench.token(7200, None)), None);
    let renews = || SignInStatus::Stored(SessionState::Renewable(bench.token(-60, Some(90))), None);
    let out = || SignInStatus::Stored(SessionState::SignedOut, None);
    let over = || SignInStatus::Refused(bench.token(60, None));
    let named = |name: &str, status: SignInStatus| (session(name, "https://corp.awsapps.com/start"), status);
    let told = |sessions: &[(Session, SignInStatus)], profile: Option<&str>| {
        let text = overview_text(sessions, &[], profile, bench.time.now(), None).plain();
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    let (head, help) = ("SESSION SIGN-IN", "help: daypass help, daypass status");
    for (sessions, profile, lines, next) in [
        (vec![named("corp", good())], None, vec!["corp signed in, 2 h left"], "daypass configure populate"),
        (
            vec![named("corp", renews())],
            Some("dev"),
            vec!["corp signed in, renews at next use"],
            "daypass exec --profile dev -- aws s3 ls",
        ),
        (
            vec![named("corp", good())],
            Some("default"),
            vec!["corp signed in, 2 h left"],
            "daypass exec -- aws s3 ls",
        ),
        (vec![named("corp", out())], Some("dev"), vec!["corp signed out"], "daypass login corp"),
        (vec![named("corp", over())], None, vec!["corp signed out"], "daypass login corp"),
        // One of two is enough.
        (
            vec![named("b", out()), named("a", good())],
            Some("dev"),
            vec!["b signed out", "a signed in, 2 h left"],
            "daypass exec --profile dev -- aws s3 ls",
        ),
        (
            vec![named("a", out()), named("b", out())],
            None,
            vec!["a signed out", "b signed out"],
            "daypass login a",
        ),
    ] {
        let next = format!("next: {next}");
        let expected = [&[head], lines.as_slice(), &["", &next, help]].concat();
        assert_eq!(told(&sessions, profile), expected, "{profile:?}");
    }
}

#[test]
fn how_many_sign_ins_there_were_and_who_uses_one() {
    for ((all, signed_in, before), expected) in [
        ((3, 1, 0), "3 sessions: 1 signed in, 2 failed."),
        ((3, 1, 1), "3 sessions: 1 signed in, 1 signed in before, 1 failed."),
        ((2, 2, 0), "2 sessions: 2 signed in."),
        ((2, 0, 2), "2 sessions: 2 signed in before."),
        ((2, 0, 0), "2 sessions: 2 failed."),
    ] {
        assert_eq!(sign_ins_text(all, signed_in, before), expected);
    }
    for (profiles, expected) in [
        (&[][..], None),
        (&["dev"], Some("Profile dev uses this session.")),
        (&["a", "b"], Some("2 profiles use this session: a, b")),
    ] {
        assert_eq!(profiles_text(profiles).as_deref(), expected);
    }
}

/// What a fixer with this code fails with, after `spoil` has made the fix impossible.
fn failed(home: &Path, code: &str, spoil: impl FnOnce(&Paths)) -> String {
    let home_text = home.display().to_string();
    let environment = Environment::of([("HOME", home_text.as_str())]);
    let paths = Paths::of(&environment).expect("a home");
    let now = std::time::UNIX_EPOCH + Duration::from_secs(1_893_484_800);
    let snapshot = Snapshot::gather(paths.clone(), environment, now);
    let (findings, codes) = (examine(&snapshot), [code.to_owned()]);
    spoil(&paths);
    let mut sleep = |_: Duration| {};
    let mut fixer = Fixer::new(&codes, now, &mut sleep);
    let error = fixer.fix(&snapshot, &findings).expect_err("the fix is impossible");
    failed_fix(&error, &paths).to_text().plain()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes files as other tools do")]
fn why_a_fix_failed() {
    let home = tempfile::tempdir().expect("a folder");
    let aws = home.path().join(".aws");
    fs::create_dir_all(aws.join("cli/cache")).expect("folders");
    fs::write(aws.join("config"), "[profile dev]\nregion = eu-west-1\noutput = \"json\"\n").expect("written");
    // A file where the folder of copies has to be: nothing is edited without a copy.
    let text = failed(home.path(), "C129", |paths| {
        fs::create_dir_all(&paths.state).expect("made");
        fs::write(paths.state.join("doctor"), "").expect("written");
    });
    let begin = "error: ~/.aws/config cannot be copied before the fix, so it was not changed\n  because  ";
    assert!(text.starts_with(begin), "{text}");
    // An empty cache file is removed; a folder in its place is not.
    let cached = aws.join("cli/cache/0cdbf32b99792a73981dd3f142bc63ab50240b44.json");
    fs::write(&cached, "").expect("written");
    let text = failed(home.path(), "none", |_| {
        fs::remove_file(&cached).expect("removed");
        fs::create_dir(&cached).expect("a folder in its place");
    });
    let begin =
        "error: ~/.aws/cli/cache/0cdbf32b99792a73981dd3f142bc63ab50240b44.json cannot be fixed\n  because  ";
    assert!(text.starts_with(begin), "{text}");
}

/// Root may write every file, so that the child is nobody there.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written() {
    use std::os::unix::{fs::PermissionsExt as _, process::CommandExt as _};
    let home = tempfile::tempdir().expect("a folder");
    let program = home.path().join("program");
    fs::copy(std::env::current_exe().expect("this test"), &program).expect("copied");
    for path in [&program, home.path()] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a mode");
    }
    let folder = home.path().join("home");
    fs::create_dir(&folder).expect("a folder");
    let mut command = std::process::Command::new(&program);
    command.args(["--exact", "overviews::child_may_not_write", "--ignored", "--nocapture"]);
    command.current_dir("/").env("FOLDER", &folder);
    if std::os::unix::fs::chown(&folder, Some(65_534), None).is_ok() {
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().expect("it runs");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[cfg(unix)]
#[test]
#[ignore = "started by the test above"]
#[expect(
    clippy::disallowed_methods,
    reason = "the test tells its child where, and writes files as other tools do"
)]
fn child_may_not_write() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = std::path::PathBuf::from(std::env::var_os("FOLDER").expect("the parent's word"));
    let config = home.join(".aws/config");
    fs::create_dir(home.join(".aws")).expect("a folder");
    fs::write(&config, "[profile dev]\nregion = eu-west-1\noutput = \"json\"\n").expect("written");
    fs::set_permissions(&config, fs::Permissions::from_mode(0o400)).expect("a mode");
    let text = failed(&home, "C129", |_| {});
    assert!(text.starts_with("error: ~/.aws/config may not be written\n  because  "), "{text}");
}
