//! Attacks on a relay: what reaches the endpoint, and whether it still answers.

use crate::scene::{Asked, Folder, KEYS, PATH, PROGRAM, Relay, request};
use std::{
    fs,
    io::Write as _,
    net::{TcpListener, TcpStream},
    os::unix::{
        fs::{PermissionsExt as _, chown, symlink},
        net::UnixListener,
    },
    path::Path,
    process::Command,
};

/// Starts a relay to this socket that must refuse it, and returns what it says.
fn refused(socket: &Path) -> String {
    let mut command = Command::new(PROGRAM);
    command.arg("--socket").arg(socket).args(["--", "echo", "started"]);
    let output = command.output().expect("it runs");
    assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()));
    String::from_utf8(output.stderr).expect("text")
}

#[test]
fn nothing_unusual_reaches_the_endpoint() {
    let folder = Folder::new();
    let asked = Asked::at_socket(&folder);
    let relay = Relay::start(&["--socket", folder.socket().to_str().expect("text")]);
    let good = request(PATH, "");
    let giant = "x".repeat(1_000_000);
    for (name, bytes) in [
        ("a giant header", request(PATH, &format!("X: {giant}\r\n"))),
        ("a giant target", request(&format!("/{giant}"), "")),
        ("a head without an end", format!("GET {PATH} HTTP/1.1\r\nX: {giant}")),
        ("many headers", request(PATH, &"X: y\r\n".repeat(100_000))),
        ("pipelining", format!("{good}{good}")),
        ("a request in a body", format!("{}{good}", request(PATH, "Content-Length: 9\r\n"))),
        ("chunks", request(PATH, "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
        ("CONNECT", "CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: localhost\r\n\r\n".to_owned()),
        ("the whole address", good.replace("GET /", "GET http://127.0.0.1/")),
        ("a rebound name", good.replace("127.0.0.1", "evil.example")),
        ("a page", request(PATH, "Origin: https://evil.example\r\n")),
        ("a proxy", request(PATH, "Via: 1.1 x\r\n")),
        ("a smuggled line", request(PATH, "X: a\nAuthorization: b\r\n")),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned()),
        ("the root", request("/", "")),
        ("a guess", request("/latest/meta-data", "")),
        ("no HTTP", "\0\x01\x02\r\n\r\n".to_owned()),
    ] {
        let answer = relay.send(bytes.as_bytes());
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 505"),
            "{name}"
        );
        assert!(!answer.contains("SecretAccessKey"), "{name}: {answer}");
    }
    assert!(asked.all().is_empty(), "{:?}", asked.all());
    assert!(relay.get(PATH).ends_with(KEYS), "and the right one is answered");
}

#[test]
fn half_heads_keep_nobody_out() {
    let folder = Folder::new();
    let _asked = Asked::at_socket(&folder);
    let relay = Relay::start(&["--socket", folder.socket().to_str().expect("text")]);
    let half = |_| {
        let mut stream = TcpStream::connect(("127.0.0.1", relay.port)).expect("queued");
        drop(stream.write_all(b"GET / HTTP/1.1\r\nHo"));
        stream
    };
    let silent: Vec<_> = (0..600).map(half).collect();
    assert!(relay.get(PATH).ends_with(KEYS));
    drop(silent);
}

#[test]
fn a_socket_that_is_not_one_s_own_gets_nothing() {
    let folder = Folder::new();
    let asked = Asked::at_socket(&folder);
    let at = |name: &str| folder.0.join(name);
    symlink(folder.socket(), at("link")).expect("a link");
    drop(fs::File::create(at("file")).expect("a file"));
    for name in ["link", "file"] {
        assert!(refused(&at(name)).contains("it is no socket"), "{name}");
    }
    assert!(refused(&at("nothing")).contains("No such file"));
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o777)).expect("a mode");
    assert!(refused(&folder.socket()).contains("others can write its folder"));
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).expect("a mode");
    if chown(at("file"), Some(1_234), None).is_err() {
        println!("skipped: only root can plant what another user owns");
    } else {
        chown(&folder.0, Some(1_234), None).expect("root may");
        assert!(refused(&folder.socket()).contains("its folder belongs to another user"));
    }
    assert!(asked.all().is_empty());
}

#[test]
fn a_socket_that_is_planted_later_gets_nothing() {
    let (folder, elsewhere) = (Folder::new(), Folder::new());
    let _asked = Asked::at_socket(&folder);
    let planted = Asked::at_socket(&elsewhere);
    let relay = Relay::start(&["--socket", folder.socket().to_str().expect("text")]);
    assert!(relay.get(PATH).ends_with(KEYS));
    fs::remove_file(folder.socket()).expect("it was there");
    symlink(elsewhere.socket(), folder.socket()).expect("a link");
    assert!(relay.get(PATH).contains("it is no socket"));
    assert!(planted.all().is_empty());
}

#[test]
fn a_squatter_on_the_port_keeps_the_command_from_starting() {
    let folder = Folder::new();
    let _served = UnixListener::bind(folder.socket()).expect("a socket");
    let squatter = TcpListener::bind("127.0.0.1:0").expect("a port");
    squatter.set_nonblocking(true).expect("a mode");
    let port = squatter.local_addr().expect("an address").port().to_string();
    for more in [&["--", "echo", "started"][..], &[]] {
        let mut command = Command::new(PROGRAM);
        command.arg("--socket").arg(folder.socket()).args(["--port", &port]).args(more);
        let output = command.output().expect("it runs");
        assert_eq!((output.status.code(), output.stdout), (Some(1), Vec::new()));
        assert!(String::from_utf8_lossy(&output.stderr).contains(&format!("port {port} of 127.0.0.1: ")));
    }
    assert!(squatter.accept().is_err(), "nobody has come to the squatter");
}
