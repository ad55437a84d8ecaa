//! Tests of connections of other users of the machine.
#![cfg(target_os = "linux")]

use daypass_loopback::{Limits, Listener, Peers, hand_over};
use http::Response;
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::unix::{fs::PermissionsExt, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

pub(crate) const OWNER: u32 = 65_534;
pub(crate) const OTHER: u32 = 1_234;

/// A copy of this test program that every user can start.
pub(crate) struct Program(PathBuf);

impl Program {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        std::fs::copy(std::env::current_exe().expect("this test"), &path).expect("copied");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("a mode");
        Self(path)
    }

    /// Starts a test function of this file as this user, and returns the first word that it prints.
    pub(crate) fn run(&self, function: &str, user: u32, given: &str) -> (Running, String) {
        let mut command = Command::new(&self.0);
        command.args(["--exact", function, "--ignored", "--nocapture"]).env("GIVEN", given).current_dir("/");
        command.uid(user).gid(user).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let lines = output.by_ref().lines().map_while(Result::ok);
        let mut said = lines.filter_map(|line| line.strip_prefix("said ").map(str::to_owned));
        let first = said.next().unwrap_or_default();
        (Running { child, output }, first)
    }
}

/// A process that ends when its standard input is closed.
pub(crate) struct Running {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Running {
    pub(crate) fn end(mut self) {
        drop(self.child.stdin.take());
        let _rest = self.output.read_to_end(&mut Vec::new());
        assert!(self.child.wait().expect("it ends").success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.0));
    }
}

#[expect(clippy::disallowed_methods, reason = "the parent's word")]
pub(crate) fn given() -> String {
    std::env::var("GIVEN").expect("the parent's word")
}

pub(crate) fn say(word: &str) {
    println!("\nsaid {word}");
    std::io::stdout().flush().expect("said");
}

#[test]
fn t13_03_connections_of_another_user_are_closed_unread() {
    if !Path::new("/proc/net/tcp").exists() || !is_root() {
        return println!("skipped: only root can become two other users");
    }
    let program = Program::new("daypass-loopback-users");
    let answer = |user: u32, address: &str| {
        let (asks, answer) = program.run("users::child_that_requests", user, address);
        asks.end();
        answer
    };
    for serves in ["users::child_that_serves", "users::child_that_hands_over"] {
        let (server, address) = program.run(serves, OWNER, "");
        assert_eq!(answer(OTHER, &address), "nothing", "{serves}");
        assert!(answer(OWNER, &address).starts_with("HTTP/1.1 "), "{serves}");
        server.end();
    }
    // Without `SameUser` every user is served.
    let (server, address) = program.run("users::child_that_serves", OWNER, "all");
    assert!(answer(OTHER, &address).starts_with("HTTP/1.1 "));
    server.end();
}

pub(crate) fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
}

/// Waits until the parent closes standard input.
pub(crate) async fn wait_for_the_parent() {
    let _end = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await;
}

#[test]
#[ignore = "started by the test above"]
fn child_that_serves() {
    run(async {
        let mut limits = Limits::default();
        if given().is_empty() {
            limits.peers = Peers::SameUser;
        }
        let server =
            Listener::bind(0).await.expect("a port").serve(limits, async |_| Response::new(Vec::new()));
        say(&format!("http://127.0.0.1:{}/", server.port()));
        wait_for_the_parent().await;
    });
}

#[test]
#[ignore = "started by the test above"]
fn child_that_hands_over() {
    let open = |short: &str| {
        say(short);
        true
    };
    let _done =
        run(hand_over([7; 16], "https://example.com/", Duration::from_secs(60), open)).expect("a port");
}

#[test]
#[ignore = "started by the test above"]
fn child_that_requests() {
    let address = given();
    let (host, path) = address.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("parts");
    let mut stream = TcpStream::connect(host).expect("a connection");
    let _reset = write!(stream, "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    let mut answer = String::new();
    let _reset = stream.read_to_string(&mut answer);
    say(answer.lines().next().unwrap_or("nothing"));
}
