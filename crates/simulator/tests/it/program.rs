//! The program: what it prints, what it serves, and what it says to arguments that mean nothing.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_daypass-simulator");

/// Ends the program with the test, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn it_says_what_to_export_and_serves() {
    let mut child = Command::new(PROGRAM)
        .args(["--scenario", "20x2", "--auto-approve", "--prefix", "idc"])
        .stdout(Stdio::piped())
        .spawn()
        .map(Running)
        .expect("the program");
    let stdout = BufReader::new(child.0.stdout.take().expect("a pipe"));
    let lines: Vec<_> = stdout.lines().take(7).map(|line| line.expect("text")).collect();
    let names: Vec<_> =
        lines.iter().filter_map(|line| line.strip_prefix("export ")?.split_once('=')).collect();
    let (_, url) = names.first().expect("a variable");
    let wanted = ["SSO", "SSO_OIDC", "STS", "S3", "SIGNIN"].map(|name| format!("AWS_ENDPOINT_URL_{name}"));
    assert_eq!(names, wanted.iter().map(|name| (name.as_str(), *url)).collect::<Vec<_>>());
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    let request = "GET /idc/_sim/state HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.contains("\"accounts\":20"), "{answer}");
}

#[test]
fn arguments_that_mean_nothing() {
    let check = |arguments: &[&str], code: i32, words: &str| {
        let output = Command::new(PROGRAM).args(arguments).output().expect("the program");
        let said = String::from_utf8_lossy(if code == 0 { &output.stdout } else { &output.stderr });
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    };
    check(&["--help"], 0, "Usage: daypass-simulator");
    check(&["--scenarios"], 0, "many-accounts");
    check(&["--port"], 2, "--port needs a value");
    check(&["--port", "99999"], 2, "is not a port");
    check(&["--scenario", "nowhere"], 2, "there are article");
    check(&["--colour"], 2, "unknown argument");
}
