//! What is drawn on a terminal, and what a person types there.

use crate::{
    bench::{Bench, run},
    tables::status,
};
use daypass_at_terminal::{AssignedChoice, ListingAtTerminal};
use daypass_inventory::ListingRequest;
use daypass_sign_in::{Flow, Person as _};
use daypass_sso_types::Clock as _;
use daypass_terminal::{Terminal, TerminalOptions};
use expectrl::{Eof, Expect as _, session::OsSession};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::{env, process::Command, time::Duration};

/// Started by the tests below, with a terminal.
#[test]
#[ignore = "started by the tests below"]
#[expect(clippy::disallowed_methods, reason = "a process of its own is told what to do")]
fn child_draws() {
    let terminal = Terminal::new(TerminalOptions::default());
    assert!(terminal.prompts() && terminal.animates());
    let bench = Bench::new(&[]);
    let person = bench.person(&terminal);
    let what = env::var("DRAWS").unwrap_or_default();
    match what.as_str() {
        "status" => terminal.print(&status(&terminal)).expect("printed"),
        "listing" => {
            let mut at_terminal = ListingAtTerminal::new(&terminal, "--refresh");
            let portal = bench.portal();
            let listed = run(portal.list(ListingRequest::everything(), &mut at_terminal)).expect("a listing");
            at_terminal.end(&listed);
        }
        "code" => assert!(!bench.sign_in(Some(Flow::Device), &person, 3)),
        "pick" => {
            let role = AssignedChoice { what: "role", current: Some("A"), ..AssignedChoice::default() };
            let chosen =
                role.choose(&terminal, vec!["A", "B"], |name| name, |name| format!("the role {name}"));
            assert!(matches!(chosen, Ok("B")), "{chosen:?}");
        }
        "wait" => {
            is_typed(20).expect("something");
            // The browser is on this machine: what is typed is not for this wait.
            let waited = run(async {
                tokio::select! {
                    biased;
                    line = person.wait(bench.time.now()) => Some(line),
                    () = pauses(50) => None,
                }
            });
            assert_eq!(waited, None);
            is_typed(20).expect("still there");
            person.ended();
            assert_eq!(is_typed(0), None, "it does not answer the next question");
        }
        "opened" | "not opened" => {
            is_typed(20).expect("something");
            let is_opened = what == "opened";
            assert!(!bench.sign_in(Some(Flow::Browser), &person.with_browser(move |_| is_opened), 3));
        }
        other => panic!("{other}"),
    }
    println!("<done>");
}

async fn pauses(count: usize) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

/// Whether something has been typed that nobody has read.
fn is_typed(seconds: i64) -> Option<()> {
    let stdin = std::io::stdin();
    let limit = Timespec { tv_sec: seconds, tv_nsec: 0 };
    let count = poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&limit)).expect("polled");
    (count == 1).then_some(())
}

/// What stands on a terminal of 60 lines after the child, which gets these keys once it has said the word.
fn drawn(what: &str, word: &str, keys: &str) -> String {
    let mut command = Command::new(env::current_exe().expect("this test"));
    command.args(["--ignored", "--exact", "on_a_terminal::child_draws", "--nocapture", "--quiet"]);
    command.env("TERM", "xterm").env("DRAWS", what);
    let mut session = OsSession::spawn(command).expect("a pseudo-terminal");
    session.get_process_mut().set_window_size(100, 60).expect("a size");
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    let mut text = Vec::new();
    if !keys.is_empty() {
        let found = session.expect(word).expect("the word");
        text.extend_from_slice(found.as_bytes());
        session.send(keys).expect("typed");
    }
    let rest = session.expect(Eof).expect("it ends");
    text.extend_from_slice(rest.as_bytes());
    let text = String::from_utf8_lossy(&text).into_owned();
    assert!(text.contains("<done>"), "{what}: {text}");
    text
}

#[test]
fn lifetimes_are_bars() {
    let text = drawn("status", "", "");
    assert!(text.contains('█'), "{text}");
}

#[test]
fn a_listing_has_a_line_of_progress() {
    let text = drawn("listing", "", "");
    assert!(text.contains("\r\u{1b}[KReading roles  "), "{text:?}");
}

#[test]
fn a_code_is_drawn_and_the_wait_counted() {
    let text = drawn("code", "", "");
    assert!(text.contains("▀") && text.contains("\r\u{1b}[KWaiting for approval · 0:0"), "{text:?}");
    assert!(!text.contains("at most"), "{text}");
}

#[test]
fn a_person_picks_another_than_the_current_one() {
    let text = drawn("pick", "available to you", "\u{1b}[B\r");
    assert!(
        text.contains("There are 2 roles available to you") && text.contains("Using the role B"),
        "{text}"
    );
}

#[test]
fn what_is_typed_during_a_wait_is_nobodys() {
    drawn("wait", "running 1 test", "http://127.0.0.1/\n");
}

/// Where the browser is elsewhere, a person may paste the redirect; where it was opened here, nothing is read.
#[test]
fn a_redirect_is_pasted_only_where_the_browser_is_elsewhere() {
    let (asked, refused) = ("Or paste the address", "That is not the address of this sign-in");
    for (what, is_asked) in [("opened", false), ("not opened", true)] {
        let text = drawn(what, "running 1 test", "nonsense\n");
        assert_eq!((text.contains(asked), text.contains(refused)), (is_asked, is_asked), "{what}: {text}");
    }
}
