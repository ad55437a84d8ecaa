//! Files of the user's: mode and owner stay, and what may not be written is left alone.
#![cfg(unix)]

use crate::help::{Home, files, make_pipe, mode, put, set_mode};
use daypass_files::{Care, Edit, EditError, Edited, ErrorKind, FileKind, Notice, write};
use std::{convert::Infallible, fs};

#[test]
fn a_config_file_keeps_its_mode() {
    let home = Home::new();
    let path = home.path().join("aws/config");
    let _saved = write(&path, b"[default]\n", Care::Users).expect("saved");
    assert_eq!(mode(&path), 0o600);
    set_mode(&path, 0o664);
    set_mode(path.parent().expect("a folder"), 0o755);
    let saved = write(&path, b"[profile x]\n", Care::Users).expect("saved");
    assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o664, 0o755));
    assert_eq!(saved.notices, []);
    assert_eq!(fs::read(&path).expect("read"), b"[profile x]\n");
}

#[test]
fn a_config_file_that_cannot_be_replaced_is_written_in_place() {
    let home = Home::new();
    let path = home.path().join("aws/config");
    put(&path, "[default]\nx = a long line that goes\n");
    let dir = path.parent().expect("a folder");
    set_mode(dir, 0o500);
    let saved = write(&path, b"[default]\n", Care::Users);
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
    match write(&path, b"[profile x]\n", Care::Users) {
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
    let _saved = write(&path, b"[profile x]\n", Care::Users).expect("saved");
    let now = fs::metadata(&path).expect("there");
    assert_eq!((now.uid(), now.gid()), (65534, 65534));
}

#[test]
fn what_is_no_file_is_left_alone() {
    use std::os::unix::fs::FileTypeExt as _;
    let home = Home::new();
    let path = home.path().join("pipe");
    make_pipe(&path);
    for care in [Care::Users, Care::Private] {
        let error = write(&path, b"x", care).expect_err("refused");
        assert_eq!((error.kind(), error.found()), (ErrorKind::NotAFile, Some(FileKind::Pipe)));
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
