//! T24: the wizard on a terminal: the recommended answer is the default, early keys answer nothing, and an interruption
//! says what was done.

use daypass_simulator::World;
use daypass_testkit::{Home, browser, world::SESSION_CONFIG};
use expectrl::{Eof, Expect as _, session::OsSession};
use std::time::Duration;

fn wizard(home: &Home) -> OsSession {
    let mut command = home.hearing("configure sso --use-device-code --no-browser");
    command.env("TERM", "xterm");
    let mut session = OsSession::spawn(command).expect("a pseudo-terminal");
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    session
}

/// The address with the code in it, as it is printed.
fn complete_address(session: &mut OsSession) -> String {
    session.expect("code filled in:  ").expect("the address");
    let found = session.expect("\n").expect("the end of the line");
    String::from_utf8_lossy(found.before()).trim().to_owned()
}

#[test]
fn t24_03_04_05_the_wizard_asks_says_and_keeps() {
    let home = Home::with(World::demo()).config(SESSION_CONFIG);
    let mut session = wizard(&home);
    // T24-05: the recommended answer is the default.
    session.expect("SSO session name (Recommended) [my-sso]").expect("the question");
    session.send("\r").expect("typed");
    let address = complete_address(&mut session);
    // T24-03: struck while nothing was asked.
    session.expect("Waiting for approval").expect("the wait");
    session.send("\r\r\r").expect("typed");
    let page = browser::press(&address, "allow");
    assert!(!page.is_empty());
    session.expect("Signed in to").expect("signed in");
    session.expect("account").expect("the accounts are asked for");
    // T24-04: a sign-in is stored by now.
    session.send("\u{3}").expect("typed");
    let rest = session.expect(Eof).expect("it ends");
    // Lines end between words.
    let rest = String::from_utf8_lossy(rest.as_bytes()).replace("\r\n", " ");
    assert!(rest.contains("interrupted; before that:") && rest.contains("the token was stored"), "{rest}");
    assert!(!rest.contains("role"), "{rest}");
    let shown = home.run("status").ok();
    assert!(shown.stdout.contains("my-sso"), "{shown}");
}
