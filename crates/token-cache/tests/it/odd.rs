//! What an entry of a folder says of itself, and what can be done with it.

use crate::help::{Home, at, corp, credentials, full_token, put};
use daypass_sso_types::ClientSecret;
use daypass_token_cache::{
    CacheFile, CacheKey, CachedRole, Content, ErrorKind, Lock, Registration, RoleEntry, Store,
};
use std::{error::Error as _, fs, io, path::Path};

fn entry(home: &Home, contents: &str) -> CacheFile {
    let path = home.put(&corp(), contents);
    CacheFile::at(&path).expect("there")
}

#[test]
fn whose_role_credentials_a_file_holds() {
    let home = Home::new();
    let keys = r#""AccessKeyId": "a", "SecretAccessKey": "s", "Expiration": "2027-01-01T00:00:00Z""#;
    for (contents, is_sso) in [
        (format!(r#"{{"ProviderType": "sso", "Credentials": {{{keys}}}}}"#), true),
        (format!(r#"{{"Credentials": {{{keys}}}}}"#), false),
        (format!(r#"{{"ProviderType": "sso", "Credentials": {{{keys}"#), true),
        (format!(r#"{{"Credentials": {{{keys}"#), false),
        ("sso".to_owned(), false),
        (r#"{"accessToken": "sso", "x": "sso"}"#.to_owned(), false),
    ] {
        let whole = entry(&home, &contents);
        assert_eq!((whole.is_sso_role(), whole.bytes()), (is_sso, Some(contents.clone().into_bytes())));
        assert_eq!((whole.key(), whole.former_key()), (Some(corp()), Some(corp())));
        let Content::Corrupt(_) = whole.content else { continue };
        let aside = CacheFile::at(&whole.set_aside().expect("set aside")).expect("there");
        assert_eq!((aside.content.clone(), aside.is_sso_role()), (Content::SetAside, is_sso), "{contents}");
        assert_eq!((aside.key(), aside.former_key()), (None, Some(corp())));
    }
    assert_eq!(CacheFile::at(&home.store().path(&CacheKey::for_session("none"))), None);
    let whole = entry(&home, r#"{"accessToken": "a"}"#);
    assert_eq!(whole.set_aside().expect_err("nothing is wrong with it").kind(), ErrorKind::Repaired);
    let store = home.store();
    assert_eq!(format!("{store:?}"), format!("Store {{ dir: {:?}, .. }}", store.dir()));
}

#[test]
fn what_not_every_sdk_reads_is_odd_and_can_be_written_anew() {
    let home = Home::new();
    let member = |more: &str| format!(r#"{{"accessToken": "a", "expiresAt": "2027-01-01T00:00:00Z"{more}}}"#);
    for (contents, needs_rewrite) in [
        (member(""), false),
        (member(r#", "registrationExpiresAt": "2027-01-01T00:00:00.123Z", "region": "x", "y": 7"#), false),
        (member(r#", "registrationExpiresAt": "2027-01-01T00:00:00UTC""#), true),
        (member(r#", "registrationExpiresAt": "2027-01-01T00:00:00.Z""#), true),
        (member(r#", "registrationExpiresAt": "2027-01-01T00:00:00.1xZ""#), true),
        (member(r#", "registrationExpiresAt": "2027-01-01T00:00:00,1Z""#), true),
        (member(r#", "registrationExpiresAt": 7"#), true),
        (member(r#", "clientId": 7"#), true),
        (member(r#", "region": null"#), true),
        (r#"{"accessToken": "a", "expiresAt": "2027-01-01T00:00:00+00:00"}"#.to_owned(), true),
        (
            r#"{"clientId": "a", "clientSecret": "b", "expiresAt": "2027-01-01T00:00:00UTC"}"#.to_owned(),
            false,
        ),
    ] {
        let found = entry(&home, &contents);
        assert_eq!(found.needs_rewrite, needs_rewrite, "{contents}");
        if needs_rewrite {
            assert!(found.rewrite().expect("written"));
            assert!(!CacheFile::at(&found.path).expect("there").needs_rewrite, "{contents}");
        }
    }
    let gone = entry(&home, &member(""));
    fs::remove_file(&gone.path).expect("removed");
    assert!(!gone.rewrite().expect("nothing to write"));
    assert!(!gone.path.exists());
}

#[test]
fn members_that_nobody_here_knows_are_kept_once() {
    let home = Home::new();
    let load = |contents: &str| {
        home.put(&corp(), contents);
        home.store().load_token(&corp()).expect("read").expect("there")
    };
    let older = load(r#"{"accessToken": "a", "x": 1, "y": 2}"#);
    let mut newer = load(r#"{"accessToken": "a", "x": 3}"#);
    assert_ne!(newer, load(r#"{"accessToken": "a", "x": 4}"#), "it is another file");
    newer.keep_unknown_members_of(&older);
    let _saved = home.store().save_token(&corp(), &newer).expect("saved");
    let text = fs::read_to_string(home.store().path(&corp())).expect("read");
    assert!(text.ends_with(r#", "x": 3, "y": 2}"#), "{text}");
    assert!(format!("{newer:?}").contains(r#"{"x", "y"}"#), "names, never values: {newer:?}");
    home.put(&corp(), r#"{"clientId": "c", "clientSecret": "s", "registrationExpiresAt": "2027-01-01"}"#);
    assert_eq!(
        home.store().load_registration(&corp()).expect_err("a token's rest").kind(),
        ErrorKind::Corrupt
    );
}

#[test]
fn a_cached_role_is_good_for_fifteen_minutes_more() {
    let text = r#"{"Credentials": {"AccessKeyId": "a", "SecretAccessKey": "planted", "Expiration": "2026-11-23T00:15:00Z"}}"#;
    let role = CachedRole::parse(text.as_bytes()).expect("a role");
    for (now, is_reusable) in
        [("2026-11-22T00:00:00Z", true), ("2026-11-23T00:00:00Z", true), ("2026-11-23T00:00:01Z", false)]
    {
        assert_eq!(role.is_reusable(at(now)), is_reusable, "{now}");
    }
    let shown = format!("{role:?}");
    assert!(
        shown.starts_with(r#"CachedRole { access_key_id: "a", "#) && !shown.contains("planted"),
        "{shown}"
    );
}

#[test]
fn what_is_good_is_so_until_its_end() {
    let end = at("2026-11-23T02:55:59Z");
    for (now, is_good) in [
        ("2026-11-23T00:00:00Z", true),
        ("2026-11-23T02:55:58Z", true),
        ("2026-11-23T02:55:59Z", false),
        ("2027-01-01", false),
    ] {
        assert_eq!(
            (full_token().is_valid(at(now)), RoleEntry::sso(credentials()).is_valid(at(now))),
            (is_good, is_good),
            "{now}"
        );
    }
    assert_eq!(full_token().expires_at, end);
    let endless = daypass_sso_types::Credentials { expires_at: None, ..credentials() };
    assert!(!RoleEntry::sso(endless).is_valid(end));
}

#[test]
fn errors_are_sorted_by_what_fixes_them() {
    use io::ErrorKind as Said;
    for (said, kind) in [
        (Said::ReadOnlyFilesystem, ErrorKind::ReadOnly),
        (Said::StorageFull, ErrorKind::Full),
        (Said::NotFound, ErrorKind::Missing),
        (Said::PermissionDenied, ErrorKind::Denied),
        (Said::TimedOut, ErrorKind::Io),
    ] {
        let error = daypass_files::Error::io("read", Path::new("/no/such/file"), said.into());
        let error = daypass_token_cache::Error::from(error);
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, "cannot read /no/such/file"));
        assert!(error.source().is_some() && error.remedy().is_none() && error.owner().is_none());
    }
    let home = Home::new();
    let path = home.put(&corp(), vec![b' '; (1 << 20) + 1]);
    let error = home.store().load_token(&corp()).expect_err("too long");
    assert_eq!((error.kind(), error.path()), (ErrorKind::Corrupt, path.as_path()));
    let locks = home.path().join("locks");
    let _held = Lock::try_acquire(&locks, &corp(), "x").expect("free");
    let error = daypass_token_cache::Error::from(Lock::try_acquire(&locks, &corp(), "y").expect_err("held"));
    assert_eq!(
        (error.kind(), error.holder().map(|holder| holder.pid)),
        (ErrorKind::Locked, Some(std::process::id()))
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_done_is_an_error_and_no_absence() {
    use std::os::unix::fs::symlink;
    let home = Home::new();
    let looped = home.path().join("loop");
    symlink(&looped, &looped).expect("a link");
    assert_eq!(Store::at(&looped).cache_files().expect_err("a loop").kind(), ErrorKind::Io);
    assert_eq!(Store::at(&looped).keys(), None);
    let store = home.store();
    fs::create_dir_all(store.dir()).expect("a folder");
    // A name that is too long for a file system.
    symlink(home.path().join("x".repeat(300)), store.path(&corp())).expect("a link");
    assert_eq!(store.remove(&corp()).expect_err("no such name can be").kind(), ErrorKind::Io);
    fs::remove_file(store.path(&corp())).expect("removed");
    let long = home.path().join("x".repeat(250));
    put(&long, "{");
    symlink(&long, store.path(&corp())).expect("a link");
    let error = store.load_token(&corp()).expect_err("torn").set_aside().expect_err("no name for it");
    assert_eq!((error.kind(), fs::read(&long).expect("there")), (ErrorKind::Io, b"{".to_vec()));
}

#[test]
fn leftovers_are_swept_and_counted() {
    let home = Home::new();
    for name in [".a.1-0.daypass-tmp", ".b.1-0.daypass-tmp", "other"] {
        put(&home.store().dir().join(name), "{");
    }
    assert_eq!((home.store().sweep(), home.store().sweep()), (2, 0));
    let registration = Registration::new("c", ClientSecret::new("s"), at("2027-01-01"));
    let _saved = home.store().save_registration(&corp(), &registration).expect("saved");
    home.store().sync();
}

/// Whose a file is that a user cannot read, and what the user can do about it.
#[cfg(unix)]
#[test]
fn t14_04_a_file_of_somebody_elses_is_removed_from_a_folder_of_ones_own() {
    use std::os::unix::{fs::PermissionsExt as _, process::CommandExt as _};
    let home = Home::new();
    let open =
        |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    if std::os::unix::fs::chown(home.path(), Some(65_534), None).is_err() {
        return println!("skipped: only root can become another user");
    }
    let program = home.path().join("program");
    fs::copy(std::env::current_exe().expect("this test"), &program).expect("copied");
    open(&program, 0o755);
    open(home.path(), 0o755);
    for folder in ["own", "roots"] {
        put(&home.path().join(folder).join(corp().file_name()), "{}");
        open(&home.path().join(folder).join(corp().file_name()), 0o600);
        open(&home.path().join(folder), 0o755);
    }
    std::os::unix::fs::chown(home.path().join("own"), Some(65_534), None).expect("given away");
    fs::create_dir(home.path().join("closed")).expect("a folder");
    open(&home.path().join("closed"), 0o700);
    let output = std::process::Command::new(&program)
        .args(["--exact", "odd::child_who_is_nobody", "--ignored", "--nocapture"])
        .current_dir("/")
        .env("FOLDER", home.path())
        .uid(65_534)
        .gid(65_534)
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[cfg(unix)]
#[test]
#[ignore = "started by the test above"]
#[expect(clippy::disallowed_methods, reason = "the test tells its child where")]
fn child_who_is_nobody() {
    use daypass_sso_types::Remedy;
    let home = std::path::PathBuf::from(std::env::var_os("FOLDER").expect("the parent's word"));
    let load = |folder: &str| {
        let error = Store::at(home.join(folder)).load_token(&corp()).expect_err("closed");
        assert_eq!((error.kind(), error.owner()), (ErrorKind::Denied, Some(0)), "{folder}");
        error.remedy()
    };
    assert_eq!(load("own"), Some(Remedy::RemoveFiles(vec![home.join("own").join(corp().file_name())])));
    assert_eq!(load("roots"), None, "nobody may remove it there");
    let closed = Store::at(home.join("closed")).cache_files().expect_err("closed");
    assert!(matches!(closed.remedy(), Some(Remedy::Advice(advice)) if advice.contains("sudo chown -R")));
}
