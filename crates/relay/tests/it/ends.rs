//! Tests of the relay's end: whoever it serves is killed, and no listener is left; nothing secret is in its arguments.

use crate::scene::{Asked, Folder, KEYS, PATH, PROGRAM, Relay, send};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Waits until nothing listens, and fails where that takes longer than any machine should need.
fn wait_for_silence(port: u16) {
    let until = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(("127.0.0.1", port)).is_ok() {
        assert!(Instant::now() < until, "a listener is left");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Starts a command behind a relay that prints its address and waits; returns it with its port and path.
fn waiting(folder: &Folder) -> (Child, u16, String) {
    let mut command = Command::new(PROGRAM);
    command.arg("--socket").arg(folder.socket());
    command.args(["--", "sh", "-c", "echo $AWS_CONTAINER_CREDENTIALS_FULL_URI; exec sleep 1000"]);
    let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
    let mut address = String::new();
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    output.read_line(&mut address).expect("a line");
    let rest = address.trim_end().strip_prefix("http://127.0.0.1:").expect("an address");
    let (port, path) = rest.split_once('/').expect("a path");
    (child, port.parse().expect("a port"), format!("/{path}"))
}

#[test]
fn the_listener_of_a_command_ends_with_it() {
    let folder = Folder::new();
    let _asked = Asked::at_socket(&folder);
    let (mut child, port, path) = waiting(&folder);
    let ask = |path: &str| send(port, format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes());
    assert!(ask(&path).ends_with(KEYS));
    for guess in ["/", PATH, path.get(..path.len() - 1).expect("ASCII")] {
        assert!(ask(guess).contains(" 404 "), "{guess}");
    }
    child.kill().expect("kill -9");
    child.wait().expect("it ends");
    wait_for_silence(port);
}

#[test]
fn a_relay_for_all_ends_with_who_started_it_unless_it_stays() {
    let folder = Folder::new();
    let _asked = Asked::at_socket(&folder);
    let started = |stay: &str| {
        let line =
            format!("{PROGRAM} --socket {} --port 0 {stay} & exec sleep 1000", folder.socket().display());
        Relay::of(Command::new("sh").args(["-c", &line]).stdin(Stdio::null()).stdout(Stdio::null()))
    };
    let mut stays = started("--stay");
    stays.child.kill().expect("kill -9");
    stays.child.wait().expect("it ends");
    let mut relay = started("");
    assert!(relay.get(PATH).ends_with(KEYS));
    relay.child.kill().expect("kill -9");
    relay.child.wait().expect("it ends");
    wait_for_silence(relay.port);
    // It has looked as often as the one that has ended.
    assert!(stays.get(PATH).ends_with(KEYS));
    end(stays.port);
}

/// Ends the relay that listens at this port.
fn end(port: u16) {
    let wanted = format!("--socket\0{}", std::env::temp_dir().display());
    for entry in fs::read_dir("/proc").expect("processes").flatten() {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        let is_ours = line.starts_with(PROGRAM) && line.contains(&wanted) && line.contains("--stay");
        if is_ours && line.contains(&format!("daypass-relay-{}-", std::process::id())) {
            let id = entry.file_name().to_string_lossy().into_owned();
            assert!(Command::new("kill").args(["-9", &id]).status().is_ok_and(|status| status.success()));
        }
    }
    wait_for_silence(port);
}

#[test]
fn no_argument_of_a_process_holds_the_path() {
    let folder = Folder::new();
    let _asked = Asked::at_socket(&folder);
    let (mut child, port, path) = waiting(&folder);
    let mut seen = 0;
    for entry in fs::read_dir("/proc").expect("processes").flatten() {
        let line = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        seen += usize::from(!line.is_empty());
        assert!(!String::from_utf8_lossy(&line).contains(&path));
    }
    assert!(seen > 0);
    child.kill().expect("kill -9");
    child.wait().expect("it ends");
    wait_for_silence(port);
}
