//! Fixes that are made without their code, and those that move a sign-in along.

use crate::planted::{HEALTHY, Home, ROLE, TOKEN, now};
use daypass_doctor::{ErrorKind, FixOutcome, Fixer, examine};
use std::{fs, os::unix::fs::PermissionsExt as _, time::Duration};

/// What plants a fault, and what its fix does.
type Row = (fn(&Home), fn(&Home) -> FixOutcome);

/// What a fixer with these codes does, until there is no more to do.
fn fix(home: &Home, codes: &[&str]) -> Vec<FixOutcome> {
    let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
    let mut sleep = |_: Duration| {};
    let mut fixer = Fixer::new(&codes, now(), &mut sleep);
    let mut snapshot = home.gather();
    while fixer.fix(&snapshot, &examine(&snapshot)).expect("no failure") {
        snapshot = home.gather();
    }
    assert!(format!("{fixer:?}").starts_with("Fixer { codes: "));
    fixer.done().iter().map(|done| done.outcome.clone()).collect()
}

#[test]
fn what_loses_nothing_is_done_without_being_named() {
    let leftover = ".aws/sso/cache/.x.json.1-1.daypass-tmp";
    let odd = r#"{"accessToken": "planted", "expiresAt": "2098-01-01T00:00:00UTC", "startUrl": "https://d-abc123.awsapps.com/start", "region": "us-east-1", "clientId": "id", "clientSecret": "planted", "registrationExpiresAt": "2098-02-01T00:00:00Z", "refreshToken": "planted"}"#;
    let rows: [Row; 6] = [
        (|home| drop(home.mode(TOKEN, 0o644).path("")), |home| FixOutcome::Closed(home.path(TOKEN), 0o600)),
        (
            |home| drop(home.mode(".aws/sso/cache", 0o755).path("")),
            |home| FixOutcome::Closed(home.path(".aws/sso/cache"), 0o700),
        ),
        (|home| drop(home.put(ROLE, "{").path("")), |home| FixOutcome::SetAside(home.path(ROLE))),
        (|home| drop(home.put(ROLE, "").path("")), |home| FixOutcome::Removed(home.path(ROLE))),
        (
            |home| drop(home.put(".aws/sso/cache/.x.json.1-1.daypass-tmp", "{}").path("")),
            |home| FixOutcome::Swept(home.path(".aws/sso/cache")),
        ),
        (
            |home| drop(home.token(&[("expiresAt", Some("\"2098-01-01T00:00:00UTC\""))]).path("")),
            |home| FixOutcome::Rewritten(home.path(TOKEN)),
        ),
    ];
    for (plant, outcome) in rows {
        let home = Home::healthy();
        plant(&home);
        let found = examine(&home.gather());
        assert_eq!(fix(&home, &[]), [outcome(&home)]);
        assert!(home.told().lines().all(|line| line.starts_with("K206")), "{}", home.told());
        // Another process was first: there is nothing to do, and nothing fails.
        let mut sleep = |_: Duration| {};
        let mut fixer = Fixer::new(&[], now(), &mut sleep);
        let snapshot = home.gather();
        assert!(fixer.fix(&snapshot, &found).expect("no failure"), "it has to be looked at again");
        let again: Vec<_> = fixer.done().iter().map(|done| &done.outcome).collect();
        let is_mode = again.iter().all(|outcome| matches!(outcome, FixOutcome::Closed(..)));
        assert!(is_mode || matches!(again.as_slice(), [FixOutcome::Rewritten(_)]), "{again:?}");
        assert!(!fixer.fix(&snapshot, &found).expect("no failure"), "each is tried once");
    }
    let home = Home::healthy();
    home.put(leftover, "{}").aged(leftover, 1);
    home.put(TOKEN, odd);
    assert_eq!(fix(&home, &[]), [FixOutcome::Rewritten(home.path(TOKEN))], "a writer is at work");
}

#[test]
fn what_cannot_be_fixed_is_an_error() {
    let home = Home::healthy();
    home.put(ROLE, "");
    let found = examine(&home.gather());
    fs::remove_file(home.path(ROLE)).expect("removed");
    fs::create_dir(home.path(ROLE)).expect("a folder in its place");
    let mut sleep = |_: Duration| {};
    let mut fixer = Fixer::new(&[], now(), &mut sleep);
    let error = fixer.fix(&home.gather(), &found).expect_err("a folder is no file");
    assert_eq!((error.kind(), error.path()), (ErrorKind::Write, home.path(ROLE).as_path()));
    assert_eq!(error.to_string(), format!("{} cannot be fixed", home.path(ROLE).display()));
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn without_a_copy_no_file_is_edited() {
    let home = Home::healthy();
    let text = format!("{HEALTHY}output = \"json\"\n");
    home.put(".aws/config", &text);
    let state = home.gather();
    // A file where the folder of copies has to be.
    let paths = daypass_environment::Paths::below(home.path(""));
    let doctor = paths.state.join("doctor");
    fs::create_dir_all(&paths.state).expect("made");
    fs::File::create(&doctor).expect("a file");
    let codes = ["C129".to_owned()];
    let mut sleep = |_: Duration| {};
    let mut fixer = Fixer::new(&codes, now(), &mut sleep);
    let error = fixer.fix(&state, &examine(&state)).expect_err("no copy");
    assert_eq!(error.kind(), ErrorKind::Copy);
    assert!(error.to_string().contains("cannot be copied before the fix"), "{error}");
    assert_eq!(fs::read_to_string(home.path(".aws/config")).expect("read"), text);
}

/// The name of the token's file is made of the session's name.
#[test]
fn a_sign_in_moves_along_with_its_session() {
    for (is_signed_in, taken, is_aside) in [
        (true, None, false),
        // No session had that name; what is damaged may hold a part of a secret.
        (true, Some("stranger"), false),
        (true, Some("{"), true),
        (false, None, false),
    ] {
        let home = Home::healthy();
        home.put(".aws/config", &HEALTHY.replace("corp", "corp;eu"));
        let of = |name: &str| {
            let key = daypass_token_cache::CacheKey::for_session(name);
            format!(".aws/sso/cache/{}", key.file_name())
        };
        let (old, new) = (of("corp;eu"), of("corp-eu"));
        let token = fs::read_to_string(home.path(TOKEN)).expect("a token");
        fs::remove_file(home.path(TOKEN)).expect("removed");
        if is_signed_in {
            home.put(&old, &token);
        }
        if let Some(word) = taken {
            // Just written, so that nobody takes it for damaged yet.
            let text = if word == "{" { word.to_owned() } else { token.replace("planted", word) };
            home.put(&new, &text).aged(&new, 1);
        }
        let done = fix(&home, &["C116"]);
        let [FixOutcome::Edited { file, copy, sessions, sign_in, .. }] = done.as_slice() else {
            panic!("{done:?}")
        };
        assert_eq!(sessions, &[("corp-eu".to_owned(), is_signed_in)]);
        assert_eq!((file, sign_in.len()), (&home.path(".aws/config"), 0));
        assert!(fs::read_to_string(copy).expect("a copy").contains("corp;eu"));
        assert!(!home.path(&old).exists());
        let moved = fs::read_to_string(home.path(&new)).ok();
        assert_eq!(moved, is_signed_in.then_some(token), "{is_signed_in} {taken:?}");
        assert_eq!(home.path(&format!("{new}.corrupt")).exists(), is_aside, "{taken:?}");
        if is_signed_in {
            let mode = fs::metadata(home.path(&new)).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}

/// A legacy profile gets a session, which nobody has signed in to.
#[test]
fn a_session_that_a_fix_makes_is_told() {
    let home = Home::healthy();
    home.put(
        ".aws/config",
        "[profile old]\nsso_start_url = https://d-old.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n",
    );
    let done = fix(&home, &["p516"]);
    let [FixOutcome::Edited { sessions, sign_in, .. }] = done.as_slice() else { panic!("{done:?}") };
    let text = fs::read_to_string(home.path(".aws/config")).expect("read");
    assert_eq!((sessions.len(), sign_in.len()), (0, 1), "{text}");
    assert!(text.contains(&format!("[sso-session {}]", sign_in.concat())), "{text}");
}

/// Keys of one profile in both files become comments in both, and each file is copied.
#[test]
fn both_files_are_edited() {
    let home = Home::healthy();
    home.instead("sso_role_name", "aws_access_key_id = A\nsso_role_name");
    home.put(".aws/credentials", "[dev]\naws_secret_access_key = planted\n[other]\naws_access_key_id = B\n");
    let done = fix(&home, &["P501"]);
    let files: Vec<_> = done
        .iter()
        .map(|outcome| match outcome {
            FixOutcome::Edited { file, .. } => file.file_name().unwrap_or_default().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(files, ["credentials", "config"]);
    let read = |name: &str| fs::read_to_string(home.path(name)).expect("read");
    assert!(!read(".aws/config").lines().any(|line| line.starts_with("aws_")), "{}", read(".aws/config"));
    let credentials = read(".aws/credentials");
    let left: Vec<_> = credentials.lines().filter(|line| line.starts_with("aws_")).collect();
    assert_eq!(left, ["aws_access_key_id = B"], "{credentials}");
    assert!(!home.told().contains("P501"), "{}", home.told());
}
