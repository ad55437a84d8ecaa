//! What sign-ins and listings say, on which stream, where no stream is a terminal.

use crate::bench::{Bench, run};
use daypass_at_terminal::{AssignedChoice, ListingAtTerminal, PersonAtTerminal};
use daypass_inventory::{ListingRequest, Observer as _, Wait};
use daypass_sign_in::{Error, Event, Flow, Invitation, Person};
use daypass_sso_types::WebAddress;
use daypass_terminal::{Terminal, TerminalOptions};
use daypass_token_cache::{CacheKey, Lock, Token};
use daypass_transport::BoxFuture;
use std::{
    env,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, SystemTime},
};

const SSH: (&str, &str) = ("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");

/// Started by the tests below.
#[test]
#[ignore = "started by the tests below"]
#[expect(clippy::disallowed_methods, reason = "a process of its own is told what to do")]
fn child_says() {
    let what = env::var("SAYS").unwrap_or_default();
    let terminal = Terminal::new(TerminalOptions { verbose: 1, ..TerminalOptions::default() });
    let bench = Bench::new(if what.starts_with("ssh") { &[SSH] } else { &[] });
    let person = bench.person(&terminal);
    let is_signed_in = match what.as_str() {
        "opened" => bench.sign_in(Some(Flow::Browser), &person.with_browser(|_| true), 3),
        "not opened" | "ssh not opened" => {
            bench.sign_in(Some(Flow::Browser), &person.with_browser(|_| false), 90)
        }
        "not to be opened" => {
            bench.sign_in(Some(Flow::Browser), &person.with_browser(|_| true).without_opening(), 3)
        }
        "code" | "ssh code" => bench.sign_in(None, &person.in_turn(Some("2 of 3")).printing(true), 600),
        "opened code" => bench.sign_in(Some(Flow::Device), &person.with_browser(|_| true), 600),
        "another" => {
            let key = CacheKey::for_sign_in(&bench.session.token_key());
            let locks = &bench.provider.folders().locks;
            let _held = Lock::try_acquire(locks, &key, "sign-in to corp").expect("free");
            bench.sign_in(Some(Flow::Device), &person, 3)
        }
        "elsewhere" => {
            let person = PersonAtTerminal::at_console(
                &terminal,
                "https://signin.example",
                &bench.environment,
                &bench.time,
                &bench.time,
            );
            bench.sign_in_elsewhere(&Pasting(person, AtomicBool::default()))
        }
        "events" => {
            person.event(&Event::NoBrowser);
            person.event(&Event::RegisteringAnew);
            person.event(&Event::NotTheRedirect);
            person.event(&Event::Approved);
            false
        }
        "chosen" => {
            let role = AssignedChoice { what: "role", ..AssignedChoice::default() };
            let one = role.choose(&terminal, vec!["A"], |name| name, |name| format!("the role {name}"));
            let current = AssignedChoice { current: Some("B"), ..role };
            let other = current.choose(&terminal, vec!["A", "B"], |name| name, |name| (*name).to_owned());
            assert!(one.is_ok() && other.is_ok());
            false
        }
        _ => {
            listing(&bench, &terminal);
            false
        }
    };
    assert!(!is_signed_in);
}

/// A listing that waits and in which one account is refused.
fn listing(bench: &Bench, terminal: &Terminal) {
    let mut at_terminal = ListingAtTerminal::new(terminal, "--refresh");
    at_terminal.resumes(7);
    let retry = Wait::Retry { message: "no answer".to_owned(), attempts: 1, at_most: 3 };
    let throttled = Wait::Throttled { at_most: Duration::from_secs(60) };
    for wait in [&throttled, &retry, &throttled, &retry] {
        at_terminal.waits(wait);
    }
    let unreadable = daypass_files::read(bench.home.path(), 10).expect_err("it is a folder");
    at_terminal.not_cached(&unreadable);
    bench.world.lock().add_fault("ListAccountRoles forbidden x2".parse().expect("a fault"));
    let portal = bench.portal();
    let listed = run(portal.list(ListingRequest::everything(), &mut at_terminal)).expect("a listing");
    at_terminal.end(&listed);
}

/// A person who first pastes what is not the code, and then nothing.
struct Pasting<'a>(PersonAtTerminal<'a>, AtomicBool);

impl Person for Pasting<'_> {
    fn is_there(&self) -> bool {
        self.0.is_there()
    }
    fn has_browser(&self) -> bool {
        self.0.has_browser()
    }
    fn open(&self, address: &WebAddress) -> bool {
        self.0.open(address)
    }
    fn show(&self, invitation: &Invitation<'_>) {
        self.0.show(invitation);
    }
    fn wait(&self, until: SystemTime) -> BoxFuture<'_, String> {
        if self.1.swap(true, Ordering::Relaxed) {
            return self.0.wait(until);
        }
        Box::pin(std::future::ready("nonsense".to_owned()))
    }
    fn done(&self, result: Result<&Token, &Error>) -> Option<String> {
        self.0.done(result)
    }
    fn event(&self, event: &Event<'_>) {
        self.0.event(event);
    }
}

/// Standard output and standard error of the child.
fn said(what: &str) -> (String, String) {
    let mut command = Command::new(env::current_exe().expect("this test"));
    command.args(["--ignored", "--exact", "messages::child_says", "--nocapture", "--quiet"]);
    let output = command.env("SAYS", what).stdin(Stdio::null()).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{what}: {}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

/// Compares the messages line by line; a line that ends in `…` is the beginning of the message.
fn check(what: &str, expected: &[&str]) {
    let (_, err) = said(what);
    let lines: Vec<_> = err.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{what}: {err}");
    for (line, expected) in lines.iter().zip(expected) {
        match expected.strip_suffix('…') {
            Some(begin) => assert!(line.starts_with(begin), "{what}: {line}: {begin}"),
            None => assert_eq!(line, expected, "{what}"),
        }
    }
}

const PORTAL: &str = "https://d-9067000018.awsapps.com/start";

#[test]
fn a_sign_in_in_the_browser() {
    check(
        "opened",
        &[
            &format!("Signing in to corp ({PORTAL}) in your browser."),
            "If it did not open:  http://127.0.0.1:…",
            "Waiting for approval, 3 s at most.",
        ],
    );
    let at = format!("Sign in to corp ({PORTAL}) at this address:");
    let back = "The browser then comes back to 127.0.0.1:…";
    let (none, url) = ("No browser could be started.", "  https://…");
    check("not opened", &[none, &at, url, back, "Waiting for approval, 1 m at most."]);
    check(
        "ssh not opened",
        &[
            none,
            &at,
            url,
            back,
            "From the machine that you sit at, forward that port first:",
            "  ssh -L …",
            "Waiting for approval, 1 m at most.",
        ],
    );
    check("not to be opened", &[&at, url, back, "Waiting for approval, 3 s at most."]);
}

#[test]
fn a_sign_in_by_a_code() {
    let rest = [
        "Sign in to corp:",
        "  address  https://…",
        "  code     …",
        "or, with the code filled in:  https://…",
        "Waiting for approval of corp (2 of 3), 9 m at most.",
    ];
    let no_browser =
        |why: &str| format!("No browser here ({why}), so this sign-in can be finished on any device.");
    for (what, why) in [("code", "there is no display"), ("ssh code", "this is an SSH session")] {
        check(what, &[&[no_browser(why).as_str()][..], &rest].concat());
    }
    let (out, _) = said("code");
    assert!(
        out.contains(
            "Browser will not be automatically opened.\nPlease visit the following URL:\n\nhttps://"
        )
    );
    let (out, _) = said("opened code");
    assert!(!out.contains("Browser will not"), "{out}");
    check(
        "opened code",
        &[
            "Sign in to corp:",
            "  address  https://…",
            "  code     …",
            "The address has been opened in your browser.",
            "Waiting for approval, 9 m at most.",
        ],
    );
}

#[test]
fn a_sign_in_on_another_device() {
    check(
        "elsewhere",
        &[
            "Sign in to AWS in a browser on any device, at this address:",
            "  http://127.0.0.1/…",
            "Then paste the code that it shows here, and press Enter; it is not shown.",
            "  That is not the code: …",
            "Waiting for approval, …",
        ],
    );
}

#[test]
fn steps_of_a_sign_in() {
    check("another", &["Waiting for another sign-in to corp."]);
    check(
        "events",
        &[
            "No browser here (there is no display), so this sign-in can be finished on any device.",
            "· the service no longer knows this client; registering a new one",
            "  That is not the address of this sign-in; it begins with http://127.0.0.1",
        ],
    );
    check(
        "chosen",
        &["The only role available to you is: the role A", "Using the role A", "Using the role B"],
    );
}

#[test]
fn a_listing_that_waits() {
    let retry = "no answer; trying again (1 of 3 attempts failed).";
    check(
        "a listing",
        &[
            "Resuming the interrupted listing: 7 accounts are known (--refresh starts anew).",
            "The portal limits the rate of requests: continuing at the rate that it allows, independent of AWS_MAX_ATTEMPTS, \
             for up to 60 s without an answer.",
            retry,
            retry,
            "· cannot cache the listing: …",
            "warning: the roles of account …",
            "warning: the roles of account …",
        ],
    );
}
