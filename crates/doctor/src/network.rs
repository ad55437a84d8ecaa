//! What only the network can tell: whether the sign-in services answer, who answers, and what time they have.

use crate::{Finding, Severity, Snapshot, Step, view::View};
use daypass_credentials::{Session, Settings, sessions};
use daypass_sso_types::Remedy;
use daypass_transport::{Caller, ErrorKind, Request, Service, ServiceError, clock_skew, skew_in_words};
use std::time::SystemTime;

/// Below this a clock is right enough: replies take a second, and AWS accepts five minutes.
const TOLERANCE: i64 = 30;

/// N301 to N304: asks the sign-in services of every session whether they answer, each host once.
///
/// `settings` are those of the environment, whose endpoints are the ones in use; `clock` gives the time at which an
/// answer came. Dropping the future gives up; nothing is stored anywhere. The requests carry no token.
pub async fn examine_network(
    snapshot: &Snapshot,
    settings: &Settings,
    caller: &Caller,
    clock: &(dyn Fn() -> SystemTime + Sync),
) -> Vec<Finding> {
    let view = View::new(snapshot);
    let mut asked: Vec<String> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    // With the settings of this environment: its endpoints are the ones in use.
    for session in sessions(&view.config, settings) {
        for service in [Service::Oidc, Service::Portal] {
            let Ok(endpoint) = session.endpoints.endpoint(service, &session.region) else { continue };
            if asked.contains(&endpoint.origin()) {
                continue;
            }
            asked.push(endpoint.origin());
            let Ok(request) = http::Request::get(endpoint.uri("/")).body(Vec::new()) else { continue };
            for finding in answer(caller, request, endpoint.host(), &session, clock).await {
                if finding.code != "N301" || findings.iter().all(|known| known.code != "N301") {
                    findings.push(finding);
                }
            }
        }
    }
    findings
}

async fn answer(
    caller: &Caller,
    request: Request,
    host: &str,
    session: &Session,
    now: &(dyn Fn() -> SystemTime + Sync),
) -> Vec<Finding> {
    let response = match caller.send_once(request).await {
        Ok(response) => response,
        Err(error) => return vec![unreachable(error.kind(), host, session)],
    };
    let mut findings = Vec::new();
    if response.status().is_redirection() || ServiceError::read(&response).is_html() {
        findings.push(
            Finding::error("N304", format!("what answers at {host} is not AWS"))
                .affects("every sign-in: a captive portal or a proxy wants something first")
                .remedy(Remedy::Advice("Open any web page: a captive portal shows itself there.".to_owned())),
        );
    } else if let Some(skew) = clock_skew(&response, now()).filter(|skew| skew.abs() > TOLERANCE) {
        findings.push(clock(skew));
    }
    findings
}

fn clock(skew: i64) -> Finding {
    let who = match skew > 0 {
        true => "tokens look valid after they have expired",
        false => "tokens look expired while they are valid",
    };
    let finding = Finding::new(
        "N301",
        if skew.abs() > 240 { Severity::Error } else { Severity::Warning },
        format!("this machine's clock is {}", skew_in_words(skew)),
    );
    finding.affects(format!("{who}; beyond 5 m AWS refuses signed calls")).step(Step::SetClock)
}

fn unreachable(kind: ErrorKind, host: &str, session: &Session) -> Finding {
    let advice = |text: &str| Some(Remedy::Advice(text.to_owned()));
    let (code, message, remedy) = match kind {
        ErrorKind::Dns => (
            "N302",
            format!("the name {host} is not known here: is the network up, is the region right?"),
            session.name.clone().map(Remedy::ConfigureSession),
        ),
        ErrorKind::Tls => (
            "N303",
            format!("no secure connection to {host}: a proxy may re-sign traffic here"),
            advice("Name the file of the proxy's certificate in AWS_CA_BUNDLE."),
        ),
        ErrorKind::Proxy => (
            "N302",
            format!("the proxy on the way to {host} fails"),
            advice("Look at HTTPS_PROXY and NO_PROXY."),
        ),
        _ => ("N302", format!("{host} does not answer: is the network up, is a proxy needed?"), None),
    };
    let finding = Finding::error(code, message).affects("every sign-in and renewal of this session");
    match remedy {
        Some(remedy) => finding.remedy(remedy),
        None => finding,
    }
}
