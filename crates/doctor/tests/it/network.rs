//! What is found by asking the sign-in services of a config.

use crate::planted::now;
use daypass_credentials::Settings;
use daypass_doctor::{Finding, ManualStep, Snapshot, examine_network};
use daypass_sso_types::Remedy;
use daypass_transport::{BoxFuture, Caller, Error, ErrorKind, Request, Response, Transport};
use std::{
    future::{Future, ready},
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

const TWO: &str = "\
[sso-session corp]
sso_start_url = https://d-1.awsapps.com/start
sso_region = eu-west-1
[sso-session other]
sso_start_url = https://d-2.awsapps.com/start
sso_region = eu-west-1
[profile own]
sso_start_url = https://d-3.awsapps.com/start
sso_region = us-east-1
";

/// Answers everything the same way, and notes who was asked.
struct Scripted<F> {
    answer: F,
    asked: Arc<Mutex<Vec<String>>>,
}

impl<F: Fn() -> Result<Response, Error> + Send + Sync> Transport for Scripted<F> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        self.asked.lock().expect("no panic").push(request.uri().host().unwrap_or_default().to_owned());
        Box::pin(ready((self.answer)()))
    }
}

/// The findings of this config with these answers, and the hosts that were asked.
fn asked(
    config: &str,
    answer: impl Fn() -> Result<Response, Error> + Send + Sync + 'static,
) -> (Vec<Finding>, Vec<String>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let transport = Scripted { answer, asked: Arc::clone(&asked) };
    let sleep = |_: Duration| -> BoxFuture<'static, ()> { Box::pin(ready(())) };
    let caller = Caller::new(Arc::new(transport), Arc::new(sleep), Arc::new(|_: &mut [u8]| {}));
    let snapshot = Snapshot::new(now()).with_config(config);
    let settings = Settings::default();
    let found = pin!(examine_network(&snapshot, &settings, &caller, &now));
    let Poll::Ready(found) = Future::poll(found, &mut Context::from_waker(Waker::noop())) else {
        panic!("nothing is waited for")
    };
    let asked = asked.lock().expect("no panic").clone();
    (found, asked)
}

fn answer(status: u16, headers: &[(&'static str, String)], body: &str) -> Response {
    let mut response = Response::new(body.as_bytes().to_vec());
    *response.status_mut() = status.try_into().expect("a status");
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().expect("a header"));
    }
    response
}

#[test]
fn each_host_is_asked_once() {
    let (found, hosts) = asked(TWO, || Ok(answer(403, &[], "{}")));
    assert_eq!(found, []);
    assert_eq!(
        hosts,
        [
            "oidc.eu-west-1.amazonaws.com",
            "portal.sso.eu-west-1.amazonaws.com",
            "oidc.us-east-1.amazonaws.com",
            "portal.sso.us-east-1.amazonaws.com",
        ]
    );
    assert_eq!(asked("[profile p]\nregion = x\n", || Ok(answer(200, &[], ""))).1, [""; 0]);
}

#[test]
fn hosts_that_do_not_answer() {
    let one = TWO.split("[sso-session other]").next().expect("the first");
    let key = "sso_region";
    let region = || {
        Some(ManualStep::Remedy(Remedy::ConfigureSessionKey { session: "corp".to_owned(), key, value: None }))
    };
    let advice = |text: &str| Some(ManualStep::Remedy(Remedy::Advice(text.to_owned())));
    for (kind, code, words, step) in [
        (ErrorKind::Dns, "N302", "cannot be resolved", region()),
        (
            ErrorKind::Tls,
            "N303",
            "TLS to",
            advice("Set AWS_CA_BUNDLE to the file with the proxy's certificate."),
        ),
        (ErrorKind::Proxy, "N302", "the proxy for", advice("Check HTTPS_PROXY and NO_PROXY.")),
        (ErrorKind::Connect, "N302", "does not answer", None),
        (ErrorKind::Timeout, "N302", "does not answer", None),
    ] {
        let (found, _) = asked(one, move || Err(Error::new(kind, "x")));
        let said: Vec<_> = found.iter().map(|found| (found.code.as_str(), found.step.clone())).collect();
        assert_eq!(said, [(code, step.clone()), (code, step)], "{kind:?}");
        assert!(found.iter().all(|found| found.message.contains(words)), "{found:?}");
        assert!(found.iter().any(|found| found.message.contains("oidc.eu-west-1.amazonaws.com")));
    }
}

/// A region that AWS does not have has no host; no command knows the right one.
#[test]
fn an_unknown_host_is_a_question_of_the_region() {
    let config = "[sso-session s]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-9\n";
    let (findings, hosts) = asked(config, || Err(Error::new(ErrorKind::Dns, "no such host")));
    assert_eq!(hosts, ["oidc.eu-west-9.amazonaws.com", "portal.sso.eu-west-9.amazonaws.com"]);
    let key = "sso_region";
    let remedy =
        ManualStep::Remedy(Remedy::ConfigureSessionKey { session: "s".to_owned(), key, value: None });
    assert_eq!(findings.len(), 2, "{findings:?}");
    for finding in findings {
        assert_eq!((finding.code.as_str(), finding.step.as_ref()), ("N302", Some(&remedy)), "{finding:?}");
    }
}

#[test]
fn somebody_else_who_answers() {
    let one = TWO.split("[sso-session other]").next().expect("the first");
    let html = [("content-type", "text/html".to_owned())];
    let location = [("location", "http://wifi.example".to_owned())];
    for (status, headers, body, is_found) in [
        (302, &location[..], "", true),
        (307, &location[..], "", true),
        (200, &html[..], "<html>", true),
        (403, &[], "{\"message\": \"no\"}", false),
        (200, &[], "", false),
    ] {
        let headers = headers.to_vec();
        let (found, _) = asked(one, move || Ok(answer(status, &headers, body)));
        let codes: Vec<_> = found.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes, if is_found { &["N304", "N304"][..] } else { &[] }, "{status} {body}");
    }
}

/// What AWS's clock says that this machine's does not.
#[test]
fn the_clock_s_error_is_told_once() {
    let date = |shift: i64| {
        let time =
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_348_800_u64.saturating_add_signed(shift));
        [("date", http_date(time))]
    };
    for (shift, expected) in [
        (0, None),
        (30, None),
        (-30, None),
        (31, Some(("warning", "31 s behind", "look valid after"))),
        (-31, Some(("warning", "31 s ahead of", "look expired while"))),
        (240, Some(("warning", "4 m behind", "look valid after"))),
        (241, Some(("error", "4 m behind", "look valid after"))),
        (-3_600, Some(("error", "1 h 0 m ahead of", "look expired while"))),
    ] {
        let headers = date(shift);
        let (found, hosts) = asked(TWO, move || Ok(answer(403, &headers, "{}")));
        assert_eq!((hosts.len(), found.len()), (4, usize::from(expected.is_some())), "{shift}: {found:?}");
        let Some((severity, message, affects)) = expected else { continue };
        let finding = found.first().expect("one");
        assert_eq!((finding.code.as_str(), finding.severity.word()), ("N301", severity), "{shift}");
        assert!(finding.message.contains(message) && finding.affects.contains(affects), "{finding:?}");
        assert_eq!(finding.step, Some(ManualStep::SetClock));
    }
}

/// A time as HTTP has it; all of these are of one day.
fn http_date(time: SystemTime) -> String {
    let noon = now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs() - 12 * 3_600;
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs() - noon;
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("Sun, 22 Nov 2026 {hours:02}:{minutes:02}:{:02} GMT", seconds % 60)
}
