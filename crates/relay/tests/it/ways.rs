//! Tests of the ways to an endpoint: a socket, a port, a pair of pipes; for all programs and for one command.

use crate::scene::{Asked, Folder, KEYS, PATH, PROGRAM, Relay, request, send};
use std::{
    os::unix::{fs::PermissionsExt as _, net::UnixListener},
    process::{Command, Stdio},
};

#[test]
fn a_request_comes_out_at_the_socket_with_its_path_and_token() {
    let folder = Folder::new();
    let asked = Asked::at_socket(&folder);
    let relay = Relay::start(&["--socket", folder.socket().to_str().expect("text")]);
    let answer = relay.send(request(PATH, "Authorization: t\r\nX-More: no\r\n").as_bytes());
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with(KEYS), "{answer}");
    assert_eq!(
        asked.all(),
        [format!(
            "GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nAuthorization: t\r\nConnection: close\r\n\r\n"
        )]
    );
    assert!(relay.get("/").contains("404") && asked.all().len() == 1, "a path without a secret goes nowhere");
}

#[test]
fn a_socket_that_is_made_anew_is_found_again() {
    let folder = Folder::new();
    drop(UnixListener::bind(folder.socket()).expect("a socket"));
    let relay = Relay::start(&["--socket", folder.socket().to_str().expect("text")]);
    let answer = relay.get(PATH);
    assert!(answer.contains(" 502 ") && answer.contains("is daypass serve running there?"), "{answer}");
    std::fs::remove_file(folder.socket()).expect("it was there");
    let _asked = Asked::at_socket(&folder);
    assert!(relay.get(PATH).ends_with(KEYS));
}

#[test]
fn a_forwarded_port_gets_its_own_number_in_host() {
    let (asked, port) = Asked::at_port();
    let relay = Relay::start(&["--tcp", &format!("localhost:{port}")]);
    assert!(relay.get(PATH).ends_with(KEYS));
    assert!(asked.all().concat().contains(&format!("\r\nHost: 127.0.0.1:{port}\r\n")));
}

#[test]
fn many_requests_go_over_one_pair_of_pipes() {
    let folder = Folder::new();
    let asked = Asked::at_socket(&folder);
    let mut command = Command::new(PROGRAM);
    command.args(["--answer", "--socket"]).arg(folder.socket());
    command.args(["--", PROGRAM, "--stdio", "--port", "0"]).stdin(Stdio::null());
    let mut relay = Relay::of(&mut command);
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| assert!(relay.get(PATH).ends_with(KEYS)));
        }
    });
    assert_eq!(asked.all().len(), 64);
    // The listening end is a child of the other one, and ends with its pipes.
    drop(relay.child.kill());
    drop(relay.child.wait());
    while std::net::TcpStream::connect(("127.0.0.1", relay.port)).is_ok() {
        std::thread::yield_now();
    }
}

/// Runs a command behind a relay and returns its code and what it printed.
fn run(words: &[&str], script: &str, variables: &[(&str, &str)]) -> (Option<i32>, String) {
    let mut command = Command::new(PROGRAM);
    command.args(words).args(["--", "sh", "-c", script]).envs(variables.iter().copied());
    let output = command.output().expect("it runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("text"))
}

const ASK: &str = "
    exec 2>&1
    rest=${AWS_CONTAINER_CREDENTIALS_FULL_URI#http://127.0.0.1:}
    exec 3<>/dev/tcp/127.0.0.1/${rest%%/*}
    printf 'GET /%s HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n' \"${rest#*/}\" >&3
    cat <&3
";

#[test]
fn a_command_gets_an_address_of_its_own_and_no_other_identity() {
    let folder = Folder::new();
    let asked = Asked::at_socket(&folder);
    let socket = folder.socket();
    let socket = socket.to_str().expect("text");
    let script = format!("bash -c '{}'; env; exit 7", ASK.replace('\'', "'\\''"));
    let others = [
        ("AWS_PROFILE", "other"),
        ("AWS_ACCESS_KEY_ID", "AKIAOTHER"),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "other"),
        ("AWS_REGION", "eu-west-1"),
    ];
    let (code, said) = run(&["--socket", socket], &script, &others);
    assert_eq!(code, Some(7), "{said}");
    assert!(said.contains(KEYS) && said.contains("AWS_REGION=eu-west-1"), "{said}");
    assert!(!said.contains("=other") && !said.contains("AKIAOTHER"), "{said}");
    assert!(asked.all().concat().starts_with("GET / HTTP/1.1\r\n"), "the only role is at the root");
    // A path that was told is kept, and with it the token.
    let address = format!("http://127.0.0.1:1{PATH}");
    let told = [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", address.as_str()),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t"),
    ];
    let (_, said) = run(&["--socket", socket], &script, &told);
    assert!(said.contains(KEYS) && said.contains("AWS_CONTAINER_AUTHORIZATION_TOKEN=t"), "{said}");
    assert!(asked.all().last().expect("asked").starts_with(&format!("GET {PATH} ")));
}

#[test]
fn a_command_that_cannot_start_leaves_nothing() {
    let folder = Folder::new();
    let _asked = Asked::at_socket(&folder);
    let mut command = Command::new(PROGRAM);
    command.arg("--socket").arg(folder.socket()).args(["--", "/no/such/program"]);
    let output = command.output().expect("it runs");
    let said = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(1));
    assert!(said.starts_with("daypass-relay: /no/such/program: "), "{said}");
    assert_eq!(send(1, b""), "");
}

#[test]
fn an_address_that_is_written_once_stays() {
    let folder = Folder::new();
    let asked = Asked::at_socket(&folder);
    let (socket, file) = (folder.socket(), folder.0.join("address"));
    let started = || {
        Relay::start(&[
            "--socket",
            socket.to_str().expect("text"),
            "--address-file",
            file.to_str().expect("text"),
        ])
    };
    let address = || std::fs::read_to_string(&file).expect("an address");
    let path = |relay: &Relay| {
        let address = address();
        let path = address.trim_end().strip_prefix(&format!("http://127.0.0.1:{}", relay.port));
        path.unwrap_or_else(|| panic!("{address}")).to_owned()
    };
    let relay = started();
    let first = path(&relay);
    assert!(relay.get(&first).ends_with(KEYS) && asked.all().concat().starts_with("GET / HTTP/1.1"));
    assert!(relay.get(PATH).contains(" 404 "), "no other path is handed on");
    drop(relay);
    let relay = started();
    assert_eq!(path(&relay), first);
    drop(relay);
    let mode = |mode| std::fs::Permissions::from_mode(mode);
    assert_eq!(std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o600);
    // What others can read is no secret any more.
    std::fs::set_permissions(&file, mode(0o644)).expect("a mode");
    let relay = started();
    let second = path(&relay);
    assert_ne!(second, first);
    drop(relay);
    // Nor is a link followed, to read or to write.
    let elsewhere = folder.0.join("elsewhere");
    std::fs::rename(&file, &elsewhere).expect("it is there");
    std::os::unix::fs::symlink(&elsewhere, &file).expect("a link");
    let relay = started();
    assert!(path(&relay) != second && !file.is_symlink());
    assert!(std::fs::read_to_string(&elsewhere).expect("untouched").contains(&second));
}
