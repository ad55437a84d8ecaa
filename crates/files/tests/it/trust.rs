//! T14: a path is opened as what it should be, without waiting, up to a length, and with a look at whose it is.
#![cfg(unix)]

use crate::help::{Home, files, make_pipe, mode, put, set_mode};
use daypass_files::{
    Care, ErrorKind, FileKind, Notice, open_to_append, read, read_if_private, read_private, sweep, write,
    write_unlinked,
};
use std::{
    fs,
    os::unix::{fs::symlink, net::UnixListener},
    path::Path,
};

const MOST: u64 = 100;

#[test]
fn t14_02_reading_waits_for_nobody_and_ends() {
    let home = Home::new();
    let path = home.path().join("x");
    assert_eq!(read(&path, MOST).expect("nothing"), None);
    assert_eq!(read(&path.join("y"), MOST).expect("nothing"), None);
    let check = |found: Option<FileKind>, kind: ErrorKind| {
        for error in [
            read(&path, MOST).expect_err("refused"),
            read_private(&path, MOST).map(drop).expect_err("refused"),
        ] {
            assert_eq!((error.kind(), error.found()), (kind, found), "{error}");
        }
        assert_eq!(read_if_private(&path, MOST), None);
    };
    make_pipe(&path);
    check(Some(FileKind::Pipe), ErrorKind::NotAFile);
    fs::remove_file(&path).expect("removed");
    let _socket = UnixListener::bind(&path).expect("a socket");
    check(Some(FileKind::Socket), ErrorKind::NotAFile);
    fs::remove_file(&path).expect("removed");
    for (target, found) in
        [("/dev/zero", FileKind::Device), ("/dev/null", FileKind::Device), ("/", FileKind::Folder)]
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

/// Runs the rest as a user without rights, who is told by a variable what to do.
fn as_nobody(name: &str, folder: &Path) -> bool {
    if !rustix::process::geteuid().is_root() {
        println!("skipped: only root can become another user");
        return false;
    }
    // The test program may lie where nobody else can go.
    let program = folder.join("program");
    fs::copy(std::env::current_exe().expect("this test"), &program).expect("copied");
    set_mode(&program, 0o755);
    set_mode(folder, 0o755);
    let mut command = std::process::Command::new(&program);
    std::os::unix::process::CommandExt::uid(&mut command, 65_534);
    std::os::unix::process::CommandExt::gid(&mut command, 65_534);
    let output = command
        .args(["--exact", name, "--ignored", "--nocapture"])
        .current_dir("/")
        .env("FOLDER", folder)
        .output()
        .expect("it runs");
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && text.contains("1 passed"), "{}: {text}", output.status);
    true
}

#[expect(clippy::disallowed_methods, reason = "the test tells its child where")]
fn folder() -> std::path::PathBuf {
    std::env::var_os("FOLDER").expect("the parent's word").into()
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
    let _saved = write(&home.path().join("file"), b"{}", Care::Private).expect("saved");
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
    let _saved = write_unlinked(&path, b"new", Care::Refetchable).expect("saved");
    assert!(fs::symlink_metadata(&path).expect("there").is_file());
    assert_eq!((fs::read(&path).expect("read"), mode(&path)), (b"new".to_vec(), 0o600));
    fs::hard_link(&path, home.path().join("twin")).expect("a link");
    let error = open_to_append(&path).expect_err("two names");
    assert!(error.to_string().contains("another name"), "{error}");
    // A replaced file leaves the other name what it was.
    let _saved = write_unlinked(&path, b"newer", Care::Private).expect("saved");
    open_to_append(&path).and_then(|mut file| std::io::Write::write_all(&mut file, b"!")).expect("added");
    assert_eq!(fs::read(&path).expect("read"), b"newer!");
    assert_eq!(fs::read(home.path().join("twin")).expect("read"), b"new");
    assert_eq!(fs::read(&target).expect("read"), b"precious");
    fs::remove_file(&path).expect("removed");
    make_pipe(&path);
    open_to_append(&path).expect_err("a pipe");
}
