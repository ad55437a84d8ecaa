//! The container endpoint: refused requests, credentials, calls to AWS, and its end.

use crate::home::{Home, pause};
use daypass_simulator::{AutoApprove, Operation, World};
use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Stdio},
    thread,
    time::Duration,
};

const WIZARD: &str = "configure sso --profile dev --sso-session corp \
    --sso-start-url https://d-9067000018.awsapps.com/start --sso-region eu-west-1 --sso-account-id 051234567822 \
    --sso-role-name AWSPowerUserAccess --region eu-west-1 --output json --use-device-code --no-browser";

/// A home that is signed in, at an AWS whose role credentials live so long.
fn home(role_seconds: u64) -> Home {
    let world = World::demo().with_settings(|settings| {
        settings.auto_approve = AutoApprove::Allow;
        settings.role_seconds = role_seconds;
    });
    let home = Home::with(world);
    let _outcome = home.run(WIZARD).ok();
    home
}

/// A server under test; killed if the test does not stop it.
struct Served {
    child: Child,
    port: u16,
    path: String,
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Served {
    fn start(home: &Home, words: &str) -> Self {
        #[cfg(unix)]
        let mut command = home.hearing(words);
        #[cfg(not(unix))]
        let mut command = home.command(words);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        let mut value = |name: &str| {
            let line = lines.find(|line| line.contains(name)).expect("the variable is printed");
            line.split_once('=').expect("a value").1.trim_matches('"').to_owned()
        };
        let uri = value("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        let token = value("AWS_CONTAINER_AUTHORIZATION_TOKEN");
        let (address, path) = uri.trim_start_matches("http://127.0.0.1:").split_once('/').expect("a path");
        Self { child, port: address.parse().expect("a port"), path: format!("/{path}"), token }
    }

    /// The status and the body of the answer to these bytes; nothing if the connection was cut.
    fn ask(&self, request: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a limit");
        drop(stream.write_all(request.as_bytes()));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, answer.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_owned()))
    }

    fn get(&self) -> (u16, String) {
        self.ask(&self.request("GET", ""))
    }

    /// A good request but for what is added.
    fn request(&self, method: &str, more: &str) -> String {
        let Self { port, path, token, .. } = self;
        format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: {token}\r\n{more}Connection: close\r\n\r\n"
        )
    }
}

#[test]
fn gives_credentials_to_the_right_request() {
    let home = home(3600);
    let served = Served::start(&home, "serve --profile dev");
    let (status, body) = served.get();
    assert_eq!(status, 200, "{body}");
    let json: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    for member in ["AccessKeyId", "SecretAccessKey", "Token", "Expiration", "AccountId"] {
        assert!(json[member].as_str().is_some_and(|text| !text.is_empty()), "{member}");
    }
    assert!(json["Expiration"].as_str().is_some_and(|time| time.ends_with('Z')));
    assert_eq!(json["AccountId"], "051234567822");
}

#[test]
fn refuses_everybody_else() {
    let home = home(3600);
    let served = Served::start(&home, "serve dev");
    let Served { port, path, token, .. } = &served;
    let head =
        |target: &str, headers: &str| format!("GET {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
    let host = format!("Host: 127.0.0.1:{port}\r\n");
    let pass = format!("Authorization: {token}\r\n");
    let long = "x".repeat(20_000);
    let hostile: Vec<(&str, String)> = vec![
        ("no token", head(path, &host)),
        ("empty token", head(path, &format!("{host}Authorization: \r\n"))),
        (
            "wrong token",
            head(path, &format!("{host}Authorization: {}\r\n", token.replace(|_: char| true, "0"))),
        ),
        (
            "token cut short",
            head(path, &format!("{host}Authorization: {}\r\n", token.get(..63).expect("long"))),
        ),
        ("bearer before it", head(path, &format!("{host}Authorization: Bearer {token}\r\n"))),
        ("two tokens", head(path, &format!("{host}{pass}{pass}"))),
        ("token in the query", head(&format!("{path}?token={token}"), &format!("{host}{pass}"))),
        ("another path", head("/", &format!("{host}{pass}"))),
        ("the path in capitals", head(&path.to_uppercase(), &format!("{host}{pass}"))),
        ("a path around", head(&format!("/x/..{path}"), &format!("{host}{pass}"))),
        ("another host", head(path, &format!("Host: evil.example\r\n{pass}"))),
        ("a rebound name", head(path, &format!("Host: evil.example:{port}\r\n{pass}"))),
        ("no host", head(path, &pass)),
        ("two hosts", head(path, &format!("{host}Host: evil.example\r\n{pass}"))),
        ("an absolute target", head(&format!("http://127.0.0.1:{port}{path}"), &format!("{host}{pass}"))),
        ("from a page", head(path, &format!("{host}{pass}Origin: https://evil.example\r\n"))),
        ("from a browser", head(path, &format!("{host}{pass}Sec-Fetch-Site: cross-site\r\n"))),
        ("through a proxy", head(path, &format!("{host}{pass}X-Forwarded-For: 10.0.0.1\r\n"))),
        ("POST", served.request("POST", "Content-Length: 0\r\n")),
        ("HEAD", served.request("HEAD", "")),
        ("OPTIONS", served.request("OPTIONS", "")),
        ("TRACE", served.request("TRACE", "")),
        ("CONNECT", format!("CONNECT 169.254.169.254:80 HTTP/1.1\r\n{host}{pass}\r\n")),
        ("a body", served.request("GET", "Content-Length: 4\r\n") + "body"),
        ("chunks", served.request("GET", "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
        ("a long header", head(path, &format!("{host}{pass}X: {long}\r\n"))),
        ("a long target", head(&format!("/{long}"), &format!("{host}{pass}"))),
        ("many headers", head(path, &format!("{host}{pass}{}", "X: y\r\n".repeat(200)))),
        ("no HTTP", "\u{0}\u{1}\u{2}\r\n\r\n".to_owned()),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned()),
        ("a line smuggled in", head(path, &format!("{host}Authorization: x\r\n{pass}"))),
    ];
    assert!(hostile.len() >= 20);
    for (what, request) in &hostile {
        let (status, body) = served.ask(request);
        assert!(status == 0 || (400..500).contains(&status), "{what}: {status}");
        assert!(!body.contains("SecretAccessKey") && !body.contains(token.as_str()), "{what}: {body}");
    }
    assert_eq!(served.get().0, 200, "and the right one is still answered");
}

/// 600 connections with half a head, and a right request behind them: it need not wait for their time to run out.
#[test]
fn t16_01_silent_connections_keep_nobody_out() {
    let home = home(3600);
    let served = Served::start(&home, "serve dev");
    let half = |_| {
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).expect("queued");
        stream.write_all(b"GET / HTTP/1.1\r\nHo").expect("sent");
        stream
    };
    let silent: Vec<_> = (0..600).map(half).collect();
    assert_eq!(served.get().0, 200);
    drop(silent);
}

/// Across several ends of credentials, and 64 programs that ask all the time, AWS is asked once for each.
#[test]
fn renews_with_one_call_for_all() {
    let home = home(2);
    let served = Served::start(&home, "serve dev");
    let calls = || home.server().world().lock().count(Operation::GetRoleCredentials);
    let keys = std::sync::Mutex::new(std::collections::BTreeSet::new());
    let ask = || {
        let (status, body) = served.get();
        assert_eq!(status, 200, "{body}");
        let json: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        let mut keys = keys.lock().expect("no panic");
        keys.insert(json["AccessKeyId"].to_string() + &json["Expiration"].to_string());
        keys.len()
    };
    thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                while ask() < 3 {
                    pause(20);
                }
            });
        }
    });
    // One for each, and at most one that came after the last answer.
    let (calls, seen) = (calls(), keys.lock().expect("no panic").len() as u64);
    assert!(calls == seen || calls == seen + 1, "{calls} calls for {seen} credentials");
}

#[cfg(unix)]
#[test]
fn stops_when_it_is_told_to() {
    let home = home(3600);
    for signal in ["INT", "TERM", "HUP"] {
        let mut served = Served::start(&home, "serve dev");
        assert_eq!(served.get().0, 200);
        let killed = std::process::Command::new("kill")
            .args([format!("-{signal}"), served.child.id().to_string()])
            .status();
        assert!(killed.is_ok_and(|status| status.success()));
        assert_eq!(served.child.wait().expect("it ends").code(), Some(0), "{signal}");
        assert!(TcpStream::connect(("127.0.0.1", served.port)).is_err(), "the port is free");
    }
}

#[test]
fn says_what_to_export_and_what_is_missing() {
    let home = home(3600);
    let one = |format: &str| {
        let mut child = home.command(&format!("serve dev --format {format}"));
        let mut child = child.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
        let mut text = [0; 2_000];
        let length = child.stdout.take().expect("a pipe").read(&mut text).expect("text");
        drop(child.kill());
        drop(child.wait());
        String::from_utf8_lossy(text.get(..length).expect("as long")).into_owned()
    };
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"127\.0\.0\.1:\d+/[0-9a-f]{32}", "127.0.0.1:PORT/PATH");
    settings.add_filter(r"[0-9a-f]{64}", "TOKEN");
    settings.bind(|| {
        insta::assert_snapshot!(one("env"), @"
        export AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:PORT/PATH
        export AWS_CONTAINER_AUTHORIZATION_TOKEN=TOKEN
        export AWS_REGION=eu-west-1
        export AWS_DEFAULT_REGION=eu-west-1
        unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_CREDENTIAL_EXPIRATION AWS_SECURITY_TOKEN AWS_SESSION_EXPIRATION AWS_ACCESS_KEY AWS_SECRET_KEY AWS_ACCOUNT_ID AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE DAYPASS_EXEC
        ");
        // T13-01: what stands in arguments, every user of the machine can read.
        insta::assert_snapshot!(one("docker"), @r"
        # For Docker on Linux. With Docker Desktop, a relay: https://github.com/daypass/daypass/blob/main/docs/containers.md#docker-desktop
        AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:PORT/PATH \
        AWS_CONTAINER_AUTHORIZATION_TOKEN=TOKEN \
        AWS_REGION=eu-west-1 \
        AWS_DEFAULT_REGION=eu-west-1 \
        docker run --rm --network host \
          -e AWS_CONTAINER_CREDENTIALS_FULL_URI \
          -e AWS_CONTAINER_AUTHORIZATION_TOKEN \
          -e AWS_REGION \
          -e AWS_DEFAULT_REGION \
          IMAGE
        ");
        insta::assert_snapshot!(one("compose"), @r#"
        # For Docker on Linux. With Docker Desktop, a relay: https://github.com/daypass/daypass/blob/main/docs/containers.md#docker-desktop
        services:
          app:
            network_mode: host
            environment:
              AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:PORT/PATH"
              AWS_CONTAINER_AUTHORIZATION_TOKEN: "TOKEN"
              AWS_REGION: "eu-west-1"
              AWS_DEFAULT_REGION: "eu-west-1"
        "#);
    });
    let out = home.run("logout");
    assert_eq!(out.code, Some(0), "{out}");
    assert_eq!(home.run("serve dev").code, Some(3));
    assert_eq!(home.run("serve nobody").code, Some(4));
}

/// The answer at a unix socket to a request without a token.
#[cfg(unix)]
fn ask_socket(path: &std::path::Path) -> String {
    let Ok(mut stream) = std::os::unix::net::UnixStream::connect(path) else { return String::new() };
    drop(stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:9911\r\nConnection: close\r\n\r\n"));
    let mut answer = String::new();
    drop(stream.read_to_string(&mut answer));
    answer
}

#[cfg(unix)]
#[test]
fn a_socket_beside_the_port_goes_with_the_server_and_a_stale_one_is_replaced() {
    let home = home(3600);
    let path = home.path().join("sockets/dev.sock");
    let words = format!("serve dev --socket {}", path.display());
    let mut served = Served::start(&home, &words);
    assert!(ask_socket(&path).contains("SecretAccessKey"));
    assert_eq!(served.get().0, 200, "the port is served, too");
    let busy = home.run(&words);
    assert_eq!(busy.code, Some(1), "{}", busy.stderr);
    assert!(busy.stderr.contains("is served by another process"), "{}", busy.stderr);
    // A killed server leaves its socket.
    drop(served.child.kill());
    drop(served.child.wait());
    assert!(path.exists() && ask_socket(&path).is_empty());
    let mut served = Served::start(&home, &words);
    assert!(ask_socket(&path).contains("SecretAccessKey"));
    let id = served.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().is_ok_and(|s| s.success()));
    assert_eq!(served.child.wait().expect("it ends").code(), Some(0));
    assert!(!path.exists());
}

#[cfg(unix)]
#[test]
fn what_else_is_at_the_place_of_the_socket_stays() {
    let home = home(3600);
    let path = home.path().join("dev.sock");
    std::os::unix::fs::symlink(home.path().join("elsewhere"), &path).expect("a link");
    let refused = home.run(&format!("serve dev --socket {}", path.display()));
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    assert!(refused.stderr.contains("exists and is no socket of this user"), "{}", refused.stderr);
    assert!(refused.stdout.is_empty() && path.is_symlink() && !home.path().join("elsewhere").exists());
}

/// `ssh -R`, `kubectl port-forward` and a relay keep the path and the token and change the port.
#[test]
fn a_forwarded_port_may_have_another_number() {
    let home = home(3600);
    let served = Served::start(&home, "serve dev");
    let there = |host: &str| served.request("GET", "").replace(&format!("127.0.0.1:{}", served.port), host);
    for host in ["127.0.0.1:9911", "localhost:80", "127.0.0.1"] {
        assert_eq!(served.ask(&there(host)).0, 200, "{host}");
    }
    assert_eq!(served.ask(&there("127.0.0.1.evil.example:9911")).0, 403);
}
