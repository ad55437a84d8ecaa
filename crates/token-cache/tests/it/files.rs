//! Modes, links, folders that cannot be written, leftovers.
#![cfg(unix)]

use crate::help::{Home, corp, credentials, full_token, put};
use daypass_token_cache::{ErrorKind, Notice, RoleEntry};
use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::Path,
};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("mode");
}

fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .expect("folder")
        .map(|file| file.expect("file").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn new_ones_are_the_owners_alone() {
    let home = Home::new();
    let store = home.store();
    let saved = store.save_token(&corp(), &full_token()).expect("saved");
    assert_eq!(saved.notices, []);
    assert_eq!(mode(&store.path(&corp())), 0o600);
    assert_eq!(mode(store.dir()), 0o700);
    assert_eq!(mode(&home.path().join("sso")), 0o700);
    assert_eq!(files(store.dir()), [corp().file_name()]);
}

#[test]
fn keys_are_the_names_of_the_files_that_are_there() {
    let home = Home::new();
    let store = home.store();
    assert_eq!(store.keys(), Some([].into()), "no folder has no file");
    home.put(&corp(), "torn");
    put(&store.dir().join("other.json"), "{}");
    assert_eq!(store.keys(), Some([corp()].into()));
}

#[test]
fn wider_modes_are_repaired_and_told() {
    let home = Home::new();
    let store = home.store();
    let path = home.put(&corp(), "{}");
    set_mode(&path, 0o644);
    set_mode(store.dir(), 0o755);
    let saved = store.save_role(&corp(), &RoleEntry::sso(credentials())).expect("saved");
    assert_eq!(
        saved.notices,
        [
            Notice::ModeRepaired { path: store.dir().to_owned(), was: 0o755 },
            Notice::ModeRepaired { path: path.clone(), was: 0o644 }
        ]
    );
    assert_eq!((mode(&path), mode(store.dir())), (0o600, 0o700));
    assert_eq!(store.save_role(&corp(), &RoleEntry::sso(credentials())).expect("saved").notices, []);
}

#[test]
fn links_are_written_through() {
    let home = Home::new();
    let store = home.store();
    let real = home.path().join("elsewhere/token");
    fs::create_dir_all(real.parent().expect("a folder")).expect("folder");
    fs::create_dir_all(store.dir()).expect("folder");
    let middle = home.path().join("middle");
    symlink("elsewhere/token", &middle).expect("relative link");
    symlink(&middle, store.path(&corp())).expect("link");
    for _ in 0..2 {
        let _saved = store.save_token(&corp(), &full_token()).expect("saved");
        assert!(store.load_token(&corp()).expect("read").is_some());
        assert!(fs::symlink_metadata(store.path(&corp())).expect("there").is_symlink());
        assert!(fs::symlink_metadata(&real).expect("there").is_file());
        assert_eq!(mode(&real), 0o600);
        assert_eq!(files(real.parent().expect("a folder")), ["token"]);
    }
    assert!(store.remove(&corp()).expect("removed"));
    assert!(!real.exists());
    assert!(fs::symlink_metadata(store.path(&corp())).expect("there").is_symlink());

    put(&real, "torn");
    let aside = store.load_token(&corp()).expect_err("torn").set_aside().expect("set aside");
    assert_eq!(aside, home.path().join("elsewhere/token.corrupt"));
}

/// T14: a link to a device, to a folder or to a pipe is in the way of a cache file; what it leads to is somebody else's.
#[test]
fn t14_what_is_no_file_behind_a_link_stays_where_it_is() {
    let home = Home::new();
    let store = home.store();
    fs::create_dir_all(store.dir()).expect("folder");
    let (folder, empty, pipe) =
        (home.path().join("full"), home.path().join("empty"), home.path().join("pipe"));
    put(&folder.join("precious"), "x");
    fs::create_dir(&empty).expect("folder");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let before = files(home.path());
    for target in [&folder, &empty, &pipe] {
        let link = || symlink(target, store.path(&corp())).expect("link");
        link();
        let aside = store.load_token(&corp()).expect_err("no file").set_aside().expect("set aside");
        assert_eq!(fs::read_link(&aside).expect("the link moved"), *target);
        fs::remove_file(aside).expect("removed");
        link();
        assert!(store.remove(&corp()).expect("removed"));
        assert_eq!((files(store.dir()), files(home.path())), (Vec::new(), before.clone()), "{target:?}");
        assert_eq!(files(&folder), ["precious"]);
    }
}

#[test]
fn a_linked_folder_stays_a_link() {
    let home = Home::new();
    let real = home.path().join("real");
    fs::create_dir(&real).expect("folder");
    fs::create_dir(home.path().join("sso")).expect("folder");
    symlink(&real, home.store().dir()).expect("link");
    let _saved = home.store().save_token(&corp(), &full_token()).expect("saved");
    assert_eq!(files(&real), [corp().file_name()]);
    assert_eq!(mode(&real), 0o700);
}

#[test]
fn a_link_to_itself_is_an_error() {
    let home = Home::new();
    fs::create_dir_all(home.store().dir()).expect("folder");
    symlink(home.store().path(&corp()), home.store().path(&corp())).expect("link");
    let error = home.store().save_token(&corp(), &full_token()).expect_err("a loop");
    assert_eq!(error.kind(), ErrorKind::Io);
    let error = home.store().load_token(&corp()).expect_err("a loop");
    assert_eq!(error.kind(), ErrorKind::Io);
}

#[test]
fn leftovers_of_the_dead_go_and_those_of_the_living_stay() {
    let home = Home::new();
    let store = home.store();
    let dead = store.dir().join(".a.json.1-0.daypass-tmp");
    let alive = store.dir().join(".a.json.1-1.daypass-tmp");
    let foreign = store.dir().join("tmpabcd");
    for path in [&dead, &alive, &foreign] {
        put(path, "{");
    }
    let writer = fs::File::open(&alive).expect("open");
    writer.try_lock().expect("locked");
    let saved = store.save_token(&corp(), &full_token()).expect("saved");
    assert!(saved.notices.contains(&Notice::LeftoversRemoved { folder: store.dir().to_owned(), count: 1 }));
    assert!(!dead.exists() && alive.exists() && foreign.exists());
}

#[test]
fn a_folder_that_cannot_be_written_is_denied_and_nothing_is_damaged() {
    let home = Home::new();
    let store = home.store();
    let _saved = store.save_token(&corp(), &full_token()).expect("saved");
    set_mode(store.dir(), 0o500);
    let result = store.save_token(&corp(), &full_token());
    set_mode(store.dir(), 0o700);
    match result {
        Err(error) => assert_eq!(error.kind(), ErrorKind::Denied),
        Ok(_) => println!("skipped: this user may write everywhere"),
    }
    assert!(store.load_token(&corp()).expect("read").is_some());
    assert_eq!(files(store.dir()), [corp().file_name()]);
}
