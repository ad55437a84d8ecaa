//! What only the network can tell: whether the sign-in services answer, who answers, and what time they have.

use super::{Finding, Scene, cache::sessions};
use crate::{
    context::Context,
    format::time::span,
    host,
    report::{Report, clean},
};
use daypass_credentials::{Session, Settings, session_named, session_of_profile};
use daypass_transport::{Caller, ErrorKind, Request, Service, ServiceError, clock_skew};
use std::time::Duration;

/// Below this a clock is right enough: replies take a second, and AWS accepts five minutes.
const TOLERANCE: i64 = 30;

/// N301 to N304, for every session of the config file, each host once.
pub(crate) async fn ask(context: &Context, scene: &Scene<'_>) -> Result<Vec<Finding>, Report> {
    let settings = context.settings()?;
    let caller = context.caller(None)?;
    let mut asked: Vec<String> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    for session in sessions(scene) {
        for service in [Service::Oidc, Service::Portal] {
            // With the settings of this environment: its endpoints are the ones in use.
            let session = with_settings(scene, &settings, &session);
            let Ok(endpoint) = session.endpoints.endpoint(service, &session.region) else { continue };
            if asked.contains(&endpoint.origin()) {
                continue;
            }
            asked.push(endpoint.origin());
            let Ok(request) = http::Request::get(endpoint.uri("/")).body(Vec::new()) else { continue };
            for finding in answer(&caller, request, endpoint.host(), &session).await {
                if finding.code != "N301" || findings.iter().all(|known| known.code != "N301") {
                    findings.push(finding);
                }
            }
        }
    }
    Ok(findings)
}

fn with_settings(scene: &Scene<'_>, settings: &Settings, session: &Session) -> Session {
    let found = match &session.name {
        Some(name) => session_named(&scene.config, settings, name, None).ok(),
        None => scene
            .config
            .profiles()
            .filter_map(|profile| session_of_profile(&scene.config, settings, profile.name()).ok())
            .find(|other| other.token_key() == session.token_key()),
    };
    found.unwrap_or_else(|| session.clone())
}

async fn answer(caller: &Caller, request: Request, host: &str, session: &Session) -> Vec<Finding> {
    let response = match caller.send_once(request).await {
        Ok(response) => response,
        Err(error) => return vec![unreachable(error.kind(), &clean(host), session)],
    };
    let mut findings = Vec::new();
    if response.status().is_redirection() || ServiceError::read(&response).is_html() {
        findings.push(
            Finding::error("N304", format!("what answers at {} is not AWS", clean(host)))
                .affects("every sign-in: a captive portal or a proxy wants something first")
                .mend(["daypass", "doctor", "--online"]),
        );
    } else if let Some(skew) = clock_skew(&response, host::now()).filter(|skew| skew.abs() > TOLERANCE) {
        findings.push(clock(skew));
    }
    findings
}

fn clock(skew: i64) -> Finding {
    let by = span(Duration::from_secs(skew.unsigned_abs()));
    let (side, who) = match skew > 0 {
        true => ("behind", "tokens look valid after they have expired"),
        false => ("ahead of", "tokens look expired while they are valid"),
    };
    let words = match std::env::consts::OS {
        "macos" => vec!["sudo", "sntp", "-sS", "time.apple.com"],
        "windows" => vec!["w32tm", "/resync"],
        _ => vec!["sudo", "timedatectl", "set-ntp", "true"],
    };
    let finding = Finding::new(
        "N301",
        if skew.abs() > 240 { super::Severity::Error } else { super::Severity::Warning },
        format!("this machine's clock is {by} {side} AWS"),
    );
    finding.affects(format!("{who}; beyond 5 m AWS refuses signed calls")).mend(words)
}

fn unreachable(kind: ErrorKind, host: &str, session: &Session) -> Finding {
    let label = session.label();
    let (code, message, words): (_, _, Vec<&str>) = match kind {
        ErrorKind::Dns => (
            "N302",
            format!("the name {host} is not known here: is the network up, is the region right?"),
            vec!["daypass", "configure", "sso-session", "--sso-session", label],
        ),
        ErrorKind::Tls => (
            "N303",
            format!("no secure connection to {host}: a proxy may re-sign traffic here"),
            vec!["daypass", "doctor", "--online", "--ca-bundle", "/path/to/proxy-ca.pem"],
        ),
        ErrorKind::Proxy => {
            ("N302", format!("the proxy on the way to {host} fails"), vec!["unset", "HTTPS_PROXY"])
        }
        _ => (
            "N302",
            format!("{host} does not answer: is the network up, is a proxy needed?"),
            vec!["daypass", "doctor", "--online"],
        ),
    };
    Finding::error(code, message).affects("every sign-in and renewal of this session").mend(words)
}
