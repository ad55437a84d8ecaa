//! The head of a report, sentences of what was done, and words of steps.

use crate::planted::{Home, now};
use daypass_doctor::{Finding, FixOutcome, ManualStep, Severity, Snapshot, bundle, examine};
use std::{fs, path::Path};

#[test]
fn a_report_says_what_is_there_and_no_secret() {
    let mut home = Home::healthy();
    home.set("AWS_PROFILE", "dev").set("AWS_ACCESS_KEY_ID", "planted").set("https_proxy", "http://planted:9");
    home.set("NODE_EXTRA_CA_CERTS", "planted")
        .set("HOME", "planted")
        .set("BROWSER", "planted")
        .set("NO_COLOR", "1")
        .set("XDG_STATE_HOME", "planted")
        .set("AWS_REGION", "");
    let text = bundle(&home.gather()).replace(&home.path("").display().to_string(), "~/");
    let rest = text.split_once('\n').expect("a head").1;
    #[cfg(unix)]
    insta::assert_snapshot!(rest, @"
    profiles: 2, 1 of them sign in; sessions: 1
    ~/.aws/config: mode 0600
    ~/.aws/credentials: missing
    ~/.aws/sso/cache: mode 0700, files: 1
    ~/.aws/cli/cache: mode 0700, files: 1
    ~/.aws/login/cache: mode none, files: 0
    variables: AWS_ACCESS_KEY_ID (set), AWS_PROFILE=dev, AWS_REGION=, NODE_EXTRA_CA_CERTS (set), https_proxy (set)
    ");
    assert!(!text.contains("planted"), "{text}");
    // What is not there, what is no file, and a folder that is none.
    let home = Home::healthy();
    fs::remove_file(home.path(".aws/config")).expect("removed");
    fs::create_dir(home.path(".aws/credentials")).expect("made");
    fs::remove_dir_all(home.path(".aws/sso/cache")).expect("removed");
    home.put(".aws/sso/cache", "");
    let text = bundle(&home.gather());
    for words in [
        "config: missing",
        "credentials: not a file",
        "cache: mode 0600, files: 0, cannot be read",
        "variables: none",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let nothing = bundle(&Snapshot::new(now()));
    assert!(nothing.contains("profiles: 0, 0 of them sign in; sessions: 0"), "{nothing}");
    assert!(nothing.contains("mode none, files: 0"), "{nothing}");
}

#[test]
fn what_was_done_in_a_sentence() {
    let shown = |path: &Path| format!("<{}>", path.display());
    let edited = |sessions: &[(&str, bool)], sign_in: &[&str]| FixOutcome::Edited {
        file: "f".into(),
        copy: "c".into(),
        sessions: sessions.iter().map(|(name, moved)| ((*name).to_owned(), *moved)).collect(),
        sign_in: sign_in.iter().map(|&name| name.to_owned()).collect(),
    };
    for (outcome, sentence) in [
        (FixOutcome::Closed("p".into(), 0o700), "<p> has mode 0700 now"),
        (FixOutcome::SetAside("p".into()), "<p> is set aside"),
        (FixOutcome::Removed("p".into()), "<p> is removed"),
        (FixOutcome::Swept("p".into()), "temporary files are removed from <p>"),
        (FixOutcome::Rewritten("p".into()), "<p> is rewritten"),
        (edited(&[], &[]), "fixed in <f>; copy from before this run: <c>"),
        (
            edited(&[("a", true), ("b", false)], &["n"]),
            "fixed in <f>; copy from before this run: <c>; the sign-in moved to the session's new name, a; the session is called b now; session n is new: sign in to it",
        ),
    ] {
        assert_eq!(outcome.sentence(&shown), sentence);
    }
}

#[test]
fn steps_that_the_system_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().display().to_string();
    let words = |words: &str| Some(words.split(' ').map(str::to_owned).collect::<Vec<_>>());
    let here = |unix: &str, windows: &str| words(if cfg!(windows) { windows } else { unix });
    for (step, expected) in [
        (ManualStep::SignInToAll, None),
        (ManualStep::Remedy(daypass_sso_types::Remedy::Examine), None),
        (ManualStep::UnsetVariables(vec!["A", "B"]), here("unset A B", "Remove-Item Env:A Env:B")),
        (
            ManualStep::SetVariable { name: "A", value: "x".to_owned() },
            here("export A=x", "Set-Item Env:A x"),
        ),
        (ManualStep::MoveAside("/a".into()), here("mv /a /a.old", "Move-Item /a /a.old")),
        (ManualStep::OpenToOwner(folder.path().join("x")), words(&format!("chmod u+rw {path}/x"))),
        (ManualStep::OpenToOwner(folder.path().to_owned()), words(&format!("chmod u+rwx {path}"))),
        (ManualStep::ChangeOwner { path: "/a".into(), owner: 7 }, words("sudo chown -R 7 /a")),
    ] {
        assert_eq!(step.system_command(), expected, "{step:?}");
    }
    assert!(ManualStep::SetClock.system_command().is_some_and(|words| words.len() > 1));
    let severities = [Severity::Note, Severity::Warning, Severity::Error];
    assert_eq!(severities.map(Severity::word), ["note", "warning", "error"]);
}

#[test]
fn findings_of_the_settings_are_among_the_others() {
    let settings = [(3, "wrong"), (5, "too")]
        .map(|(line, text)| Finding::error("S601", text).at("/s.toml", Some(line)))
        .to_vec();
    let found = examine(&Snapshot::new(now()).with_settings(settings));
    let told: Vec<_> = found.iter().map(|f| (f.code.as_str(), f.line, f.message.as_str())).collect();
    assert_eq!(told, [("S601", Some(3), "wrong"), ("S601", Some(5), "too")]);
    assert!(found.iter().all(|found| found.file.as_deref() == Some(Path::new("/s.toml"))));
}

/// The cache folder of somebody else, as after a command that was run as another user.
#[cfg(target_os = "linux")]
#[test]
fn a_cache_of_another_user() {
    let home = Home::healthy();
    let chown = |owner: &str| {
        let output = std::process::Command::new("chown").arg(owner).arg(home.path(".aws/sso/cache")).output();
        output.is_ok_and(|output| output.status.success())
    };
    if !chown("12345") {
        return println!("skipped: only root gives a folder away");
    }
    let told = home.told();
    assert!(told.starts_with("K215 error cache") && told.contains("| sudo chown -R "), "{told}");
}
