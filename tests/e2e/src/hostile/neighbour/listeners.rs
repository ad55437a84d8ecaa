//! What listens while somebody signs in or opens the console: to who does not know a secret it says nothing, and to
//! another user nothing at all (T13-02, T13-03).

use super::{
    super::attack::{Attack, Kind, Verdict},
    people::{Home, NEIGHBOUR, PERSON},
};
use daypass_testkit::browser;
use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    process::{Child, Stdio},
    thread,
    time::Duration,
};

/// What is asked; `ADDRESS` is the path of the short address, `STATE` the state.
const REQUESTS: &[(&str, &str)] = &[
    ("T13-03 /go", "GET /go"),
    ("/go/", "GET /go/"),
    ("a guess", "GET /go/00000000000000000000000000000000"),
    ("the root", "GET /"),
    ("the short address itself", "GET ADDRESS"),
    ("the short address, HEAD", "HEAD ADDRESS"),
    ("a refusal", "GET /oauth/callback?error=access_denied"),
    ("a code with a guess", "GET /oauth/callback?code=x&state=x"),
    ("a code with the state itself", "GET /oauth/callback?code=x&state=STATE"),
    ("a refusal with the state itself", "GET /oauth/callback?error=access_denied&state=STATE"),
    ("another method", "POST /oauth/callback?code=x&state=STATE"),
    ("a way around", "GET //oauth/callback?code=x&state=STATE"),
];

pub(super) fn kind() -> Kind {
    let attacks = REQUESTS.iter().map(|(name, request)| Attack::new(*name, move || sign_in(request)));
    let idle = Attack::new("500 connections that say nothing", idle);
    Kind { name: "sign-in", control, attacks: attacks.chain([idle]).collect(), lawful: Vec::new() }
}

/// A command that waits, and the address that it gave the browser.
struct Waiting {
    home: Home,
    child: Child,
    address: String,
    port: String,
}

impl Waiting {
    fn start(home: Home, line: &str) -> Result<Self, String> {
        let script = "#!/bin/sh\nprintf %s \"$1\" > ~/address.part; mv ~/address.part ~/address\n";
        let browser = home.plant("browser", script, PERSON, 0o755)?;
        let words: Vec<_> = line.split(' ').collect();
        let mut command = home.daypass(&words);
        command.env("BROWSER", browser).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().map_err(|error| error.to_string())?;
        let mut waiting = Self { home, child, address: String::new(), port: String::new() };
        for _ in 0..1500 {
            if let Ok(address) = fs::read_to_string(waiting.home.0.home().join("address")) {
                let port = address.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.split('/').next());
                port.ok_or_else(|| format!("the browser is given {address}"))?.clone_into(&mut waiting.port);
                waiting.address = address;
                return Ok(waiting);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err("no browser was started".to_owned())
    }

    fn path(&self) -> &str {
        self.address.split_once(&self.port).map_or("", |(_, path)| path)
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn sign_in(request: &str) -> Verdict {
    let mut waiting = Waiting::start(Home::new()?, "login --sso-session corp --flow pkce --timeout 90s")?;
    // The person's own browser learns the state, and that is where the attack has it from.
    let page = browser::exchange("GET", &waiting.address, None)?;
    let state = page.location().and_then(|url| url.split("state=").nth(1)).unwrap_or_default();
    let state = state.split('&').next().unwrap_or_default();
    if state.len() < 16 {
        return Err(format!("the person is not served: {page}"));
    }
    let target = request.replace("ADDRESS", waiting.path()).replace("STATE", state);
    let sent =
        format!("{target} HTTP/1.1\\r\\nHost: 127.0.0.1:{}\\r\\nConnection: close\\r\\n\\r\\n", waiting.port);
    let reply = waiting.home.ask(NEIGHBOUR, &waiting.port, &sent)?;
    judge(&reply, state)?;
    if waiting.child.try_wait().is_ok_and(|end| end.is_some()) {
        return Err("the sign-in is over".to_owned());
    }
    signs_in(&mut waiting)
}

fn signs_in(waiting: &mut Waiting) -> Verdict {
    let page = browser::visit(&waiting.address, "allow").map_err(|error| format!("afterwards: {error}"))?;
    if page.body.contains("Signed in") { Ok(()) } else { Err(format!("afterwards: {page}")) }
}

/// Neither the state nor where it leads, and no answer at all.
fn judge(reply: &str, state: &str) -> Verdict {
    let text = reply.to_ascii_lowercase();
    if reply.contains(state) || text.contains("location:") || text.contains("challenge") {
        return Err(format!("it says {reply:?}"));
    }
    if reply.is_empty() { Ok(()) } else { Err(format!("another user is answered: {reply:?}")) }
}

/// A listener that leads everybody on.
fn control() -> Verdict {
    let home = Home::new()?;
    let socket = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let port = socket.local_addr().map_err(|error| error.to_string())?.port().to_string();
    thread::spawn(move || {
        if let Ok((mut stream, _)) = socket.accept() {
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            while lines.next().is_some_and(|line| !line.trim().is_empty()) {}
            let reply =
                "HTTP/1.1 302 Found\r\nlocation: https://example.com/authorize?state=secretstate\r\n\r\n";
            drop(stream.write_all(reply.as_bytes()));
        }
    });
    let reply = home.ask(NEIGHBOUR, &port, "GET /go HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")?;
    judge(&reply, "secretstate")
}

/// The person's browser is served meanwhile (T16).
fn idle() -> Verdict {
    let mut waiting = Waiting::start(Home::new()?, "login --sso-session corp --flow pkce --timeout 90s")?;
    let mut child = waiting.home.idle(&waiting.port, 500)?;
    let verdict = signs_in(&mut waiting);
    drop(child.kill());
    drop(child.wait());
    verdict
}

pub(super) fn console() -> Kind {
    const ASKED: [&str; 4] = ["GET ADDRESS", "GET /", "GET /console", "HEAD ADDRESS"];
    let attacks = ASKED.iter().map(|request| Attack::new(*request, move || opened(request))).collect();
    Kind { name: "T13-02 console", control, attacks, lawful: Vec::new() }
}

fn opened(request: &str) -> Verdict {
    let waiting = Waiting::start(Home::signed_in()?, "console -p p")?;
    let target = request.replace("ADDRESS", waiting.path());
    let sent =
        format!("{target} HTTP/1.1\\r\\nHost: 127.0.0.1:{}\\r\\nConnection: close\\r\\n\\r\\n", waiting.port);
    let reply = waiting.home.ask(NEIGHBOUR, &waiting.port, &sent)?;
    judge(&reply, "SigninToken")?;
    // The person's browser is served afterwards.
    let page = browser::exchange("GET", &waiting.address, None)?;
    if page.location().is_some() { Ok(()) } else { Err(format!("the person is not served: {page}")) }
}
