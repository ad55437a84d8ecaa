//! The loopback listener under fire: nothing but the browser's own redirect ends, confuses or leaks a sign-in.

use crate::{
    browser,
    home::{Home, pause},
};
use daypass_simulator::{Operation, World};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::Stdio,
};

const CONFIG: &str =
    "[sso-session my-sso]\nsso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n";

/// A sign-in that waits, told through events; the address to open, and the port it comes back to.
pub(crate) struct Waiting {
    pub(crate) child: std::process::Child,
    events: BufReader<std::process::ChildStdout>,
    pub(crate) url: String,
    pub(crate) port: String,
}

impl Waiting {
    fn start(home: &Home) -> Self {
        Self::of(home.command("login --flow pkce --no-browser --events ndjson"))
    }

    /// The sign-in of a command line that prints its events.
    pub(crate) fn of(mut command: std::process::Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("daypass runs");
        let mut events = BufReader::new(child.stdout.take().expect("a pipe"));
        let url = next(&mut events)["url"].as_str().expect("the url event comes first").to_owned();
        let after = url.split("127.0.0.1%3A").nth(1).expect("a redirect URI");
        let port = after.split("%2F").next().expect("a port").to_owned();
        Self { child, events, url, port }
    }

    pub(crate) fn send(&self, raw: &str) -> String {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{}", self.port)).expect("it listens");
        // A refused request may be answered before it is sent whole.
        drop(stream.write_all(raw.replace("PORT", &self.port).as_bytes()));
        drop(stream.shutdown(std::net::Shutdown::Write));
        let mut reply = Vec::new();
        drop(stream.read_to_end(&mut reply));
        String::from_utf8_lossy(&reply).into_owned()
    }
}

impl Waiting {
    /// The names of the events until the end.
    pub(crate) fn rest(&mut self) -> Vec<String> {
        let lines = self.events.by_ref().lines().map_while(Result::ok);
        let event = |line: String| serde_json::from_str::<serde_json::Value>(&line).expect("JSON");
        lines.map(|line| event(line)["event"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

fn next(events: &mut impl std::io::BufRead) -> serde_json::Value {
    let mut line = String::new();
    events.read_line(&mut line).expect("an event");
    serde_json::from_str(&line).expect("JSON")
}

#[test]
fn nothing_foreign_ends_a_sign_in() {
    let home = Home::with(World::demo()).config(CONFIG);
    let mut waiting = Waiting::start(&home);
    let state = waiting
        .url
        .split("state=")
        .nth(1)
        .and_then(|rest| rest.split('&').next())
        .expect("a state")
        .to_owned();
    let get = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n");
    let mut requests = vec![
        get("/"),
        get("/favicon.ico"),
        get("/oauth/callback"),
        get("/oauth/callback?"),
        get("/oauth/callback?code=x"),
        get("/oauth/callback?state=x"),
        get("/oauth/callback?code=&state="),
        get("/oauth/callback?code=x&state=wrong"),
        get("/oauth/callback?error=access_denied"),
        get("/oauth/callback?error=access_denied&state=wrong"),
        get("/oauth/callback?error=%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
        get(&format!("/oauth/callback?state={state}")),
        get(&format!("/oauth/callback?code=&state={state}")),
        get(&format!("/oauth/callback?code=a&code=b&state={state}")),
        get(&format!("/oauth/callback?code=a&state={state}&state=x")),
        get(&format!("/oauth/callback/?code=a&state={state}")),
        get(&format!("/OAUTH/CALLBACK?code=a&state={state}")),
        get(&format!("//oauth/callback?code=a&state={state}")),
        get(&format!("/../oauth/callback?code=a&state={state}")),
        get(&format!("/oauth/callback?code=a&state={}", state.to_uppercase())),
        get(&format!("/oauth/callback?code=a&state={state}x")),
        get(&format!("/oauth/callback?code=%FF%FE&state={state}")),
        get("/go/../etc"),
    ];
    for method in ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT"] {
        requests.push(format!("{method} /oauth/callback?code=a&state={state} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 0\r\n\r\n"));
    }
    for host in
        ["evil.example", "evil.example:PORT", "127.0.0.1:1", "127.0.0.1.evil.example:PORT", "", "localhost"]
    {
        requests.push(format!("GET /oauth/callback?code=a&state={state} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    }
    requests.push(format!("GET /oauth/callback?code=a&state={state} HTTP/1.0\r\n\r\n"));
    requests.push(get(&format!("/oauth/callback?code={}&state={state}", "a".repeat(100_000))));
    requests.push(format!("GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX: {}\r\n\r\n", "a".repeat(100_000)));
    requests.push("\0\0\0\0".to_owned());
    requests.push("GET".to_owned());
    requests.push("\r\n\r\n\r\n".to_owned());
    requests.push("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned());
    assert!(requests.len() >= 30);
    for request in &requests {
        let reply = waiting.send(request);
        let shown = request.chars().take(120).collect::<String>();
        assert!(!reply.starts_with("HTTP/1.1 2"), "{shown}\n{reply}");
        assert!(!reply.contains(&state) && !reply.contains("<script>alert"), "{shown}\n{reply}");
        assert!(waiting.child.try_wait().expect("a status").is_none(), "the sign-in ended at {shown}");
    }
    // Connections that say nothing, or never finish saying it, hold nobody up.
    let address = format!("127.0.0.1:{}", waiting.port);
    let silent: Vec<_> = (0..20).map(|_| TcpStream::connect(&address).expect("it listens")).collect();
    let mut slow = TcpStream::connect(&address).expect("it listens");
    slow.write_all(b"GET /oauth/callback?code=").expect("sent");

    let page = browser::press(&waiting.url, "allow");
    assert!(page.contains("Signed in to my-sso"), "{page}");
    assert_eq!(waiting.rest(), ["waiting", "approved", "saved"]);
    assert!(waiting.child.wait().expect("a status").success());
    drop(silent);
}

#[test]
fn a_replay_of_the_redirect_changes_nothing() {
    let home = Home::with(World::demo()).config(CONFIG);
    home.server().world().lock().add_fault("CreateToken latency=1500".parse().expect("a fault"));
    let mut waiting = Waiting::start(&home);
    let location = browser::redirect(&waiting.url, "allow");
    let page = std::thread::scope(|scope| {
        let first = scope.spawn(|| browser::exchange("GET", &location, None).expect("an answer"));
        // While the code is redeemed: the same again, and another code with the right state.
        while home.server().world().lock().count(Operation::CreateToken) == 0 {
            pause(5);
        }
        for again in [location.clone(), location.replace("code=", "code=x")] {
            let reply = browser::exchange("GET", &again, None).expect("an answer");
            assert_eq!(reply.status, 409, "{again}\n{reply}");
        }
        first.join().expect("it does not panic")
    });
    assert!(page.body.contains("Signed in to my-sso"), "{page}");
    assert!(waiting.child.wait().expect("a status").success());
    assert_eq!(home.server().world().lock().count(Operation::CreateToken), 1);
}

#[test]
fn a_refusal_with_markup_is_shown_as_text() {
    let home = Home::with(World::demo()).config(CONFIG);
    let mut waiting = Waiting::start(&home);
    let state = waiting.url.split("state=").nth(1).and_then(|rest| rest.split('&').next()).expect("a state");
    let words = "error=server_error&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E%1B%5B2J%0D%0Adone";
    let url = format!("http://127.0.0.1:{}/oauth/callback?{words}&state={state}", waiting.port);
    let reply = browser::exchange("GET", &url, None).expect("an answer").to_string();
    assert!(reply.contains("&lt;script&gt;") && !reply.contains("<script"), "{reply}");
    assert!(
        !reply.contains('\u{1b}') && reply.contains("content-security-policy: default-src 'none'"),
        "{reply}"
    );
    assert_eq!(waiting.child.wait().expect("a status").code(), Some(7));
    let last = std::iter::from_fn(|| {
        let mut line = String::new();
        waiting.events.read_line(&mut line).ok().filter(|length| *length > 0).map(|_| line)
    });
    let last = last.last().expect("an event");
    assert!(last.contains("\"event\":\"failed\"") && !last.contains("\\u001b"), "{last}");
}
