//! A folder with an endpoint at a socket, which records what it is asked, and relays that a test starts.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::{fs::PermissionsExt as _, net::UnixListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_daypass-relay");

/// A path as `daypass serve` makes it.
pub(crate) const PATH: &str = "/00112233445566778899aabbccddeeff";

/// What the endpoint answers with.
pub(crate) const KEYS: &str = r#"{"SecretAccessKey":"planted"}"#;

/// A folder of mode 0700, removed at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("daypass-relay-{}-{number}", std::process::id()));
        fs::create_dir(&path).expect("a folder");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("a mode");
        Self(path)
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.0.join("aws.sock")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The heads that an endpoint has got.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<Vec<String>>>);

impl Asked {
    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }

    fn answer(&self, mut stream: impl Read + Write) {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|length| length == 1) {
            head.extend(byte);
        }
        self.0.lock().expect("no panic").push(String::from_utf8_lossy(&head).into_owned());
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{KEYS}", KEYS.len());
        drop(stream.write_all(answer.as_bytes()));
    }

    /// Answers at the socket until the test ends.
    pub(crate) fn at_socket(folder: &Folder) -> Self {
        let (asked, listener) = (Self::default(), UnixListener::bind(folder.socket()).expect("a socket"));
        let answering = asked.clone();
        thread::spawn(move || listener.incoming().flatten().for_each(|stream| answering.answer(stream)));
        asked
    }

    /// Answers at a port until the test ends.
    pub(crate) fn at_port() -> (Self, u16) {
        let (asked, listener) = (Self::default(), TcpListener::bind("127.0.0.1:0").expect("a port"));
        let port = listener.local_addr().expect("an address").port();
        let answering = asked.clone();
        thread::spawn(move || listener.incoming().flatten().for_each(|stream| answering.answer(stream)));
        (asked, port)
    }
}

/// A relay at a free port; killed at the end.
pub(crate) struct Relay {
    pub(crate) child: Child,
    pub(crate) port: u16,
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Relay {
    pub(crate) fn start(words: &[&str]) -> Self {
        let mut command = Command::new(PROGRAM);
        Self::of(command.args(words).args(["--port", "0"]).stdin(Stdio::null()).stdout(Stdio::null()))
    }

    /// Starts a command that says on standard error where its relay listens.
    pub(crate) fn of(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("it starts");
        let mut said = String::new();
        let mut errors = BufReader::new(child.stderr.take().expect("a pipe"));
        errors.read_line(&mut said).expect("a line");
        let port = said.strip_prefix("Relaying 127.0.0.1:").and_then(|rest| rest.split_once(' '));
        let port = port.unwrap_or_else(|| panic!("{said}")).0.parse().expect("a port");
        Self { child, port }
    }

    /// The answer to these bytes; empty if the connection was cut.
    pub(crate) fn send(&self, bytes: &[u8]) -> String {
        send(self.port, bytes)
    }

    pub(crate) fn get(&self, path: &str) -> String {
        self.send(request(path, "").as_bytes())
    }
}

pub(crate) fn request(path: &str, more: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:4242\r\n{more}\r\n")
}

pub(crate) fn send(port: u16, bytes: &[u8]) -> String {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return String::new() };
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a limit");
    drop(stream.write_all(bytes));
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}
