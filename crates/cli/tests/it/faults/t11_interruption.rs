//! T11: from the moment a single-use token may have reached the service until its answer is on disk, no signal ends the
//! work; and what is said of an interruption is true.

use super::aged::{aged, signed_in, spoil};
use crate::home::{Home, pause};
use daypass_simulator::Operation;
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    os::unix::process::{CommandExt as _, ExitStatusExt as _},
    process::{Child, Command, Output, Stdio},
};

fn start(mut command: Command) -> Child {
    let command = command.process_group(0).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
}

/// Waits until the service has had this many of these calls.
fn reached(home: &Home, operation: Operation) {
    for _ in 0..1000 {
        if home.server().world().lock().count(operation) > 0 {
            return;
        }
        pause(10);
    }
    panic!("{operation} was not called");
}

fn signal(child: &Child, name: &str) {
    let killed = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()), "{name}");
}

fn interrupted(home: &Home, words: &str, operation: Operation, name: &str) -> (Output, String) {
    let child = start(home.hearing(words));
    reached(home, operation);
    signal(&child, name);
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output, said)
}

#[test]
fn t11_01_02_a_signal_during_a_refresh_loses_no_session() {
    for (words, name, code) in [
        ("credential-process -p dev", "INT", 130),
        ("credential-process -p dev", "TERM", 143),
        ("credential-process -p dev", "HUP", 129),
        ("whoami -p dev", "INT", 130),
        ("login", "TERM", 143),
        ("exec -p dev -- /bin/sh -c true", "HUP", 129),
    ] {
        let home = aged("CreateToken latency=700");
        let (output, said) = interrupted(&home, words, Operation::CreateToken, name);
        assert_eq!(output.status.code(), Some(code), "{words}, {name}: {said}");
        assert!(!said.contains("nothing was changed"), "{words}, {name}: {said}");
        assert!(said.contains("the renewed session was stored"), "{words}, {name}: {said}");
        assert_eq!(output.stdout, b"", "{words}, {name}");
        let _ok = home.run("credential-process -p dev").ok();
        assert_eq!(home.server().world().lock().count(Operation::CreateToken), 1, "{words}, {name}");
    }
}

/// An approved code gives its token once, as a refresh token does.
#[test]
fn t11_01_nor_does_one_that_comes_while_a_sign_in_ends() {
    for (name, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let home = signed_in();
        let _ok = home.run("logout").ok();
        spoil(&home, "CreateToken latency=700");
        let words = "login --sso-session corp --use-device-code --no-browser";
        let (output, said) = interrupted(&home, words, Operation::CreateToken, name);
        assert_eq!(output.status.code(), Some(code), "{name}: {said}");
        assert!(said.contains("the token was stored"), "{name}: {said}");
        let _ok = home.run("credential-process -p dev").ok();
        assert_eq!(home.server().world().lock().count(Operation::CreateToken), 1, "{name}");
    }
}

/// Only the exchange is waited for: a call that can be made again is not.
#[test]
fn what_can_be_asked_again_ends_at_once() {
    for (name, code, by) in [("INT", Some(130), None), ("TERM", None, Some(15)), ("HUP", None, Some(1))] {
        let home = aged("GetRoleCredentials latency=20000");
        let (output, said) =
            interrupted(&home, "credential-process -p dev", Operation::GetRoleCredentials, name);
        assert_eq!((output.status.code(), output.status.signal()), (code, by), "{name}: {said}");
        assert!(!said.contains("nothing was changed"), "the session was renewed: {said}");
        home.server().world().lock().clear_faults();
        let _ok = home.run("credential-process -p dev").ok();
    }
}

/// A service that does not answer does not make the program immortal.
#[test]
fn a_signal_is_held_off_for_some_seconds_only() {
    let home = aged("CreateToken latency=60000");
    let (output, said) = interrupted(&home, "credential-process -p dev", Operation::CreateToken, "TERM");
    assert_eq!(output.status.code(), Some(143), "{said}");
    assert!(said.contains("AWS did not answer in time"), "{said}");
}

#[test]
fn an_ignored_signal_stays_ignored() {
    let home = aged("CreateToken latency=700");
    let mut command = home.other("env");
    command.args(["--ignore-signal=HUP,INT,TERM", env!("CARGO_BIN_EXE_daypass")]);
    let child = start({
        command.args(["credential-process", "-p", "dev"]);
        command
    });
    reached(&home, Operation::CreateToken);
    for name in ["HUP", "INT", "TERM"] {
        signal(&child, name);
    }
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

/// `nohup daypass serve` outlives the terminal that it was started from; SIGTERM still ends it.
#[test]
fn serve_goes_on_at_a_hangup_that_is_ignored() {
    let home = aged("GetRoleCredentials latency=1");
    let mut command = home.other("env");
    command.args(["--ignore-signal=HUP", env!("CARGO_BIN_EXE_daypass"), "serve", "dev"]);
    let mut served = start(command);
    let (mut line, mut answer) = (String::new(), String::new());
    let mut out = std::io::BufReader::new(served.stdout.take().expect("a pipe"));
    std::io::BufRead::read_line(&mut out, &mut line).expect("a line");
    let address = line.split('/').nth(2).expect("the address of the endpoint");
    signal(&served, "HUP");
    for _ in 0..20 {
        pause(10);
        let mut stream = TcpStream::connect(address).expect("it listens");
        stream.write_all(b"GET / HTTP/1.0\r\n\r\n").expect("it reads");
        let length = stream.read_to_string(&mut answer).expect("it answers");
        assert!(length > 0, "it answers");
    }
    signal(&served, "TERM");
    assert_eq!(served.wait().expect("it ends").code(), Some(0));
}

/// A program behind `serve` that gives up, and `serve` itself told to stop, lose nothing either.
#[test]
fn serve_stops_after_the_answer() {
    let home = aged("GetRoleCredentials latency=1");
    let mut served = start(home.hearing("serve dev"));
    let mut line = String::new();
    let mut out = std::io::BufReader::new(served.stdout.take().expect("a pipe"));
    std::io::BufRead::read_line(&mut out, &mut line).expect("a line");
    assert!(line.contains("AWS_CONTAINER"), "{line}");
    signal(&served, "TERM");
    assert_eq!(served.wait().expect("it ends").code(), Some(0));
    let _ok = home.run("credential-process -p dev").ok();
}
