//! The network's answers to a sign-in, in place of a network.

use daypass_credentials::Settings;
use daypass_doctor::{ManualStep, Snapshot, examine_network};
use daypass_sso_types::Remedy;
use daypass_transport::{BoxFuture, Caller, Error, ErrorKind, Request, Sleep};
use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

/// A timer that nobody waits for.
struct Timer;

impl Sleep for Timer {
    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

/// A region that AWS does not have has no host; no command knows the right one.
#[test]
fn an_unknown_host_is_a_question_of_the_region() {
    let config = "[sso-session s]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-9\n";
    let snapshot = Snapshot::new(SystemTime::UNIX_EPOCH).with_config(config);
    let unknown = |_: Request| async { Err(Error::new(ErrorKind::Dns, "no such host")) };
    let caller = Caller::new(Arc::new(unknown), Arc::new(Timer), Arc::new(|_: &mut [u8]| ()));
    let settings = Settings::default();
    let examined = pin!(examine_network(&snapshot, &settings, &caller, &|| SystemTime::UNIX_EPOCH));
    let Poll::Ready(findings) = examined.poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("it waits")
    };
    let key = "sso_region";
    let remedy =
        ManualStep::Remedy(Remedy::ConfigureSessionKey { session: "s".to_owned(), key, value: None });
    assert_eq!(findings.len(), 2, "{findings:?}");
    for finding in findings {
        assert_eq!((finding.code.as_str(), finding.step.as_ref()), ("N302", Some(&remedy)), "{finding:?}");
    }
}
