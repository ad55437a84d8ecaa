//! Tests of handing an address to a browser.

use daypass_loopback::{Handover, hand_over};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

const TARGET: &str = "https://example.com/?token=abc";
const MINUTE: Duration = Duration::from_secs(60);

fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
}

/// Requests an address as a browser does.
fn ask(address: &str) -> String {
    let (host, path) = address.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("parts");
    let mut stream = TcpStream::connect(host).expect("a connection");
    write!(stream, "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").expect("sent");
    let mut answer = String::new();
    let _reset = stream.read_to_string(&mut answer);
    answer
}

#[test]
fn the_browser_is_redirected_to_the_target() {
    let (tell, told) = std::sync::mpsc::channel();
    let open = |short: &str| {
        let short = short.to_owned();
        std::thread::spawn(move || {
            let wrong = ask(&short.replace("/go/", "/go/0"));
            tell.send([wrong, ask(&short)]).expect("heard");
        });
        true
    };
    assert_eq!(run(hand_over([7; 16], TARGET, MINUTE, open)).expect("a port"), Handover::Followed);
    let [wrong, right] = told.recv().expect("two answers");
    assert!(wrong.starts_with("HTTP/1.1 404 "), "{wrong}");
    assert!(right.starts_with("HTTP/1.1 302 ") && right.contains(TARGET), "{right}");
}

#[test]
fn a_browser_that_requests_nothing_is_reported() {
    let done = run(hand_over([7; 16], TARGET, Duration::ZERO, |_| true));
    assert_eq!(done.expect("a port"), Handover::NotFollowed);
    assert!(run(hand_over([7; 16], "a\nb", MINUTE, |_| true)).is_err(), "not a valid header value");
}
