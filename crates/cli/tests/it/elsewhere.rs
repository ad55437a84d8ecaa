//! A sign-in whose browser is on another machine, or whose person is at another terminal.

use crate::{browser, home::Home};
use daypass_simulator::{Operation, World};
use daypass_testkit::terminal::{self, ended};
use expectrl::{Expect as _, session::OsSession};
use std::thread;

const CONFIG: &str = "[sso-session my-sso]\nsso_start_url = https://d-9067000018.awsapps.com/start#\n\
    sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n";

fn terminal(home: &Home, words: &str) -> OsSession {
    let mut command = home.command(words);
    command.env("SSH_CONNECTION", "198.51.100.7 50022 192.0.2.9 2222");
    terminal::open(command).expect("a pseudo-terminal")
}

/// The address that is printed, up to the end of its line.
fn printed(session: &mut OsSession, start: &str) -> String {
    session.expect(start).unwrap_or_else(|error| panic!("{start}: {error}"));
    let found = session.expect("\n").expect("the end of the line");
    format!("{start}{}", String::from_utf8_lossy(found.before()).trim())
}

#[test]
fn over_ssh_the_redirect_is_pasted() {
    let home = Home::with(World::demo()).config(CONFIG);
    let mut session = terminal(&home, "login --flow pkce");
    let url = printed(&mut session, "http://127.0.0.1:");
    let forward = printed(&mut session, "ssh -L ");
    let port = url.split("127.0.0.1%3A").nth(1).and_then(|rest| rest.split('%').next()).expect("a port");
    assert_eq!(forward, format!("ssh -L {port}:127.0.0.1:{port} -p 2222 192.0.2.9"));
    session.expect("paste the address").expect("the offer");
    // What the browser of the other machine would be sent to, where nothing listens.
    let redirect = browser::redirect(&url, "allow");
    assert!(redirect.starts_with("http://127.0.0.1:"), "{redirect}");
    session.send("http://127.0.0.1:1/oauth/callback?code=x&state=y\r").expect("typed");
    session.expect("not the address of this sign-in").expect("a word");
    // Longer than a line that a terminal edits.
    session.send(format!("{redirect}&more={}\r", "a".repeat(6_000))).expect("pasted");
    let (code, rest) = ended(session);
    assert_eq!(code, 0, "{rest}");
    assert!(rest.contains("Signed in to") && !rest.contains("code="), "{rest}");
}

#[test]
fn over_ssh_a_pasted_refusal_is_told() {
    let home = Home::with(World::demo()).config(CONFIG);
    let mut session = terminal(&home, "login --no-browser --flow pkce");
    let url = printed(&mut session, "http://127.0.0.1:");
    session.expect("paste the address").expect("the offer");
    session.send(format!("{}\r", browser::redirect(&url, "deny"))).expect("pasted");
    let (code, rest) = ended(session);
    assert!(code == 7 && rest.contains("was denied"), "{code} {rest}");
}

#[test]
fn a_login_that_waits_joins_the_one_under_way() {
    let home = Home::with(World::demo()).config(CONFIG);
    let alone = home.run("login --wait");
    assert_eq!(alone.code, Some(3), "{alone}");
    assert!(alone.stderr.contains("no sign-in to my-sso is in progress"), "{alone}");
    let mut first = terminal(&home, "login --flow pkce");
    let url = printed(&mut first, "http://127.0.0.1:");
    let impatient = home.run("login --wait --timeout 1s");
    assert_eq!(impatient.code, Some(7), "{impatient}");
    let joined = thread::scope(|scope| {
        let joined = scope.spawn(|| home.run("login --wait"));
        // The browser is on this machine after all.
        let page = browser::press(&url, "allow");
        assert!(page.contains("Signed in to my-sso"), "{page}");
        joined.join().expect("it does not panic")
    });
    assert_eq!(ended(first).0, 0);
    assert_eq!(joined.code, Some(0), "{joined}");
    let again = home.run("login --wait").ok();
    assert!(again.stderr.contains("Nothing to do"), "{again}");
    assert_eq!(home.server().world().lock().count(Operation::CreateToken), 1);
}

#[test]
fn a_wrong_clock_is_named() {
    let home = Home::with(World::demo()).config(CONFIG);
    let world = home.server().world();
    world.lock().settings_mut().skew_seconds = 900;
    world.lock().add_fault("RegisterClient invalid_request".parse().expect("a fault"));
    let outcome = home.run("login --flow pkce --no-browser");
    assert!(
        outcome.stderr.contains("clock    this machine's clock is 15 m behind AWS's; set it right first")
            || outcome
                .stderr
                .contains("clock    this machine's clock is 14 m behind AWS's; set it right first"),
        "{outcome}"
    );
}

#[test]
fn a_forwarded_port_is_the_one_the_browser_comes_back_to() {
    let home = Home::with(World::demo()).config(CONFIG);
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    let port = free.expect("a free port").port();
    let login = format!("login --callback-port {port} --events ndjson");
    let outcome = home.run_with_browser(&login, "allow").ok();
    assert!(outcome.stdout.contains(&format!("127.0.0.1%3A{port}%2F")), "{outcome}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its address").port();
    let outcome = home.run(&format!("login --force --callback-port {port}"));
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stderr.contains("--use-device-code"), "{outcome}");
}
