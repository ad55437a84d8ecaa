//! What errors and notices are called, what they say, and what lies behind them.

use crate::help::{Home, put};
use daypass_files::{EditError, Error, ErrorKind, Lock, Notice, WritePolicy, read, write};
use std::{error::Error as _, io, path::Path};

#[test]
fn what_the_operating_system_says_is_sorted_by_what_to_do_next() {
    use io::ErrorKind as Said;
    for (said, kind) in [
        (Said::ReadOnlyFilesystem, ErrorKind::ReadOnly),
        (Said::StorageFull, ErrorKind::Full),
        (Said::QuotaExceeded, ErrorKind::Full),
        (Said::FileTooLarge, ErrorKind::Full),
        (Said::PermissionDenied, ErrorKind::Denied),
        (Said::NotFound, ErrorKind::Missing),
        (Said::NotADirectory, ErrorKind::Missing),
        (Said::AlreadyExists, ErrorKind::Missing),
        (Said::TimedOut, ErrorKind::Io),
        (Said::ResourceBusy, ErrorKind::Io),
    ] {
        let error = Error::io("write", Path::new("/no/such/file"), said.into());
        assert_eq!((error.kind(), error.owner(), error.state()), (kind, None, None), "{said:?}");
        assert_eq!(error.to_string(), "cannot write /no/such/file");
        let source = error.source().and_then(|source| source.downcast_ref::<io::Error>());
        assert_eq!(source.map(io::Error::kind), Some(said), "the cause is kept");
        let edit: EditError<std::fmt::Error> = EditError::Write(error);
        assert!(edit.to_string() == "cannot write /no/such/file" && edit.source().is_some());
    }
    let own: EditError<std::fmt::Error> = EditError::Change(std::fmt::Error);
    assert_eq!(own.to_string(), std::fmt::Error.to_string());
}

#[test]
fn an_error_says_what_is_wrong() {
    let home = Home::new();
    let path = home.path().join("x");
    put(&path, "four");
    let error = read(&path, 3).expect_err("too long");
    assert!(error.to_string().ends_with("/x: it is longer than 3 bytes"), "{error}");
    assert_eq!((error.kind(), error.path()), (ErrorKind::TooLong, path.as_path()));
    // A file in the place of a folder.
    let under = path.join("y");
    for policy in [WritePolicy::Private, WritePolicy::UserFile] {
        let error = write(&under, b"", policy).expect_err("no folder");
        assert_eq!(error.to_string(), format!("cannot write {}", under.display()));
        assert_eq!(error.kind(), ErrorKind::Missing);
    }
    let locks = home.path().join("locks");
    let _held = Lock::try_acquire(&locks, &"corp", "").expect("free");
    put(&locks.join("corp.lock"), "");
    let error = Lock::try_acquire(&locks, &"corp", "").expect_err("held");
    assert!(error.to_string().ends_with("corp.lock: another process holds it"), "{error}");
    let config = home.path().join("config");
    put(&config, "old");
    let edited = daypass_files::Edit::new(&config).apply(
        |_| Ok::<_, io::Error>(b"new".to_vec()),
        |_| {
            put(&config, "theirs");
            Ok(())
        },
    );
    let error = edited.expect_err("changed");
    assert!(error.to_string().ends_with("config: another program changed it in the meantime"), "{error}");
    assert!(error.source().is_none());
}

#[test]
fn a_notice_is_one_line() {
    let path = || "/x".into();
    for (notice, text) in [
        (
            Notice::ModeRepaired { path: path(), was: 0o644 },
            "/x could be read by others (mode 644); it no longer can",
        ),
        (
            Notice::ModeNotRepaired { path: path(), is: 0o7 },
            "/x can be read by others (mode 007) and that could not be changed",
        ),
        (Notice::Foreign { path: path(), owner: 7 }, "/x belongs to another user (id 7), who can change it"),
        (
            Notice::LeftoversRemoved { folder: path(), count: 1 },
            "removed 1 temporary file of an interrupted save from /x",
        ),
        (
            Notice::LeftoversRemoved { folder: path(), count: 2 },
            "removed 2 temporary files of an interrupted save from /x",
        ),
        (
            Notice::WrittenInPlace { path: path(), reason: "busy".to_owned() },
            "/x was written in place, it cannot be replaced: busy",
        ),
        (
            Notice::Unlocked { path: path(), reason: "busy".to_owned() },
            "working without a lock, /x cannot be locked: busy",
        ),
    ] {
        assert_eq!(notice.to_string(), text);
    }
}
