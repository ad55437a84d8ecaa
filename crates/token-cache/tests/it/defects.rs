//! Damaged and unusual token files: those that the SDKs were observed with (docs/evidence/cache-files.md), and what
//! daypass makes of them.

use crate::help::{Home, corp, full_token};
use daypass_token_cache::{Content, ErrorKind, Freshness, NonRegular, Store};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

const NOW: &str = "2026-11-22T18:56:00Z";

/// `fresh`, `expired renewable`, `expired`, or the reason why there is no token.
fn read(home: &Home) -> String {
    let now = crate::help::at(NOW);
    match home.store().load_token(&corp()) {
        Ok(None) => "absent".to_owned(),
        Ok(Some(token)) => match (token.freshness(now), token.is_renewable(now)) {
            (Freshness::Fresh, _) => format!("fresh {}", token.access_token.expose()),
            (Freshness::RefreshSoon, _) => "soon".to_owned(),
            (Freshness::Expired, true) => "expired, renewable".to_owned(),
            (Freshness::Expired, false) => "expired".to_owned(),
        },
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Corrupt);
            assert_eq!(error.path(), home.store().path(&corp()));
            error.to_string().rsplit_once(": ").expect("a reason").1.to_owned()
        }
    }
}

#[test]
fn contents() {
    let check = |contents: &[u8], expected: &str| {
        let home = Home::new();
        home.put(&corp(), contents);
        assert_eq!(read(&home), expected, "{}", String::from_utf8_lossy(contents));
    };
    let member = |changed: &str| {
        format!(
            "{{\"accessToken\": \"at\", \"expiresAt\": \"2026-11-23T02:55:59Z\", \"clientId\": \"c\", \"clientSecret\": \"s\", \"registrationExpiresAt\": \"2027-02-20T18:56:00Z\", \"refreshToken\": \"r\"{changed}}}"
        )
    };
    let with = |changed: &str, expected| check(member(changed).as_bytes(), expected);

    check(b"", "it is empty");
    check(b" \n", "it is empty");
    check(b"{\"accessToken\": \"at\", \"expi", "it ends in the middle of its JSON");
    check(b"[]", "it holds JSON, but not a single object");
    check(b"[\"accessToken\"]", "it holds JSON, but not a single object");
    check(b"null", "it holds JSON, but not a single object");
    check(b"{]", "it is not JSON");
    with("}", "it is not JSON");
    check(format!("{} \n", member("")).as_bytes(), "fresh at");
    check(format!("\u{feff}{}", member("")).as_bytes(), "fresh at");
    check(br#"{"accessToken": "at", "expiresAt": "2026-11-23T02:55:59Z"}"#, "fresh at");
    check(br#"{"expiresAt": "2026-11-23T02:55:59Z"}"#, "it has no accessToken");
    with(r#", "accessToken": """#, "it has no accessToken");
    with(r#", "accessToken": null"#, "it has no accessToken");
    with(r#", "accessToken": 5"#, "it has no accessToken");
    check(br#"{"accessToken": "at"}"#, "expired");
    check(br#"{"AccessToken": "at", "ExpiresAt": "2026-11-23T02:55:59Z"}"#, "fresh at");
    with(r#", "ACCESSTOKEN": "other""#, "fresh at");
    with(r#", "refreshToken": null, "clientId": 5"#, "fresh at");
    with(r#", "registrationExpiresAt": "soon""#, "fresh at");
    with(r#", "registrationExpiresAt": "2027-02-20T18:56:00UTC""#, "fresh at");
    with(r#", "x": {"deep": [[[{}]]]}"#, "fresh at");
    with(r#", "accessToken": "second""#, "fresh second");
    with(r#", "accessToken": "\u0061\/t""#, "fresh a/t");
    check(&[member("").trim_end_matches('}').as_bytes(), b", \"x\": \"\xff\xfe\"}"].concat(), "fresh at");
    for unreadable in
        ["1795402559", "\"1795402559\"", "\"soon\"", "\"\"", "null", "\"10000-01-01T00:00:00Z\""]
    {
        with(&format!(r#", "expiresAt": {unreadable}"#), "expired, renewable");
    }
}

#[test]
fn in_place_of_a_file() {
    let home = Home::new();
    assert_eq!(read(&home), "absent");
    let store = home.store();
    std::fs::create_dir_all(store.path(&corp())).expect("folder");
    let error = store.load_token(&corp()).expect_err("a folder");
    assert_eq!((error.kind(), error.found()), (ErrorKind::Corrupt, Some(NonRegular::Folder)));
    error.set_aside().expect("set aside");
    assert_eq!(read(&home), "absent");
    let _saved = store.save_token(&corp(), &full_token()).expect("saved");
    assert_eq!(read(&home), "fresh at");
}

#[test]
fn a_file_in_place_of_the_folder() {
    let home = Home::new();
    crate::help::put(&home.path().join("sso"), "");
    assert_eq!(read(&home), "absent");
    let error = home.store().save_token(&corp(), &full_token()).expect_err("no folder");
    assert_eq!(error.kind(), ErrorKind::Missing);
    assert_eq!(home.store().cache_files().expect("none"), []);
    assert!(!home.store().remove(&corp()).expect("nothing to remove"));
}

/// Most AWS tools truncate and write: a reader that meets them looks again.
#[test]
fn half_written_is_read_again() {
    let home = Home::new();
    let path = home.put(&corp(), "");
    let pauses = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&pauses);
    let store = Store::at(path.parent().expect("a folder")).with_pause(move |_| {
        if seen.fetch_add(1, Ordering::Relaxed) == 1 {
            crate::help::put(&path, r#"{"accessToken": "whole", "expiresAt": "2027-01-01T00:00:00Z"}"#);
        }
    });
    let token = store.load_token(&corp()).expect("read").expect("there");
    assert_eq!((token.access_token.expose(), pauses.load(Ordering::Relaxed)), ("whole", 2));

    home.put(&corp(), "{");
    let error = store.load_token(&corp()).expect_err("still torn");
    assert_eq!((error.kind(), pauses.load(Ordering::Relaxed)), (ErrorKind::Corrupt, 5));
}

#[test]
fn set_aside_keeps_everything() {
    let home = Home::new();
    let store = home.store();
    let mut names = Vec::new();
    for contents in ["one", "two", "three"] {
        home.put(&corp(), contents);
        let aside = corrupt(&home).set_aside().expect("set aside");
        assert_eq!(std::fs::read_to_string(&aside).expect("kept"), contents);
        names.push(aside.file_name().expect("a name").to_string_lossy().into_owned());
    }
    let listed = store.cache_files().expect("listed");
    assert!(listed.iter().all(|entry| entry.content == Content::SetAside), "{listed:?}");
    let key = corp();
    assert_eq!(
        names,
        [format!("{key}.json.corrupt"), format!("{key}.json.corrupt-2"), format!("{key}.json.corrupt-3")]
    );
    home.put(&corp(), "four");
    let error = corrupt(&home);
    store.remove(&corp()).expect("removed");
    assert_eq!(error.set_aside().expect_err("nothing there").kind(), ErrorKind::Missing);
}

/// Whoever has just emptied it is about to write it.
#[test]
fn an_empty_file_is_not_set_aside() {
    let home = Home::new();
    let path = home.put(&corp(), "");
    assert_eq!(corrupt(&home).set_aside().expect_err("empty").kind(), ErrorKind::Io);
    assert!(path.exists());
}

/// Between a reader's failure and its `set_aside`, another process may have put things right.
#[test]
fn a_whole_file_is_never_set_aside() {
    let home = Home::new();
    let store = home.store();
    home.put(&corp(), "{");
    let error = corrupt(&home);
    let _saved = store.save_token(&corp(), &full_token()).expect("saved");
    assert_eq!(error.set_aside().expect_err("whole").kind(), ErrorKind::Repaired);
    assert_eq!(read(&home), "fresh at");
}

/// T06-01, T18-03: what is whole is what was looked for. A registration in the place of a token is in its way.
#[test]
fn t06_01_a_registration_in_the_place_of_a_token_is_set_aside() {
    let home = Home::new();
    let store = home.store();
    for contents in [
        r#"{"clientId": "c", "clientSecret": "s"}"#,
        r#"{"clientId": "c", "clientSecret": "s", "registrationExpiresAt": "2027-02-20T18:56:00Z"}"#,
        r#"{"Credentials": {"AccessKeyId": "a", "SecretAccessKey": "s", "Expiration": "2027-02-20T18:56:00Z"}}"#,
    ] {
        home.put(&corp(), contents);
        corrupt(&home).set_aside().expect("set aside");
        assert_eq!(read(&home), "absent", "{contents}");
    }
    // A reader of registrations sees it otherwise.
    home.put(&corp(), "{");
    let error = store.load_registration(&corp()).expect_err("torn");
    home.put(&corp(), r#"{"clientId": "c", "clientSecret": "s"}"#);
    assert_eq!(error.set_aside().expect_err("whole").kind(), ErrorKind::Repaired);
    let error = store.load_token(&corp()).expect_err("no token");
    error.set_aside().expect("set aside");
}

#[cfg(unix)]
#[test]
fn t17_03_what_is_set_aside_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let path = home.put(&corp(), r#"{"refreshToken": "r", "#);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("a mode");
    let listed = home.store().cache_files().expect("listed").pop().expect("one");
    let aside = listed.set_aside().expect("set aside");
    assert_eq!(std::fs::metadata(aside).expect("there").permissions().mode() & 0o777, 0o600);
}

/// T14-02, X14: what is no file is neither waited for nor in the way.
#[cfg(unix)]
#[test]
fn t14_02_a_pipe_or_a_folder_in_the_place_of_a_token_is_damage() {
    let home = Home::new();
    let store = home.store();
    std::fs::create_dir_all(store.dir()).expect("a folder");
    let pipe = || {
        let made = std::process::Command::new("mkfifo").arg(store.path(&corp())).status().expect("mkfifo");
        assert!(made.success());
    };
    pipe();
    let entry =
        || store.cache_files().expect("listed").into_iter().find(|entry| entry.key().is_some()).expect("one");
    assert_eq!((entry().content, entry().mode), (Content::Corrupt("it is a pipe, not a file"), None));
    let error = corrupt(&home);
    assert_eq!(error.found(), Some(NonRegular::Pipe));
    error.set_aside().expect("set aside");
    pipe();
    assert!(store.remove(&corp()).expect("removed"));
    assert_eq!(read(&home), "absent");
    for full in [false, true] {
        std::fs::create_dir(store.path(&corp())).expect("a folder");
        if full {
            crate::help::put(&store.path(&corp()).join("x"), "x");
        }
        assert_eq!((entry().content, entry().mode), (Content::Corrupt("it is a folder, not a file"), None));
        assert!(entry().remove().expect("out of the way"));
        assert_eq!(read(&home), "absent");
    }
    // What was kept of it is nobody's token, and is not found again.
    let left: Vec<_> = store.cache_files().expect("listed").into_iter().map(|entry| entry.content).collect();
    assert_eq!(left, [Content::Foreign, Content::Foreign]);
}

/// T14-04, T17-02: whoever reads is told what was wrong with the file.
#[cfg(unix)]
#[test]
fn t17_02_a_token_that_is_open_to_others_is_closed_and_told() {
    use daypass_token_cache::Notice;
    use std::{os::unix::fs::PermissionsExt as _, sync::Mutex};
    let home = Home::new();
    let path = home.put(&corp(), r#"{"accessToken": "at", "expiresAt": "2026-11-23T02:55:59Z"}"#);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("a mode");
    let told = Arc::new(Mutex::new(Vec::new()));
    let observer = Arc::clone(&told);
    let store = home.store().with_observer(move |notice| observer.lock().expect("held").push(notice.clone()));
    assert!(store.load_token(&corp()).expect("read").is_some());
    assert_eq!(*told.lock().expect("held"), [Notice::ModeRepaired { path, was: 0o644 }]);
}

fn corrupt(home: &Home) -> daypass_token_cache::Error {
    let error = home.store().load_token(&corp()).expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Corrupt);
    error
}
