//! Who can change a file, by its owner, its group, its mode and its folder; and what is read or written only if nobody else can.
#![cfg(unix)]

use crate::help::{Home, as_nobody, folder, mode, put, set_mode};
use daypass_files::{ErrorKind, WritePolicy, open_to_append, others_can_write, read_own, read_roots, write};
use std::{
    os::unix::fs::{chown, symlink},
    path::Path,
};

const ROOT: u32 = 0;
const STRANGER: u32 = 1_234;
const NOBODY: u32 = 65_534;
const MOST: u64 = 100;

/// Owner, group and mode.
type Whose = (u32, u32, u32);

/// A folder, a file in it, whether others than nobody and root can change the file, and whether root alone can.
const ROWS: &[(&str, Whose, Whose, bool, bool)] = &[
    ("own", (NOBODY, NOBODY, 0o755), (NOBODY, NOBODY, 0o644), false, false),
    ("roots", (ROOT, ROOT, 0o755), (ROOT, ROOT, 0o644), false, true),
    ("roots-file-in-own", (NOBODY, NOBODY, 0o755), (ROOT, ROOT, 0o644), false, false),
    ("own-file-in-roots", (ROOT, ROOT, 0o755), (NOBODY, NOBODY, 0o644), false, false),
    ("strangers-file", (NOBODY, NOBODY, 0o755), (STRANGER, NOBODY, 0o644), true, false),
    ("strangers-folder", (STRANGER, NOBODY, 0o755), (NOBODY, NOBODY, 0o644), true, false),
    ("own-group", (NOBODY, NOBODY, 0o775), (NOBODY, NOBODY, 0o664), false, false),
    ("roots-group", (NOBODY, ROOT, 0o775), (NOBODY, ROOT, 0o664), false, false),
    ("group-reads", (NOBODY, STRANGER, 0o755), (NOBODY, STRANGER, 0o644), false, false),
    ("group-writes", (NOBODY, NOBODY, 0o755), (NOBODY, STRANGER, 0o664), true, false),
    ("group-writes-folder", (NOBODY, STRANGER, 0o775), (NOBODY, NOBODY, 0o644), true, false),
    ("all-write", (NOBODY, NOBODY, 0o755), (NOBODY, NOBODY, 0o646), true, false),
    ("all-write-folder", (NOBODY, NOBODY, 0o757), (NOBODY, NOBODY, 0o644), true, false),
    // In a folder such as /tmp nobody replaces the file of another; the mark says nothing about a file.
    ("sticky", (NOBODY, NOBODY, 0o1777), (NOBODY, NOBODY, 0o644), false, false),
    ("sticky-file", (NOBODY, NOBODY, 0o755), (NOBODY, NOBODY, 0o1646), true, false),
    ("roots-group-writes", (ROOT, ROOT, 0o755), (ROOT, ROOT, 0o664), false, false),
    ("roots-all-write", (ROOT, ROOT, 0o755), (ROOT, ROOT, 0o646), true, false),
    ("roots-folder-group-writes", (ROOT, ROOT, 0o775), (ROOT, ROOT, 0o644), false, false),
    ("roots-sticky", (ROOT, ROOT, 0o1777), (ROOT, ROOT, 0o644), false, false),
];

#[test]
fn t14_04_who_can_change_a_file() {
    let home = Home::new();
    if !rustix::process::geteuid().is_root() {
        return println!("skipped: only root can give files away");
    }
    let give = |path: &Path, (owner, group, mode): Whose| {
        chown(path, Some(owner), Some(group)).expect("given away");
        set_mode(path, mode);
    };
    for (name, of_folder, of_file, ..) in ROWS {
        let folder = home.path().join(name);
        put(&folder.join("x"), *name);
        give(&folder.join("x"), *of_file);
        give(&folder, *of_folder);
    }
    for (name, target) in
        [("own-link", "own/x"), ("link-to-roots", "roots/x"), ("link-out", "all-write-folder/x")]
    {
        symlink(home.path().join(target), home.path().join("roots").join(name)).expect("a link");
    }
    symlink(home.path().join("roots/x"), home.path().join("all-write-folder/link")).expect("a link");
    for (name, _, _, _, is_roots_alone) in ROWS {
        let read = read_roots(&home.path().join(name).join("x"), MOST);
        match read {
            Ok(bytes) => {
                assert_eq!((bytes, *is_roots_alone), (Some(name.as_bytes().to_vec()), true), "{name}");
            }
            Err(error) => {
                assert_eq!((error.kind(), *is_roots_alone), (ErrorKind::Denied, false), "{name}");
                assert!(
                    error.to_string().ends_with("others can write it, or the folder it lies in"),
                    "{error}"
                );
            }
        }
    }
    for (link, expected) in
        [("roots/link-to-roots", true), ("roots/own-link", false), ("all-write-folder/link", false)]
    {
        assert_eq!(read_roots(&home.path().join(link), MOST).is_ok(), expected, "{link}");
    }
    assert_eq!(read_roots(&home.path().join("roots/none"), MOST).expect("nothing is there"), None);
    open_to_append(&home.path().join("own/x")).expect("root may write into any file");
    as_nobody("whose::child_who_is_nobody", home.path());
}

#[test]
#[ignore = "started by the test above"]
fn child_who_is_nobody() {
    for (name, _, (owner, ..), others, _) in ROWS {
        let path = folder().join(name).join("x");
        assert_eq!(others_can_write(&path), *others, "{name}");
        match read_own(&path, MOST) {
            Ok(bytes) => {
                assert_eq!((bytes, *others), (Some(name.as_bytes().to_vec()), false), "{name}");
            }
            Err(error) => {
                assert_eq!((error.kind(), *others), (ErrorKind::Denied, true), "{name}");
                let foreign = Some(*owner).filter(|owner| *owner == STRANGER);
                assert_eq!(error.owner(), foreign, "{name}");
                let says_so = error.to_string().ends_with("others can write it, or the folder it lies in");
                assert_eq!(says_so, foreign.is_none(), "{error}");
            }
        }
        let is_written = open_to_append(&path).map(drop);
        let mode = mode(&path);
        match (owner, mode & 0o002) {
            (&NOBODY, _) => is_written.expect("it is nobody's own"),
            // Who owns it can read what is written.
            (_, 0o002) => {
                let error = is_written.expect_err("it is another user's").to_string();
                assert_eq!(error, format!("it belongs to the user with id {owner}"), "{name}");
            }
            _ => drop(is_written.expect_err("it may not be written at all")),
        }
    }
    for (link, expected) in [
        ("roots/own-link", false),
        ("roots/link-to-roots", false),
        ("roots/link-out", true),
        ("all-write-folder/link", true),
        ("own/none", false),
        ("all-write-folder/none", true),
    ] {
        assert_eq!(others_can_write(&folder().join(link)), expected, "{link}");
    }
    assert_eq!(read_own(&folder().join("own/none"), MOST).expect("nothing is there"), None);
    // Who owns the folder of a secret, or the file, could have it.
    for (path, policy, expected) in [
        ("strangers-folder/x", WritePolicy::Private, Some(STRANGER)),
        ("strangers-folder/new", WritePolicy::Refetchable, Some(STRANGER)),
        ("strangers-file/x", WritePolicy::UserSecrets, Some(STRANGER)),
        ("roots-sticky/new", WritePolicy::Private, None),
        ("own/x", WritePolicy::UserSecrets, None),
    ] {
        let written = write(&folder().join(path), b"secret", policy);
        let refused = written.as_ref().err().map(|error| (error.kind(), error.owner()));
        assert_eq!(refused, expected.map(|owner| (ErrorKind::Denied, Some(owner))), "{path}: {written:?}");
    }
}

#[test]
fn a_mode_is_set_and_read() {
    let home = Home::new();
    put(&home.path().join("x"), "");
    for mode in [0o600, 0o1640] {
        daypass_files::set_mode(&home.path().join("x"), mode).expect("set");
        assert_eq!(daypass_files::mode(&home.path().join("x")), Some(mode));
    }
    daypass_files::set_mode(&home.path().join("none"), 0o600).expect_err("nothing is there");
}
