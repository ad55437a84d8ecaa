//! Tests of unix sockets: where one is opened, what is replaced, who is served, and what is left.
#![cfg(target_os = "linux")]

use crate::users::{OTHER, OWNER, Program, given, is_root, run, say, wait_for_the_parent};
use daypass_loopback::{Limits, SocketListener};
use http::Response;
use std::{
    fs,
    io::{ErrorKind, Read as _, Write as _},
    os::unix::{
        fs::{FileTypeExt as _, PermissionsExt as _, chown, symlink},
        net::{UnixListener, UnixStream},
    },
    path::{Path, PathBuf},
};

/// A folder of mode 0755, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("daypass-{name}-{}", std::process::id()));
        fs::create_dir(&path).expect("a folder");
        set_mode(&path, 0o755);
        Self(fs::canonicalize(path).expect("it is there"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

/// Opens a socket, closes it, and returns the kind of the failure.
fn opens(path: &Path) -> Result<(), ErrorKind> {
    run(SocketListener::bind(path)).map(drop).map_err(|error| error.kind())
}

/// Returns the first line that a server at the socket answers.
fn ask(path: &Path) -> String {
    let Ok(mut stream) = UnixStream::connect(path) else { return "no connection".to_owned() };
    let _reset = write!(stream, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let mut answer = String::new();
    let _reset = stream.read_to_string(&mut answer);
    answer.lines().next().unwrap_or("nothing").to_owned()
}

#[test]
fn the_socket_is_closed_to_others_and_goes_with_its_server() {
    let folder = Folder::new("socket-life");
    let path = folder.0.join("new/dev.sock");
    run(async {
        let server = SocketListener::bind(&path).await.expect("a socket");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&folder.0.join("new"))), (0o600, 0o700));
        let server = server.serve(Limits::default(), async |_| Response::new(Vec::new()));
        let there = path.clone();
        let answer = tokio::task::spawn_blocking(move || ask(&there)).await.expect("no panic");
        assert_eq!(answer, "HTTP/1.1 200 OK");
        let again = SocketListener::bind(&path).await.expect_err("it is served");
        assert_eq!(again.kind(), ErrorKind::AddrInUse);
        server.stop().await;
        assert!(!path.exists());
    });
}

#[test]
fn a_stale_socket_is_replaced_and_nothing_else() {
    let folder = Folder::new("socket-place");
    let at = |name: &str| folder.0.join(name);
    // Dropping std's listener leaves its socket behind, as a killed server does.
    drop(UnixListener::bind(at("stale")).expect("a socket"));
    assert_eq!(opens(&at("stale")), Ok(()));
    assert!(!at("stale").exists());
    let _served = UnixListener::bind(at("served")).expect("a socket");
    assert_eq!(opens(&at("served")), Err(ErrorKind::AddrInUse));
    drop(UnixListener::bind(at("target")).expect("a socket"));
    symlink(at("target"), at("link")).expect("a link");
    symlink(at("nothing"), at("dangling")).expect("a link");
    fs::create_dir(at("folder")).expect("a folder");
    drop(fs::File::create(at("file")).expect("a file"));
    for name in ["link", "dangling", "folder", "file"] {
        assert_eq!(opens(&at(name)), Err(ErrorKind::AlreadyExists), "{name}");
        assert!(fs::symlink_metadata(at(name)).is_ok_and(|data| !data.file_type().is_socket()), "{name}");
    }
    assert!(!at("nothing").exists() && at("target").exists());
    assert_eq!(opens(&at(&"x".repeat(120))), Err(ErrorKind::InvalidInput));
    assert_eq!(opens(Path::new("/")), Err(ErrorKind::InvalidInput));
}

#[test]
fn what_took_the_place_of_the_socket_is_not_removed() {
    let folder = Folder::new("socket-taken");
    let path = folder.0.join("dev.sock");
    let listener = run(async { SocketListener::bind(&path).await.expect("a socket") });
    fs::remove_file(&path).expect("it was there");
    drop(fs::File::create(&path).expect("a file"));
    drop(listener);
    assert!(path.exists());
}

#[test]
fn a_folder_that_others_can_change_is_refused() {
    let folder = Folder::new("socket-folder");
    let inner = folder.0.join("a/b");
    fs::create_dir_all(&inner).expect("folders");
    let path = inner.join("dev.sock");
    for (mode, above, good) in [
        (0o700, 0o755, true),
        (0o755, 0o755, true),
        (0o777, 0o755, false),
        (0o1777, 0o755, false),
        (0o700, 0o777, false),
        (0o700, 0o1777, true),
    ] {
        set_mode(&inner, mode);
        set_mode(&folder.0.join("a"), above);
        let expected = if good { Ok(()) } else { Err(ErrorKind::PermissionDenied) };
        assert_eq!(opens(&path), expected, "{mode:o} in {above:o}");
    }
    if is_root() {
        for (folder, mode) in [(&inner, 0o755), (&folder.0.join("a"), 0o755)] {
            set_mode(folder, mode);
            chown(folder, Some(OTHER), None).expect("root may");
            assert_eq!(opens(&path), Err(ErrorKind::PermissionDenied), "{}", folder.display());
            chown(folder, Some(0), None).expect("root may");
        }
    }
}

#[test]
fn another_user_is_refused_by_the_mode_and_then_by_the_kernel_s_word() {
    if !is_root() {
        return println!("skipped: only root can become two other users");
    }
    let folder = Folder::new("socket-users");
    chown(&folder.0, Some(OWNER), None).expect("root may");
    let program = Program::new("daypass-socket-program");
    let path = folder.0.join("dev.sock");
    let given = path.to_str().expect("text");
    let (running, served) = program.run("sockets::child_that_serves_a_socket", OWNER, given);
    assert_eq!(served, "serving");
    let answer = |user: u32| {
        let (asks, answer) = program.run("sockets::child_that_asks_a_socket", user, given);
        asks.end();
        answer
    };
    assert_eq!((answer(OWNER).as_str(), answer(OTHER).as_str()), ("HTTP/1.1 200 OK", "no connection"));
    set_mode(&path, 0o777);
    assert_eq!((answer(OWNER).as_str(), answer(OTHER).as_str()), ("HTTP/1.1 200 OK", "nothing"));
    assert_eq!(ask(&path), "HTTP/1.1 200 OK", "root may");
    running.end();
}

#[test]
#[ignore = "started by the test above"]
fn child_that_serves_a_socket() {
    run(async {
        let listener = SocketListener::bind(Path::new(&given())).await.expect("a socket");
        let _server = listener.serve(Limits::default(), async |_| Response::new(Vec::new()));
        say("serving");
        wait_for_the_parent().await;
    });
}

#[test]
#[ignore = "started by the test above"]
fn child_that_asks_a_socket() {
    say(&ask(Path::new(&given())));
}
