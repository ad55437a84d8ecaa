//! Files of console sign-ins on a disk that others use, too: torn files, a sign-in or sign-out meanwhile, modes, links.

use crate::{
    help::{Home, put},
    login::{ARN, CLI, bob, new_keys, read, store},
};
use daypass_sso_types::{DpopKey, RefreshToken};
use daypass_token_cache::{CacheFile, CacheKey, Content, ErrorKind, LoginKey};
use std::fs;

#[test]
fn l46_a_damaged_file_is_one_clear_error_and_can_be_set_aside() {
    for (text, reason) in [
        ("", "it is empty"),
        (" \n", "it is empty"),
        (CLI.get(..200).expect("a part"), "it ends in the middle of its JSON"),
        ("[]", "it holds JSON, but not a single object"),
        ("null", "it holds JSON, but not a single object"),
        ("x", "it is not JSON"),
        ("{}", "it has no accessToken with keys"),
        (r#"{"accessToken": "text"}"#, "it has no accessToken with keys"),
        (r#"{"accessToken": {}}"#, "it has no accessKeyId"),
        (r#"{"accessToken": {"accessKeyId": "a"}}"#, "it has no secretAccessKey"),
    ] {
        let home = Home::new();
        let path = store(&home).login_path(&bob());
        put(&path, text);
        let error = store(&home).load_login(&bob()).expect_err(reason);
        assert_eq!(error.kind(), ErrorKind::Corrupt);
        assert_eq!(error.to_string(), format!("cannot use {}: {reason}", path.display()));
        if !text.is_empty() {
            let aside = error.set_aside().expect("set aside");
            assert_eq!(fs::read_to_string(aside).expect("kept"), text, "no byte is lost");
            assert_eq!(store(&home).load_login(&bob()).expect("gone"), None);
        }
    }
    let home = Home::new();
    fs::create_dir_all(store(&home).login_path(&bob())).expect("a folder");
    assert_eq!(store(&home).load_login(&bob()).expect_err("a folder").kind(), ErrorKind::Corrupt);
}

/// Two AWS tools that write in place at once leave the later text and, behind it, the end of the longer one.
#[test]
fn l46_a_tail_behind_a_whole_session_does_not_end_it() {
    for tail in ["y-----\\n\"}", "}", "\n{\"accessToken\"", "\u{0}\u{0}"] {
        let home = Home::new();
        let path = store(&home).login_path(&bob());
        put(&path, format!("{CLI}{tail}"));
        let entry = store(&home).load_login(&bob()).expect("read").expect("there");
        assert_eq!(entry, read(CLI).expect("a sign-in"));
        let listed = CacheFile::at(&path).expect("there");
        assert!(matches!(listed.content, Content::Login(_)), "{:?}", listed.content);
        assert_eq!(listed.set_aside().expect_err("nothing is wrong with it").kind(), ErrorKind::Repaired);
        let _saved = store(&home).save_login(&bob(), &entry).expect("saved");
        assert_eq!(fs::read_to_string(&path).expect("a file"), CLI, "the next write mends it");
    }
}

#[test]
fn l41_l42_a_refresh_is_written_only_over_what_it_refreshed() {
    let before = read(CLI).expect("a sign-in");
    let after = before.refreshed(new_keys(), Some(RefreshToken::new("r2")));
    let mut other_login = before.clone();
    other_login.dpop_key = Some(DpopKey::new("k2"));
    let by_other = before.refreshed(new_keys(), Some(RefreshToken::new("r3")));
    for (what, stored, is_written) in [
        ("unchanged", Some(before.clone()), true),
        ("a sign-out meanwhile", None, false),
        ("another sign-in meanwhile", Some(other_login), false),
        ("a refresh by another tool", Some(by_other), false),
    ] {
        let home = Home::new();
        if let Some(stored) = &stored {
            let _saved = store(&home).save_login(&bob(), stored).expect("saved");
        }
        let saved = store(&home).save_refreshed_login(&bob(), &before, &after).expect(what);
        assert_eq!(saved.is_some(), is_written, "{what}");
        let wanted = if is_written { Some(after.clone()) } else { stored };
        assert_eq!(store(&home).load_login(&bob()).expect(what), wanted, "{what}");
    }
    let home = Home::new();
    put(&store(&home).login_path(&bob()), "{");
    let refused = store(&home).save_refreshed_login(&bob(), &before, &after);
    assert_eq!(refused.expect_err("who knows").kind(), ErrorKind::Corrupt);
}

#[cfg(unix)]
#[test]
fn l31_a_file_is_closed_to_others_and_a_link_stays_one() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let mode = |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let home = Home::new();
    let (path, target) = (store(&home).login_path(&bob()), home.path().join("elsewhere.json"));
    put(&target, CLI);
    fs::set_permissions(&target, fs::Permissions::from_mode(0o644)).expect("open to all");
    fs::create_dir_all(store(&home).dir()).expect("a folder");
    symlink(&target, &path).expect("a link");
    let entry = store(&home).load_login(&bob()).expect("read").expect("there");
    assert_eq!(mode(&target), 0o600, "closed when it is read");
    let _saved = store(&home).save_login(&bob(), &entry.refreshed(new_keys(), None)).expect("saved");
    assert!(fs::symlink_metadata(&path).expect("there").is_symlink());
    assert!(fs::read_to_string(&target).expect("a file").contains("ASIA2"));
    assert_eq!(mode(&target), 0o600);
}

#[test]
fn l58_l60_a_folder_of_odd_files_is_listed_by_what_they_hold() {
    let home = Home::new();
    let folder = store(&home).dir().to_owned();
    let orphan = LoginKey::of("arn:aws:iam::005000000022:root");
    put(&store(&home).login_path(&bob()), CLI);
    put(&store(&home).login_path(&orphan), CLI);
    put(&folder.join("list.json"), "[1]");
    put(&folder.join("backup.txt"), CLI);
    put(&folder.join("sub/x.json"), "{}");
    put(&folder.join("junk"), [0xff, 0]);
    let listed: Vec<_> = store(&home)
        .cache_files()
        .expect("a folder")
        .into_iter()
        .map(|file| {
            let name = file.path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, matches!(file.content, Content::Login(_)), file.login_key())
        })
        .collect();
    let named = |key: LoginKey| (key.file_name(), true, Some(key));
    let other = |name: &str, is_login| (name.to_owned(), is_login, None);
    let wanted = [
        named(orphan),
        named(bob()),
        other("backup.txt", true),
        other("junk", false),
        other("list.json", false),
        other("sub", false),
    ];
    assert_eq!(listed, wanted);
    assert!(store(&home).remove_login(&bob()).expect("removed"));
    assert!(!store(&home).remove_login(&bob()).expect("l57: nothing there"));
    assert_eq!(Content::Login(Box::new(read(CLI).expect("a sign-in"))).describe(), "console sign-in");
}

#[test]
fn what_not_every_sdk_reads_can_be_written_anew() {
    let home = Home::new();
    let path = store(&home).login_path(&bob());
    for (time, needs_rewrite) in [
        ("2026-11-23T02:55:59Z", false),
        ("2026-11-23T02:55:59.123456Z", false),
        ("2026-11-23T03:55:59.123456789+01:00", true),
        ("2026-11-23T02:55:59UTC", true),
    ] {
        put(&path, CLI.replace("2026-11-23T02:55:59Z", time));
        let listed = CacheFile::at(&path).expect("there");
        assert_eq!(listed.needs_rewrite, needs_rewrite, "{time}");
        assert!(listed.rewrite().expect("written"));
        assert_eq!(fs::read_to_string(&path).expect("a file"), CLI);
    }
    put(&path, r#"{"accessToken": {"accessKeyId": "a", "secretAccessKey": "b"}}"#);
    assert!(CacheFile::at(&path).expect("there").needs_rewrite, "no time at all");
    fs::remove_file(&path).expect("removed");
    put(&path.with_file_name("x.json"), CLI);
    let unnamed = CacheFile::at(&path.with_file_name("x.json")).expect("there");
    assert!(!unnamed.rewrite().expect("left alone"), "nobody reads a file of that name");
}

#[test]
fn locks_of_identities_differ_from_each_other_and_from_files() {
    let (bob, root) =
        (CacheKey::for_login(&bob()), CacheKey::for_login(&LoginKey::of("arn:aws:iam::1:root")));
    assert_ne!(bob, root);
    assert_ne!(bob, CacheKey::for_session(ARN));
}
