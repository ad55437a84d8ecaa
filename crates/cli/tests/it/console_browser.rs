//! The browser, the terminal and the signals of a console sign-in. `lNN` is the case of that number in the list of cases of
//! `aws login`.
#![cfg(unix)]

use crate::{
    browser,
    console_login::{ARN, DEV, LONG_AGO, age, calls, fault, file, home, home_of},
    home::pause,
    hostile::Waiting,
};
use daypass_simulator::ConsoleRefresh;
use daypass_testkit::terminal;
use expectrl::Expect as _;
use std::{
    fs,
    net::TcpListener,
    process::{Command, Stdio},
    thread,
};

/// A sign-in that waits for its redirect, which no browser of ours brings.
fn waiting(home: &crate::home::Home) -> Waiting {
    Waiting::of(home.hearing(&format!("login {DEV} --no-browser --events ndjson")))
}

#[test]
fn l16_nothing_foreign_ends_a_sign_in() {
    let home = home("");
    let mut waiting = waiting(&home);
    for request in [
        "GET /zzz?code=x&state=y",
        "GET /favicon.ico",
        "GET /oauth/callback?code=x&state=wrong",
        "GET /oauth/callback?error=access_denied&state=wrong",
        "POST /oauth/callback?code=x&state=y",
    ] {
        let reply =
            waiting.send(&format!("{request} HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 0\r\n\r\n"));
        assert!(!reply.starts_with("HTTP/1.1 2"), "{request}: {reply}");
        assert!(waiting.child.try_wait().expect("a status").is_none(), "the sign-in ended at {request}");
    }
    let page = browser::press(&waiting.url, "allow");
    assert!(page.contains(ARN), "{page}");
    assert_eq!(waiting.rest(), ["waiting", "approved", "saved"]);
    assert!(waiting.child.wait().expect("a status").success() && file(&home).is_some());
}

#[cfg(target_os = "linux")]
#[test]
fn l17_the_callback_is_heard_on_this_machine_alone() {
    let home = home("");
    let mut waiting = waiting(&home);
    let port: u16 = waiting.port.parse().expect("a port");
    let of_port = format!(":{port:04X}");
    let table = ["/proc/net/tcp", "/proc/net/tcp6"].map(|path| fs::read_to_string(path).unwrap_or_default());
    let is_listening = |fields: &[&str]| fields.get(3) == Some(&"0A");
    let addresses: Vec<_> = table
        .iter()
        .flat_map(|text| text.lines())
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|fields| is_listening(fields))
        .filter_map(|fields| fields.get(1)?.strip_suffix(&of_port).map(str::to_owned))
        .collect();
    // 127.0.0.1 and, where a browser may come by it, ::1.
    let is_loopback =
        |address: &String| ["0100007F", "00000000000000000000000001000000"].contains(&address.as_str());
    assert!(!addresses.is_empty() && addresses.iter().all(is_loopback), "{addresses:?}");
    drop(waiting.child.kill());
    drop(waiting.child.wait());
}

#[test]
fn l22_an_interrupted_sign_in_leaves_nothing() {
    let home = home("");
    let mut waiting = waiting(&home);
    let killed = Command::new("kill").args(["-INT", &waiting.child.id().to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()));
    assert_eq!(waiting.child.wait().expect("it ends").code(), Some(130));
    assert_eq!((file(&home), home.read(".aws/config"), calls(&home)), (None, String::new(), 0));
    let port: u16 = waiting.port.parse().expect("a port");
    let _free = TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
}

#[test]
fn l6_enter_takes_the_region_of_the_question_and_it_is_written() {
    let home = home("");
    let url = home.path().join("browser-url");
    let mut command = home.command("login --console --profile dev");
    command.env("BROWSER", home.browser_script());
    let mut session = terminal::open(command).expect("a pseudo-terminal");
    let person = thread::spawn(move || browser::press_when_opened(&url, "allow"));
    session.expect("AWS Region").expect("the question");
    session.send("\r").expect("typed");
    let (code, seen) = terminal::ended(session);
    drop(person.join());
    assert_eq!(code, 0, "{seen}");
    assert_eq!(
        home.read(".aws/config"),
        format!("[profile dev]\nlogin_session = {ARN}\nregion = us-east-1\n")
    );
    let name = file(&home).expect("a sign-in");
    assert!(home.read(&name).contains("\"signInRegion\": \"us-east-1\""));
}

/// T11: from the moment a refresh token may have reached the service until its answer is on disk, no signal ends the work.
#[test]
fn t11_02_a_signal_during_a_refresh_loses_no_console_sign_in() {
    for (name, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let home = home_of("", |settings| settings.console_refresh = ConsoleRefresh::ReuseEndsSession);
        let _signed_in = crate::console_login::sign_in(&home, DEV).ok();
        age(&home, LONG_AGO);
        fault(&home, "CreateOAuth2Token latency=700");
        let before = calls(&home);
        let mut command = home.hearing("credential-process --profile dev");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().expect("it starts");
        while calls(&home) == before {
            pause(10);
        }
        let killed = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status();
        assert!(killed.is_ok_and(|status| status.success()), "{name}");
        let output = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{name}: {said}");
        assert!(said.contains("the renewed console session was stored"), "{name}: {said}");
        assert_eq!(output.stdout, b"", "{name}");
        let _keys = home.run("credential-process --profile dev").ok();
        assert_eq!(calls(&home), before + 1, "{name}");
    }
}

/// As for a session of IAM Identity Center: a command that needs the sign-in offers it where somebody can be asked.
#[test]
fn a_command_on_a_terminal_offers_the_sign_in_that_it_needs() {
    let home = home(&format!("[profile dev]\nlogin_session = {ARN}\nregion = us-east-2\n"));
    let url = home.path().join("browser-url");
    let mut command = home.command("whoami --profile dev");
    command.env("BROWSER", home.browser_script());
    let mut session = terminal::open(command).expect("a pseudo-terminal");
    let person = thread::spawn(move || browser::press_when_opened(&url, "allow"));
    session.expect("Sign in now?").expect("the question");
    session.send("y").expect("typed");
    let (code, seen) = terminal::ended(session);
    drop(person.join());
    assert_eq!(code, 0, "{seen}");
    assert!(seen.contains(&format!("\"Arn\": \"{ARN}\"")), "{seen}");
    let _keys = home.run("credentials --profile dev").ok();
}

/// The wizards set up IAM Identity Center; where a profile has something else, they say what is for it.
#[test]
fn the_wizard_sends_a_profile_of_the_console_to_its_sign_in() {
    let home = home(&format!("[profile dev]\nlogin_session = {ARN}\nregion = us-east-2\n"));
    let outcome = home.run("configure sso --profile dev");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(outcome.stderr.contains("try: daypass login --profile dev\n"), "{outcome}");
    let outcome = crate::home::Home::new().run("").ok();
    assert!(outcome.stdout.contains("daypass login --console"), "{outcome}");
}

#[test]
fn l53_l54_a_credential_process_answers_with_the_end_of_the_keys_and_the_account() {
    let home = home("");
    let _signed_in = crate::console_login::sign_in(&home, DEV).ok();
    let stored: serde_json::Value =
        serde_json::from_str(&home.read(&file(&home).expect("a sign-in"))).expect("JSON");
    let outcome = home.run("credential-process --profile dev").ok();
    let answer: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(answer["Version"], 1);
    assert_eq!(answer["Expiration"], stored["accessToken"]["expiresAt"]);
    assert_eq!(answer["AccountId"], "051234567822");
    for (ours, theirs) in [
        ("AccessKeyId", "accessKeyId"),
        ("SecretAccessKey", "secretAccessKey"),
        ("SessionToken", "sessionToken"),
    ] {
        assert_eq!(answer[ours], stored["accessToken"][theirs], "{ours}");
    }
}
