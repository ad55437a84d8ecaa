//! Tests of the browser flow's redirect: pasted by a person, refused, and of requests that are none.

use crate::{examples::own_event_loop::demo, sign_in::run};
use daypass_credentials::{Provider, Session};
use daypass_sign_in::{Error, ErrorKind, Event, Flow, Invitation, Options, Person, SignIn, SignedIn};
use daypass_simulator::{Operation, Server, World};
use daypass_testkit::browser;
use daypass_transport::BoxFuture;
use std::{
    future::{pending, ready},
    sync::Mutex,
    thread::{self, JoinHandle},
    time::{Duration, SystemTime},
};

/// Makes the next line out of the authorize URL and the port.
type Paste = fn(&str, u16) -> String;

/// A person without a browser here who pastes lines, and counts those that are not the redirect.
struct Paster {
    lines: Mutex<Vec<Paste>>,
    address: Mutex<Option<(String, u16)>>,
    rejected: Mutex<usize>,
}

impl Paster {
    fn new(lines: &[Paste]) -> Self {
        let lines = lines.iter().rev().copied().collect();
        Self { lines: Mutex::new(lines), address: Mutex::default(), rejected: Mutex::default() }
    }
}

impl Person for Paster {
    fn show(&self, invitation: &Invitation<'_>) {
        let Invitation::Browser { url, port, .. } = invitation else { panic!("{invitation}") };
        *self.address.lock().expect("no panic") = Some(((*url).to_owned(), *port));
    }

    fn wait(&self, _: SystemTime) -> BoxFuture<'_, String> {
        let Some(next) = self.lines.lock().expect("no panic").pop() else { return Box::pin(pending()) };
        let address = self.address.lock().expect("no panic").clone();
        let (url, port) = address.expect("it was shown before the wait");
        Box::pin(ready(next(&url, port)))
    }

    fn event(&self, event: &Event<'_>) {
        if matches!(event, Event::NotTheRedirect) {
            *self.rejected.lock().expect("no panic") += 1;
        }
    }
}

async fn by_paste((provider, session): &(Provider, Session), person: &Paster) -> Result<SignedIn, Error> {
    let mut options = Options::default();
    (options.flow, options.timeout) = (Some(Flow::Browser), Some(Duration::from_secs(20)));
    SignIn::new(provider, session, person).with_options(options).run().await
}

fn allowed(url: &str, _: u16) -> String {
    format!(" {}\n", browser::redirect(url, "allow"))
}

fn denied(url: &str, _: u16) -> String {
    browser::redirect(url, "deny")
}

fn failed(url: &str, port: u16) -> String {
    let redirect = denied(url, port);
    let (before, rest) = redirect.split_once("error=access_denied&").expect("a denial");
    let state = rest.split('&').find(|pair| pair.starts_with("state=")).expect("a state");
    format!("{before}error=server_error&{state}")
}

fn nonsense(_: &str, port: u16) -> String {
    format!("http://127.0.0.1:{port}/oauth/callback?code=c&state=another")
}

#[test]
fn a_pasted_redirect_ends_the_sign_in() {
    let server = Server::start(World::demo(), 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let at = demo::at(&server, home.path()).expect("a session");
    let person = Paster::new(&[nonsense, |_, _| "hello".to_owned(), allowed]);
    let signed_in = run(by_paste(&at, &person)).expect("signed in");
    assert!(signed_in.is_own);
    assert_eq!(*person.rejected.lock().expect("no panic"), 2);
}

/// A cached client is registered anew only where the service may no longer know it.
#[test]
fn a_pasted_denial_is_told_and_keeps_the_client() {
    let server = Server::start(World::demo(), 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let at = demo::at(&server, home.path()).expect("a session");
    let registered = || server.world().lock().count(Operation::RegisterClient);
    run(by_paste(&at, &Paster::new(&[allowed]))).expect("signed in");
    for (line, said, clients) in
        [(denied as Paste, "access_denied: ", 1), (failed, "server_error", 2), (denied, "access_denied: ", 2)]
    {
        let error = run(by_paste(&at, &Paster::new(&[line]))).expect_err("denied");
        assert_eq!(error.kind(), ErrorKind::Denied, "{error}");
        let told = error.facts().iter().find(|(label, _)| *label == "portal said");
        let told = told.map(|(_, text)| text.as_str()).unwrap_or_default();
        assert!(told.starts_with(said) && !told.ends_with([':', ' ']), "{told:?}");
        run(by_paste(&at, &Paster::new(&[allowed]))).expect("signed in");
        assert_eq!(registered(), clients, "{said}");
    }
}

/// What the redemption of the code fails with, and whether the client is of use for the next sign-in.
#[test]
fn a_code_that_is_not_redeemed() {
    for (fault, kind, clients) in [
        ("CreateToken invalid_client", ErrorKind::Service, 2),
        ("CreateToken invalid_grant", ErrorKind::Configuration, 1),
        ("CreateToken access_denied", ErrorKind::Denied, 1),
    ] {
        let server = Server::start(World::demo(), 0).expect("a free port");
        let home = tempfile::tempdir().expect("a folder");
        let at = demo::at(&server, home.path()).expect("a session");
        server.world().lock().add_fault(fault.parse().expect("a fault"));
        let error = run(by_paste(&at, &Paster::new(&[allowed]))).expect_err(fault);
        assert_eq!(error.kind(), kind, "{fault}: {error}");
        run(by_paste(&at, &Paster::new(&[allowed]))).expect("signed in");
        assert_eq!(server.world().lock().count(Operation::RegisterClient), clients, "{fault}");
    }
}

/// Each is answered with its status on a thread of its own, while the sign-in waits for the redirect.
#[test]
fn requests_that_are_not_the_redirect_end_nothing() {
    type Answers = [Result<(u16, bool), String>; 5];
    fn asked(_: &str, port: u16) -> String {
        let base = format!("http://127.0.0.1:{port}");
        let asks = thread::spawn(move || {
            let ask = |method, path: &str| browser::exchange(method, &format!("{base}{path}"), None);
            // Codes are long at times.
            let long = format!("/oauth/callback?code={}&state=another", "c".repeat(8_000));
            [
                ask("GET", &long),
                ask("GET", "/oauth/callback?code=c&state=another"),
                ask("GET", "/oauth/callback"),
                ask("GET", "/favicon.ico"),
                ask("POST", "/oauth/callback?code=c&state=another"),
            ]
            .map(|page| page.map(|page| (page.status, page.body.contains("Nothing here"))))
        });
        STATUSES.lock().expect("no panic").push(asks);
        String::new()
    }
    static STATUSES: Mutex<Vec<JoinHandle<Answers>>> = Mutex::new(Vec::new());
    let server = Server::start(World::demo(), 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let at = demo::at(&server, home.path()).expect("a session");
    let ended = run(async {
        let person = Paster::new(&[asked]);
        let answered = async {
            while STATUSES.lock().expect("no panic").iter().all(|asks| !asks.is_finished()) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            ended = by_paste(&at, &person) => Some(ended),
            () = answered => None,
        }
    });
    assert!(ended.is_none(), "{ended:?}");
    let asks = STATUSES.lock().expect("no panic").pop().expect("it has asked");
    let statuses = asks.join().expect("no panic");
    assert_eq!(statuses, [400, 400, 400, 404, 405].map(|status| Ok((status, true))));
}
