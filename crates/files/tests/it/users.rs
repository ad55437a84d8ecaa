//! Files of the user's: mode and owner stay, and what may not be written is left alone.
#![cfg(unix)]

use crate::help::{Home, files, make_pipe, mode, put, set_mode};
use daypass_files::{Edit, EditError, Edited, ErrorKind, Lock, NonRegular, Notice, WritePolicy, write};
use std::{convert::Infallible, fs};

#[test]
fn a_config_file_keeps_its_mode() {
    let home = Home::new();
    let path = home.path().join("aws/config");
    let _saved = write(&path, b"[default]\n", WritePolicy::UserFile).expect("saved");
    assert_eq!(mode(&path), 0o600);
    set_mode(&path, 0o664);
    set_mode(path.parent().expect("a folder"), 0o755);
    let saved = write(&path, b"[profile x]\n", WritePolicy::UserFile).expect("saved");
    assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o664, 0o755));
    assert_eq!(saved.notices, []);
    assert_eq!(fs::read(&path).expect("read"), b"[profile x]\n");
}

/// What is told of a write, by whose the file is and by the modes of the file and of its folder.
#[test]
fn only_what_is_the_programs_own_or_secret_is_closed() {
    let home = Home::new();
    let path = home.path().join("aws/file");
    let dir = path.parent().expect("a folder");
    put(&path, "old");
    let told = |path: &std::path::Path, was: u32| Notice::ModeRepaired { path: path.to_owned(), was };
    let check = |policy: WritePolicy, was: (u32, u32), is: (u32, u32), notices: &[Notice]| {
        set_mode(&path, was.0);
        set_mode(dir, was.1);
        let saved = write(&path, b"new", policy).expect("saved");
        assert_eq!(
            (saved.notices.as_slice(), mode(&path), mode(dir)),
            (notices, is.0, is.1),
            "{policy:?} {was:?}"
        );
    };
    for policy in [WritePolicy::Private, WritePolicy::Refetchable] {
        check(policy, (0o600, 0o700), (0o600, 0o700), &[]);
        check(policy, (0o644, 0o700), (0o600, 0o700), &[told(&path, 0o644)]);
        check(policy, (0o644, 0o755), (0o600, 0o700), &[told(dir, 0o755), told(&path, 0o644)]);
    }
    for mode in [0o600, 0o644, 0o400] {
        check(WritePolicy::UserFile, (mode, 0o755), (mode, 0o755), &[]);
    }
    check(WritePolicy::UserSecrets, (0o600, 0o755), (0o600, 0o755), &[]);
    check(WritePolicy::UserSecrets, (0o640, 0o755), (0o600, 0o755), &[told(&path, 0o640)]);
}

#[test]
fn a_dry_run_writes_nothing() {
    let home = Home::new();
    let (path, new) = (home.path().join("config"), home.path().join("new"));
    put(&path, "old");
    let add = |before: &[u8]| Ok::<_, Infallible>([before, b"!"].concat());
    assert_eq!(Edit::new(&path).dry_run(add).expect("it would"), Some(b"old!".to_vec()));
    assert_eq!(Edit::new(&new).dry_run(add).expect("it would"), Some(b"!".to_vec()));
    assert_eq!(Edit::new(&path).dry_run(|_| Ok::<_, Infallible>(b"old".to_vec())).expect("it would"), None);
    let error = Edit::new(&path).dry_run(|_| Err(std::fmt::Error)).expect_err("refused");
    assert!(matches!(error, EditError::Change(std::fmt::Error)), "{error}");
    assert_eq!((fs::read(&path).expect("read"), new.exists()), (b"old".to_vec(), false));
}

#[test]
fn an_edit_holds_its_lock_until_it_is_done() {
    let home = Home::new();
    let (path, locks) = (home.path().join("config"), home.path().join("locks"));
    let none = std::time::Duration::ZERO;
    let is_free = || Lock::try_acquire(&locks, &"config", "x").is_ok();
    let edit = Edit::new(&path).locked(&locks, &"config", none, &mut |_| {});
    let held = |_: &[u8]| Ok::<_, Infallible>(if is_free() { b"free".to_vec() } else { b"held".to_vec() });
    assert!(edit.apply(held, |_| Ok(())).expect("edited").is_written());
    assert_eq!((fs::read(&path).expect("read"), is_free()), (b"held".to_vec(), true));
    // Without a lock it goes on, and says so.
    let edit = Edit::new(&path).locked(&path.join("locks"), &"config", none, &mut |_| {});
    let edited = edit.apply(|_| Ok::<_, Infallible>(b"new".to_vec()), |_| Ok(())).expect("edited");
    let Edited::Written(saved) = edited else { panic!("written") };
    assert!(matches!(saved.notices.as_slice(), [Notice::Unlocked { .. }]), "{:?}", saved.notices);
}

#[test]
fn a_config_file_that_cannot_be_replaced_is_written_in_place() {
    let home = Home::new();
    let path = home.path().join("aws/config");
    put(&path, "[default]\nx = a long line that goes\n");
    let dir = path.parent().expect("a folder");
    set_mode(dir, 0o500);
    let saved = write(&path, b"[default]\n", WritePolicy::UserFile);
    set_mode(dir, 0o700);
    // Root writes into the folder nonetheless, and has nothing to tell.
    let notices = saved.expect("saved").notices;
    assert!(matches!(notices.as_slice(), [] | [Notice::WrittenInPlace { .. }]), "{notices:?}");
    assert_eq!(fs::read(&path).expect("read"), b"[default]\n");
    assert_eq!(files(dir), ["config"]);
}

#[test]
fn a_config_file_that_may_not_be_written_is_not_replaced_either() {
    let home = Home::new();
    let path = home.path().join("aws/config");
    put(&path, "[default]\n");
    set_mode(&path, 0o400);
    match write(&path, b"[profile x]\n", WritePolicy::UserFile) {
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Denied);
            assert_eq!(fs::read(&path).expect("read"), b"[default]\n");
        }
        Ok(_) => println!("skipped: this user may write everything"),
    }
}

#[test]
fn its_owner_keeps_a_config_file() {
    use std::os::unix::fs::MetadataExt as _;
    let home = Home::new();
    let path = home.path().join("aws/config");
    put(&path, "[default]\n");
    if std::os::unix::fs::chown(&path, Some(65534), Some(65534)).is_err() {
        println!("skipped: only root gives files away");
        return;
    }
    let _saved = write(&path, b"[profile x]\n", WritePolicy::UserFile).expect("saved");
    let now = fs::metadata(&path).expect("there");
    assert_eq!((now.uid(), now.gid()), (65534, 65534));
}

#[test]
fn what_is_no_file_is_left_alone() {
    use std::os::unix::fs::FileTypeExt as _;
    let home = Home::new();
    let path = home.path().join("pipe");
    make_pipe(&path);
    for policy in [WritePolicy::UserFile, WritePolicy::Private] {
        let error = write(&path, b"x", policy).expect_err("refused");
        assert_eq!((error.kind(), error.found()), (ErrorKind::NotAFile, Some(NonRegular::Pipe)));
        assert!(fs::symlink_metadata(&path).expect("there").file_type().is_fifo());
    }
}

#[test]
fn t14_05_a_file_that_gets_secrets_is_closed_to_others() {
    let home = Home::new();
    let path = home.path().join("aws/credentials");
    put(&path, "[default]\n");
    set_mode(&path, 0o644);
    let edited = Edit::new(&path)
        .with_secrets()
        .apply(|_| Ok::<_, Infallible>(b"[x]\n".to_vec()), |_| Ok(()))
        .expect("edited");
    let Edited::Written(saved) = edited else { panic!("written") };
    assert_eq!(saved.notices, [Notice::ModeRepaired { path: path.clone(), was: 0o644 }]);
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn an_edit_sees_what_others_wrote_and_backs_it_up_first() {
    let home = Home::new();
    let path = home.path().join("config");
    let mut seen = Vec::new();
    let edit = |seen: &mut Vec<Vec<u8>>, add: &[u8]| {
        Edit::new(&path).apply(
            |before| Ok::<_, Infallible>([before, add].concat()),
            |before| {
                seen.push(before.to_owned());
                Ok(())
            },
        )
    };
    assert!(
        edit(&mut seen, b"").expect("no file, and nothing to write") == Edited::Unchanged && !path.exists()
    );
    assert!(edit(&mut seen, b"a\n").expect("made").is_written());
    put(&path, "b\n");
    assert!(edit(&mut seen, b"c\n").expect("edited").is_written());
    assert_eq!((fs::read(&path).expect("read"), seen), (b"b\nc\n".to_vec(), vec![b"b\n".to_vec()]));
}

#[test]
fn a_file_is_removed_unless_its_contents_forbid_it() {
    let home = Home::new();
    let (path, link) = (home.path().join("config"), home.path().join("link"));
    std::os::unix::fs::symlink(&path, &link).expect("a link");
    let remove = |path: &std::path::Path| Edit::new(path).remove(|_| Ok::<_, Infallible>(()));
    put(&path, "precious");
    let refused = Edit::new(&path).remove(|before| {
        assert_eq!(before, b"precious");
        Err(std::fmt::Error)
    });
    assert!(matches!(refused, Err(EditError::Change(std::fmt::Error))), "{refused:?}");
    assert_eq!(fs::read(&path).expect("there"), b"precious");
    assert!(remove(&path).expect("removed").is_written() && !path.exists());
    put(&path, "old");
    assert!(remove(&link).expect("removed").is_written() && !path.exists());
    assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
    // An empty one need not be emptied.
    put(&path, "");
    assert!(!remove(&path).expect("removed").is_written() && !path.exists());
}

#[test]
fn what_another_program_writes_in_the_middle_of_an_edit_stays() {
    let home = Home::new();
    let path = home.path().join("config");
    put(&path, "old\n");
    let error = Edit::new(&path)
        .apply(
            |_| Ok::<_, Infallible>(b"ours\n".to_vec()),
            |_| {
                put(&path, "theirs\n");
                Ok(())
            },
        )
        .expect_err("refused");
    let EditError::Write(error) = error else { panic!("{error}") };
    assert_eq!((error.kind(), error.state()), (ErrorKind::Changed, None));
    assert_eq!(fs::read(&path).expect("read"), b"theirs\n");
}

#[test]
fn an_edit_is_refused_before_anything_is_touched() {
    let home = Home::new();
    let path = home.path().join("config");
    let try_to = |change: Result<&'static str, &'static str>, backup: Result<(), &'static str>| {
        let edited = Edit::new(&path).apply(|_| change.map(|text| text.as_bytes().to_vec()), |_| backup);
        edited.map(|edited| edited.is_written()).map_err(|error| format!("{error:?}"))
    };
    put(&path, "old");
    assert_eq!(try_to(Err("no"), Ok(())), Err("Change(\"no\")".to_owned()));
    assert_eq!(try_to(Ok("new"), Err("full")), Err("Backup(\"full\")".to_owned()));
    assert_eq!(try_to(Ok("old"), Err("not called")), Ok(false));
    assert_eq!(fs::read(&path).expect("read"), b"old");
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder");
    let error = try_to(Ok("new"), Ok(())).expect_err("a folder");
    assert!(error.starts_with("Read(") && error.contains("Folder"), "{error}");
}
