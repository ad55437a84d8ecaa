//! The checks that need the network: whether sign-in services answer, whether AWS answers, and the clock's error.

use crate::{Finding, ManualStep, Severity, Snapshot, view::SnapshotView};
use daypass_config_parse::Profile;
use daypass_credentials::{Endpoints, Session, Settings, resolve, sessions};
use daypass_sso_types::Remedy;
use daypass_transport::{
    Caller, Endpoint, ErrorKind, Request, Service, ServiceError, clock_skew, skew_in_words,
};
use std::time::SystemTime;

/// The clock error in seconds that is not reported: replies take a second, and AWS accepts five minutes.
const CLOCK_TOLERANCE: i64 = 30;

/// Calls the sign-in services of every session, each host once, and reports N301 to N304.
///
/// `settings` are the environment's, whose endpoints are in use; `clock` gives the time at which an answer came. The
/// requests carry no token. Dropping the future ends the call in progress and changes nothing.
pub async fn examine_network(
    snapshot: &Snapshot,
    settings: &Settings,
    caller: &Caller,
    clock: &(dyn Fn() -> SystemTime + Sync),
) -> Vec<Finding> {
    let view = SnapshotView::new(snapshot);
    let mut origins: Vec<String> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    for (endpoint, session) in endpoints(&view, settings) {
        if origins.contains(&endpoint.origin()) {
            continue;
        }
        origins.push(endpoint.origin());
        let Ok(request) = http::Request::get(endpoint.uri("/")).body(Vec::new()) else { continue };
        for finding in answer(caller, request, endpoint.host(), session, clock).await {
            if finding.code != "N301" || findings.iter().all(|known| known.code != "N301") {
                findings.push(finding);
            }
        }
    }
    findings
}

/// The sign-in services of every session, with its name, and those of the console sign-ins.
fn endpoints(view: &SnapshotView<'_>, settings: &Settings) -> Vec<(Endpoint, Option<String>)> {
    let of_session = |session: Session| {
        let endpoint = |service| session.endpoints.endpoint(service, &session.region).ok();
        let found = [Service::Oidc, Service::Portal].map(endpoint).into_iter().flatten();
        found.map(|endpoint| (endpoint, session.name.clone())).collect::<Vec<_>>()
    };
    let of_login = |profile: Profile<'_>| {
        let region = resolve(&view.config, settings, profile.name()).ok()?.login()?.region()?.clone();
        let endpoints = Endpoints::of(settings, &view.config, Some(&profile));
        endpoints.sign_in_endpoint(&region).ok().map(|at| (at.endpoint, None))
    };
    let of_sessions = sessions(&view.config, settings).into_iter().flat_map(of_session);
    of_sessions.chain(view.config.profiles().filter_map(of_login)).collect()
}

async fn answer(
    caller: &Caller,
    request: Request,
    host: &str,
    session: Option<String>,
    now: &(dyn Fn() -> SystemTime + Sync),
) -> Vec<Finding> {
    let response = match caller.send_once(request).await {
        Ok(response) => response,
        Err(error) => return vec![unreachable(error.kind(), host, session)],
    };
    let mut findings = Vec::new();
    if response.status().is_redirection() || ServiceError::read(&response).is_html() {
        findings.push(
            Finding::error("N304", format!("a server other than AWS answers at {host}"))
                .affects("every sign-in: a captive portal or a proxy intercepts the connection")
                .remedy(Remedy::Advice("Open any web page: a captive portal appears there.".to_owned())),
        );
    } else if let Some(skew) = clock_skew(&response, now()).filter(|skew| skew.abs() > CLOCK_TOLERANCE) {
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
    finding.affects(format!("{who}; beyond 5 m AWS refuses signed calls")).step(ManualStep::SetClock)
}

fn unreachable(kind: ErrorKind, host: &str, session: Option<String>) -> Finding {
    let advice = |text: &str| Some(Remedy::Advice(text.to_owned()));
    let (code, message, remedy) = match kind {
        ErrorKind::Dns => (
            "N302",
            format!("the name {host} cannot be resolved: is the network up, is the region right?"),
            session.map(|session| Remedy::ConfigureSessionKey { session, key: "sso_region", value: None }),
        ),
        ErrorKind::Tls => (
            "N303",
            format!("TLS to {host} fails: a proxy may re-sign the traffic"),
            advice("Set AWS_CA_BUNDLE to the file with the proxy's certificate."),
        ),
        ErrorKind::Proxy => {
            ("N302", format!("the proxy for {host} fails"), advice("Check HTTPS_PROXY and NO_PROXY."))
        }
        _ => ("N302", format!("{host} does not answer: is the network up, is a proxy needed?"), None),
    };
    let finding = Finding::error(code, message).affects("every sign-in and renewal of this session");
    match remedy {
        Some(remedy) => finding.remedy(remedy),
        None => finding,
    }
}
