//! Tokens that belong elsewhere, will not renew, or are written so that some SDK cannot read them.

use crate::{Finding, Fix, Step, view::View};
use daypass_credentials::{Session, SessionState, Settings, session_of_profile, sessions};
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_token_cache::{CacheKey, Content, Token};
use std::collections::BTreeMap;

/// K210 to K213: tokens that belong elsewhere, or will not renew.
pub(super) fn tokens(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let entries = view.sso_cache.files.iter();
    let stored: BTreeMap<CacheKey, _> = entries
        .filter_map(|entry| match &entry.content {
            Content::Token(token) => Some((entry.key()?, (entry, token))),
            _ => None,
        })
        .collect();
    for session in sessions(&view.config, &Settings::default()) {
        let Some((entry, token)) = stored.get(&session.token_key()) else { continue };
        for (code, message, who) in wrong(&session, token, view) {
            let finding = Finding::warning(code, message).at(&entry.path, None).affects(who);
            findings.push(match target(view, &session) {
                Some(target) => finding.remedy(Remedy::SignInAgain(target)),
                None => finding.step(Step::SignInToAll),
            });
        }
    }
    findings
}

/// What to sign in to: a session by its name, a legacy one by a profile.
fn target(view: &View<'_>, session: &Session) -> Option<SignInTarget> {
    if let Some(name) = &session.name {
        return Some(SignInTarget::Session(name.clone()));
    }
    let mut profiles = view.config.profiles().map(|profile| profile.name());
    let found = profiles.find(|name| {
        session_of_profile(&view.config, &Settings::default(), name)
            .is_ok_and(|other| other.token_key() == session.token_key())
    });
    found.map(|name| SignInTarget::Profile(name.to_owned()))
}

fn wrong(session: &Session, token: &Token, view: &View<'_>) -> Vec<(&'static str, String, &'static str)> {
    let label = session.label();
    let mut wrong = Vec::new();
    if let SessionState::Elsewhere(token) = SessionState::of(session, Some(token.clone()), view.now) {
        if token.region.as_deref().is_some_and(|region| region != session.region.as_str()) {
            let message = format!("the token of {label} is of another region than its sso_region");
            let who = "calls with it are refused; the C++ SDK refreshes it in the other region";
            wrong.push(("K210", message, who));
        }
        if token.start_url.as_deref().is_some_and(|url| !session.start_url.is_portal_of(url)) {
            let message = format!("the token of {label} is of another portal than its sso_start_url");
            wrong.push(("K211", message, "every AWS tool uses it for this session all the same"));
        }
    }
    let registration = token.client.as_ref().and_then(|client| client.expires_at);
    if session.renews() && token.refresh_token.is_none() {
        let message = format!("the token of {label} cannot renew: it has no refresh token");
        let who = "a sign-in every few hours; was sso:account:access left out of sso_registration_scopes?";
        wrong.push(("K212", message, who));
    } else if session.renews() && registration.is_none_or(|ends| ends <= view.now) {
        let message =
            format!("the token of {label} cannot renew: its client registration is over or missing");
        let who = "Rust, boto3 and the AWS CLI do not renew it; JavaScript and Go try, and are refused";
        wrong.push(("K213", message, who));
    }
    wrong
}

/// K214: times and types that some SDK cannot read.
pub(super) fn spellings(view: &View<'_>) -> Vec<Finding> {
    let odd = view.sso_cache.files.iter().filter(|file| file.is_odd);
    odd.map(|file| {
        Finding::warning("K214", "the token file has a time or a type that not every SDK reads")
            .at(&file.path, None)
            .affects("Rust and Go refuse the file or lose the refresh; every SDK reads YYYY-MM-DDTHH:MM:SSZ")
            .fix(Fix::Rewrite(file.path.clone()))
    })
    .collect()
}
