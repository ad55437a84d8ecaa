//! The listeners of a sign-in and of the console: a program without the secret learns nothing, and another user gets no
//! answer (T13-02, T13-03).

use super::{
    super::{
        attack::{Attack, Kind, Verdict, through},
        victim::Victim,
        weak::Weakness,
    },
    people::{Home, NEIGHBOUR, PERSON, Running, request},
};
use daypass_testkit::browser;
use std::{fs, process::Stdio, thread, time::Duration};

/// Names and lines of requests; `ADDRESS` is the path of the short address, `STATE` the state of the sign-in.
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
    ("another way around", "GET /x/../oauth/callback?code=x&state=STATE"),
    ("an escaped path", "GET /oauth%2Fcallback?code=x&state=STATE"),
    ("two states", "GET /oauth/callback?code=x&state=y&state=STATE"),
    ("no code", "GET /oauth/callback?state=STATE"),
    ("the whole address", "GET http://127.0.0.1/oauth/callback?code=x&state=STATE"),
    ("another host", "GET http://evil.example/oauth/callback?code=x&state=STATE"),
    ("OPTIONS", "OPTIONS /oauth/callback?code=x&state=STATE"),
    ("TRACE", "TRACE ADDRESS"),
    ("CONNECT", "CONNECT 127.0.0.1:80"),
    (
        "a method without end",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA /",
    ),
    ("a page's picture", "GET /favicon.ico"),
    ("a service worker", "GET /oauth/callback/sw.js"),
];

pub(super) fn kind() -> Kind {
    let attacks = REQUESTS.iter().map(|(name, request)| {
        Attack::new(*name, Weakness::AnswersEverybody, move |victim| sign_in(victim, request))
    });
    let idle = Attack::new("500 connections that say nothing", Weakness::AnswersEverybody, idle);
    Kind { name: "sign-in", attacks: attacks.chain([idle]).collect(), lawful: Vec::new() }
}

/// A command that waits for the browser, and the address that it opened.
pub(super) struct Waiting {
    /// Ends before its home is removed.
    pub(super) daypass: Running,
    pub(super) home: Home,
    address: String,
    pub(super) port: String,
}

impl Waiting {
    pub(super) fn start(victim: Victim, home: Home, line: &str) -> Result<Self, String> {
        let script = "#!/bin/sh\nprintf %s \"$1\" > ~/address.part; mv ~/address.part ~/address\n";
        let browser = home.plant("browser", script, PERSON, 0o755)?;
        let words: Vec<_> = line.split(' ').collect();
        let mut command = home.victim(victim, &words);
        command.env("BROWSER", browser).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let daypass = Running::start(&mut command)?;
        let mut waiting = Self { home, daypass, address: String::new(), port: String::new() };
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

    /// Sends a request as the neighbour, with the path of the short address in place of `ADDRESS`.
    fn ask(&self, line: &str) -> Result<String, String> {
        let path = self.address.split_once(&self.port).map_or("", |(_, path)| path);
        self.home.ask(NEIGHBOUR, &self.port, &request(&line.replace("ADDRESS", path), &self.port))
    }
}

fn sign_in(victim: Victim, line: &str) -> Verdict {
    let mut waiting =
        Waiting::start(victim, Home::new()?, "login --sso-session corp --flow pkce --timeout 90s")?;
    // The person's browser learns the state, from where the attack has it.
    let page = browser::exchange("GET", &waiting.address, None)?;
    let state = page.location().and_then(|url| url.split("state=").nth(1)).unwrap_or_default();
    let state = state.split('&').next().unwrap_or_default();
    if state.len() < 16 {
        return Err(format!("the person is not served: {page}").into());
    }
    let reply = waiting.ask(&line.replace("STATE", state))?;
    judge(&reply, state)?;
    if waiting.daypass.0.try_wait().is_ok_and(|end| end.is_some()) {
        return through("the sign-in is over");
    }
    signs_in(&mut waiting)
}

fn signs_in(waiting: &mut Waiting) -> Verdict {
    match browser::visit(&waiting.address, "allow") {
        Ok(page) if page.body.contains("Signed in") => Ok(()),
        Ok(page) => through(format!("afterwards: {page}")),
        Err(error) => through(format!("afterwards: {error}")),
    }
}

/// Fails if a reply has the state or a redirect, or if there is a reply at all.
fn judge(reply: &str, state: &str) -> Verdict {
    let text = reply.to_ascii_lowercase();
    if reply.contains(state) || text.contains("location:") || text.contains("challenge") {
        return through(format!("it says {reply:?}"));
    }
    if reply.is_empty() { Ok(()) } else { through(format!("another user is answered: {reply:?}")) }
}

/// Signs in while a neighbour holds silent connections (T16).
fn idle(victim: Victim) -> Verdict {
    let mut waiting =
        Waiting::start(victim, Home::new()?, "login --sso-session corp --flow pkce --timeout 90s")?;
    let _silent = waiting.home.idle(&waiting.port, 500)?;
    signs_in(&mut waiting)
}

pub(super) fn console() -> Kind {
    const ASKED: [&str; 4] = ["GET ADDRESS", "GET /", "GET /console", "HEAD ADDRESS"];
    let attacks = ASKED.iter().map(|request| {
        Attack::new(*request, Weakness::AnswersEverybody, move |victim| opened(victim, request))
    });
    Kind { name: "T13-02 console", attacks: attacks.collect(), lawful: Vec::new() }
}

fn opened(victim: Victim, line: &str) -> Verdict {
    let waiting = Waiting::start(victim, Home::signed_in()?, "console -p p")?;
    let reply = waiting.ask(line)?;
    judge(&reply, "SigninToken")?;
    // The person's browser is still served.
    let page = browser::exchange("GET", &waiting.address, None)?;
    if page.location().is_some() { Ok(()) } else { Err(format!("the person is not served: {page}").into()) }
}
