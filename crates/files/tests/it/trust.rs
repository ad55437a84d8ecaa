//! T14: a path is opened as what it should be, without waiting, up to a length, and with a look at whose it is.
#![cfg(unix)]

use crate::help::{Home, as_nobody, files, folder, make_pipe, mode, put, set_mode};
use daypass_files::{
    Edit, EditError, ErrorKind, NonRegular, Notice, WritePolicy, close_to_others, open_to_append, read,
    read_if_private, read_private, sweep, write, write_unlinked,
};
use std::{
    convert::Infallible,
    fs,
    os::unix::{
        fs::{chown, symlink},
        net::UnixListener,
    },
    path::Path,
};

const MOST: u64 = 100;

#[test]
fn t14_02_reading_waits_for_nobody_and_ends() {
    let home = Home::new();
    let path = home.path().join("x");
    assert_eq!(read(&path, MOST).expect("nothing"), None);
    assert_eq!(read(&path.join("y"), MOST).expect("nothing"), None);
    let check = |found: Option<NonRegular>, kind: ErrorKind| {
        for error in [
            read(&path, MOST).expect_err("refused"),
            read_private(&path, MOST).map(drop).expect_err("refused"),
        ] {
            assert_eq!((error.kind(), error.found()), (kind, found), "{error}");
        }
        assert_eq!(read_if_private(&path, MOST), None);
    };
    make_pipe(&path);
    check(Some(NonRegular::Pipe), ErrorKind::NotAFile);
    set_mode(&path, 0o600);
    check(Some(NonRegular::Pipe), ErrorKind::NotAFile);
    fs::remove_file(&path).expect("removed");
    let _socket = UnixListener::bind(&path).expect("a socket");
    check(Some(NonRegular::Socket), ErrorKind::NotAFile);
    fs::remove_file(&path).expect("removed");
    for (target, found) in
        [("/dev/zero", NonRegular::Device), ("/dev/null", NonRegular::Device), ("/", NonRegular::Folder)]
    {
        symlink(target, &path).expect("a link");
        check(Some(found), ErrorKind::NotAFile);
        fs::remove_file(&path).expect("removed");
    }
    symlink(&path, &path).expect("a link");
    check(None, ErrorKind::Io);
    fs::remove_file(&path).expect("removed");
    // Of the length that it says, and of one that says nothing.
    fs::File::create(&path).and_then(|file| file.set_len(10 << 30)).expect("10 GiB, all of it holes");
    check(None, ErrorKind::TooLong);
    fs::remove_file(&path).expect("removed");
    symlink("/proc/self/maps", &path).expect("a link");
    check(None, ErrorKind::TooLong);
}

#[test]
fn what_fits_is_read() {
    let home = Home::new();
    let path = home.path().join("x");
    for length in [0, 1, 99, 100] {
        put(&path, vec![b'a'; length]);
        set_mode(&path, 0o600);
        assert_eq!(read(&path, MOST).expect("read").expect("there").len(), length);
        assert_eq!(read_if_private(&path, MOST).expect("read").len(), length);
    }
}

#[test]
fn t17_02_a_private_file_that_is_open_to_others_is_closed_and_told() {
    let home = Home::new();
    let path = home.path().join("folder/x");
    put(&path, "{}");
    set_mode(path.parent().expect("a folder"), 0o700);
    for was in [0o644, 0o666, 0o640, 0o604] {
        set_mode(&path, was);
        assert_eq!(read_if_private(&path, MOST), None);
        let file = read_private(&path, MOST).expect("read").expect("there");
        assert_eq!(file.notices, [Notice::ModeRepaired { path: path.clone(), was }]);
        assert_eq!((file.bytes.as_slice(), mode(&path)), (&b"{}"[..], 0o600));
        assert_eq!(read_private(&path, MOST).expect("read").expect("there").notices, []);
        assert!(read_if_private(&path, MOST).is_some());
    }
}

#[test]
fn t14_04_what_belongs_to_somebody_else_is_told_with_its_owner() {
    let home = Home::new();
    put(&home.path().join("open/x"), "{}");
    set_mode(&home.path().join("open"), 0o777);
    set_mode(&home.path().join("open/x"), 0o666);
    put(&home.path().join("closed"), "{}");
    set_mode(&home.path().join("closed"), 0o600);
    put(&home.path().join("open/lock.lock"), "");
    set_mode(&home.path().join("open/lock.lock"), 0o666);
    put(&home.path().join("readable/x"), "old");
    put(&home.path().join("third/x"), "{}");
    set_mode(&home.path().join("third"), 0o755);
    if rustix::process::geteuid().is_root() {
        chown(home.path().join("third"), Some(1_234), None).expect("given away");
    }
    as_nobody("trust::child_who_is_nobody", home.path());
}

#[test]
#[ignore = "started by the test above"]
fn child_who_is_nobody() {
    let path = folder().join("open/x");
    let file = read_private(&path, MOST).expect("read").expect("there");
    let of_root = |path: &Path| Notice::Foreign { path: path.to_owned(), owner: 0 };
    assert_eq!(file.notices, [of_root(&folder().join("open")), of_root(&path)]);
    let error = read(&folder().join("closed"), MOST).expect_err("closed");
    assert_eq!((error.kind(), error.owner()), (ErrorKind::Denied, Some(0)));
    assert!(error.to_string().ends_with("it belongs to the user with id 0"), "{error}");
    let lock = daypass_files::Lock::try_acquire(&folder().join("open"), &"lock", "x").expect("no lock");
    assert!(lock.notice().expect("told").to_string().contains("belongs to the user with id 0"), "{lock:?}");
    // In a folder of the administrator's that nobody else may write, the file alone is told of; in another user's, both.
    let notices =
        |name: &str| read_private(&folder().join(name), MOST).expect("read").expect("there").notices;
    assert_eq!(notices("readable/x"), [of_root(&folder().join("readable/x"))]);
    let third = Notice::Foreign { path: folder().join("third"), owner: 1_234 };
    assert_eq!(notices("third/x"), [third, of_root(&folder().join("third/x"))]);
    assert_eq!(daypass_files::foreign_owner(&folder().join("third")), Some(1_234));
    // What may not be written is refused before anybody is asked for a backup.
    let edit = folder().join("readable/x");
    let refused = Edit::new(&edit).dry_run(|_| Ok::<_, Infallible>(b"new".to_vec())).expect_err("refused");
    let EditError::NotWritable(error) = refused else { panic!("{refused}") };
    assert_eq!((error.kind(), error.owner()), (ErrorKind::Denied, Some(0)));
    assert_eq!(Edit::new(&edit).dry_run(|_| Ok::<_, Infallible>(b"old".to_vec())).expect("the same"), None);
}

/// Who owns a folder that others may write closes it; the administrator closes nobody else's.
#[test]
fn t14_04_a_folder_of_ones_own_that_others_may_write_is_closed() {
    let home = Home::new();
    let dir = home.path().join("folder");
    let path = dir.join("x");
    put(&path, "{}");
    set_mode(&path, 0o600);
    let check = |was: u32, is: u32| {
        set_mode(&dir, was);
        let notices = read_private(&path, MOST).expect("read").expect("there").notices;
        let told = (was != is).then(|| Notice::ModeRepaired { path: dir.clone(), was });
        assert_eq!((notices.first(), mode(&dir)), (told.as_ref(), is), "{was:o}");
    };
    for (was, is) in [
        (0o700, 0o700),
        (0o755, 0o755),
        (0o555, 0o555),
        (0o770, 0o700),
        (0o702, 0o700),
        (0o777, 0o700),
        (0o720, 0o700),
    ] {
        check(was, is);
    }
    if chown(&dir, Some(65_534), None).is_ok() {
        check(0o777, 0o777);
    }
}

#[test]
fn closing_takes_others_bits_and_no_more() {
    let home = Home::new();
    let path = home.path().join("x");
    put(&path, "{}");
    for (was, is) in [(0o644, 0o600), (0o755, 0o700), (0o077, 0), (0o4711, 0o700)] {
        set_mode(&path, was);
        let told = Notice::ModeRepaired { path: path.clone(), was };
        assert_eq!((close_to_others(&path), mode(&path)), (Some(told), is), "{was:o}");
    }
    for was in [0o600, 0o700, 0o400] {
        set_mode(&path, was);
        assert_eq!((close_to_others(&path), mode(&path)), (None, was), "{was:o}");
    }
    assert_eq!(close_to_others(&home.path().join("nothing")), None);
}

#[test]
fn t14_08_a_sweep_opens_nothing_but_files() {
    let home = Home::new();
    let target = home.path().join("target");
    put(&target, "precious");
    make_pipe(&home.path().join(".x.daypass-tmp"));
    symlink(&target, home.path().join(".y.daypass-tmp")).expect("a link");
    put(&home.path().join(".z.daypass-tmp"), "{");
    assert_eq!(sweep(home.path()), 1);
    assert_eq!(files(home.path()), [".x.daypass-tmp", ".y.daypass-tmp", "target"]);
    // Only names that a writer of ours gives are swept, and how many were is told once.
    for name in ["z.daypass-tmp", ".z", ".daypass-tmp.z", ".a.daypass-tmp", ".b.daypass-tmp"] {
        put(&home.path().join(name), "{");
    }
    set_mode(home.path(), 0o700);
    let file = home.path().join("file");
    let saved = write(&file, b"{}", WritePolicy::Private).expect("saved");
    assert_eq!(saved.notices, [Notice::LeftoversRemoved { folder: home.path().to_owned(), count: 2 }]);
    let there =
        [".daypass-tmp.z", ".x.daypass-tmp", ".y.daypass-tmp", ".z", "file", "target", "z.daypass-tmp"];
    assert_eq!(files(home.path()), there);
    assert_eq!(write(&file, b"[]", WritePolicy::Private).expect("saved").notices, []);
}

/// A leftover of a killed writer that had this process's id, and that cannot be removed, is gone round.
#[test]
fn a_name_that_is_taken_is_not_used() {
    let home = Home::new();
    for count in 0..1_000 {
        let name = format!(".x.{}-{count}.daypass-tmp", std::process::id());
        fs::create_dir(home.path().join(name)).expect("a folder");
    }
    let _saved = write(&home.path().join("x"), b"{}", WritePolicy::Refetchable).expect("saved");
    assert_eq!(fs::read(home.path().join("x")).expect("read"), b"{}");
}

/// T14-01, its siblings: files of the program's own are not written through a link.
#[test]
fn t14_01_a_link_in_the_place_of_a_file_of_ours_leads_nowhere() {
    let home = Home::new();
    let (target, path) = (home.path().join("target"), home.path().join("ours"));
    put(&target, "precious");
    symlink(&target, &path).expect("a link");
    let error = open_to_append(&path).expect_err("a link");
    assert!(error.to_string().contains("ymbolic link"), "{error}");
    let _saved = write_unlinked(&path, b"new", WritePolicy::Refetchable).expect("saved");
    assert!(fs::symlink_metadata(&path).expect("there").is_file());
    assert_eq!((fs::read(&path).expect("read"), mode(&path)), (b"new".to_vec(), 0o600));
    fs::hard_link(&path, home.path().join("twin")).expect("a link");
    let error = open_to_append(&path).expect_err("two names");
    assert!(error.to_string().contains("another name"), "{error}");
    // A replaced file leaves the other name what it was.
    let _saved = write_unlinked(&path, b"newer", WritePolicy::Private).expect("saved");
    open_to_append(&path).and_then(|mut file| std::io::Write::write_all(&mut file, b"!")).expect("added");
    assert_eq!(fs::read(&path).expect("read"), b"newer!");
    assert_eq!(fs::read(home.path().join("twin")).expect("read"), b"new");
    assert_eq!(fs::read(&target).expect("read"), b"precious");
    fs::remove_file(&path).expect("removed");
    make_pipe(&path);
    open_to_append(&path).expect_err("a pipe");
}
