//! The waiting of the device grant, on a clock moved by hand.

use crate::support::{at, reply};
use daypass_oidc_device::{DeviceAuthorization, Error, ErrorKind, Grant, Poll, PollStep};
use daypass_transport as transport;
use proptest::prelude::*;
use std::time::Duration;

fn authorization(expires_in: u64, interval: u64) -> DeviceAuthorization {
    let body = format!(
        r#"{{"deviceCode":"d","userCode":"u","verificationUri":"https://v","verificationUriComplete":"https://w",
            "expiresIn":{expires_in},"interval":{interval}}}"#
    );
    DeviceAuthorization::read(&reply(200, body), at(0)).expect("a device authorization")
}

fn outcome(word: &str) -> Result<Grant, Error> {
    match word {
        "ok" => Grant::read(&reply(200, r#"{"accessToken":"a","expiresIn":1}"#), at(0)),
        "network" => Err(transport::Error::new(transport::ErrorKind::Timeout, "x").into()),
        "503" => Grant::read(&reply(503, ""), at(0)),
        "redirect" => Grant::read(&reply(302, ""), at(0)),
        // By the service itself, unlike the page of somebody in its place.
        "incomplete" => Grant::read(&reply(200, r#"{"accessToken":"a"}"#), at(0)),
        "page" => Grant::read(&reply(200, "<html>Guest network"), at(0)),
        oauth => Grant::read(&reply(400, format!(r#"{{"error":"{oauth}"}}"#)), at(0)),
    }
}

/// Lives through the outcomes and notes the times of the polls; ends with how it ended.
fn times(expires_in: u64, interval: u64, outcomes: &[&str]) -> String {
    let mut now = 0;
    let mut poll = Poll::new(authorization(expires_in, interval), at(now));
    let mut outcomes = outcomes.iter();
    let mut log = Vec::new();
    loop {
        match poll.step(at(now)) {
            PollStep::Wait(time) => now += time.as_secs(),
            PollStep::Send => {
                log.push(now.to_string());
                let Some(word) = outcomes.next() else { return log.join(" ") };
                match poll.receive(outcome(word), at(now)) {
                    None => {}
                    Some(Ok(_)) => return log.join(" ") + " granted",
                    Some(Err(error)) => return format!("{} {:?}", log.join(" "), error.kind()),
                }
            }
            _ => {
                let said = match poll.expired().kind() {
                    ErrorKind::ExpiredToken => String::new(),
                    kind => format!(", {kind:?}"),
                };
                return format!("{} expired at {now}{said}", log.join(" "));
            }
        }
    }
}

/// Who was asked and could answer is one thing, a service that could not be asked another.
#[test]
fn t05_04_08_what_kept_the_answer_away() {
    let pending = "authorization_pending";
    for (outcomes, expected) in [
        (["503"; 9], "0 2 expired at 6, Unavailable"),
        (["network"; 9], "0 2 expired at 6, Network"),
        (["redirect"; 9], "0 2 expired at 6, Malformed"),
        (["page"; 9], "0 2 expired at 6, Malformed"),
        ([pending; 9], "0 1 2 3 4 5 expired at 6"),
    ] {
        assert_eq!(times(6, 1, &outcomes), expected);
    }
    assert_eq!(times(6, 1, &["503", pending, pending, pending, pending]), "0 2 3 4 5 expired at 6");
    assert_eq!(times(6, 1, &[pending, pending, "network", "network"]), "0 1 2 4 expired at 6, Network");
}

#[test]
fn tables_of_polls() {
    let pending = "authorization_pending";
    assert_eq!(times(600, 5, &["ok"]), "0 granted");
    assert_eq!(times(600, 5, &[pending, pending, "ok"]), "0 5 10 granted");
    assert_eq!(times(600, 0, &[pending, pending, "ok"]), "0 1 2 granted", "never a busy loop");
    assert_eq!(
        times(600, 1, &[pending, "slow_down", pending, "slow_down", pending]),
        "0 1 7 13 24 35",
        "5 s for good"
    );
    assert_eq!(times(12, 5, &[pending; 9]), "0 5 10 expired at 12", "our own deadline");
    assert_eq!(
        times(600, 5, &["network", "503", "network", pending, pending]),
        "0 10 30 70 75 80",
        "back-off, then as before"
    );
    assert_eq!(times(600, 5, &["network"; 9]), "0 10 30 70 130 190 250 310 370 430");
    assert_eq!(times(30, 5, &["network"; 9]), "0 10 expired at 30, Network", "a failure is never the end");
    for (word, kind) in [
        ("access_denied", ErrorKind::AccessDenied),
        ("expired_token", ErrorKind::ExpiredToken),
        ("invalid_grant", ErrorKind::InvalidGrant),
        ("invalid_client", ErrorKind::InvalidClient),
        ("unknown_word", ErrorKind::Unexpected),
        ("incomplete", ErrorKind::Malformed),
    ] {
        assert_eq!(times(600, 5, &[pending, word]), format!("0 5 {kind:?}"));
    }
}

#[test]
fn a_clock_set_back_does_not_hang() {
    let mut poll = Poll::new(authorization(600, 5), at(10_000_000));
    assert_eq!(poll.step(at(10_000_000)), PollStep::Expired, "a clock that jumps ahead ends it");
    let mut late = Poll::new(authorization(600, 5), at(500));
    assert!(late.receive(outcome("authorization_pending"), at(500)).is_none());
    assert_eq!(late.step(at(0)), PollStep::Wait(Duration::from_secs(5)), "not 505 s");
    assert!(poll.receive(outcome("ok"), at(0)).is_some());
}

proptest! {
    /// Whatever comes back: no poll sooner than the interval allows, none after the deadline, and an end.
    #[test]
    fn manners(
        expires_in in 1_u64..2000,
        interval in 0_u64..30,
        words in prop::collection::vec(prop::sample::select(vec!["authorization_pending", "slow_down", "network", "503"]), 0..2000),
    ) {
        let mut now = 0;
        let mut poll = Poll::new(authorization(expires_in, interval), at(now));
        let (mut last, mut least) = (None, interval.max(1));
        for word in words.iter().cycle().chain(std::iter::repeat(&"authorization_pending")).take(10_000) {
            match poll.step(at(now)) {
                PollStep::Wait(time) => {
                    prop_assert!(time > Duration::ZERO);
                    now += time.as_secs().max(1);
                }
                PollStep::Send => {
                    prop_assert!(now < expires_in);
                    if let Some(last) = last {
                        prop_assert!(now - last >= least, "{} after {}", now, last);
                    }
                    last = Some(now);
                    least += if *word == "slow_down" { 5 } else { 0 };
                    prop_assert!(poll.receive(outcome(word), at(now)).is_none());
                }
                _ => {
                    prop_assert!(now >= expires_in);
                    return Ok(());
                }
            }
        }
        prop_assert!(false, "it never ended");
    }
}
