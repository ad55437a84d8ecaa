//! Checks of tokens: of another region or portal, without refresh, or in a form that some SDK cannot read.

use crate::{Finding, Fix, ManualStep, view::SnapshotView};
use daypass_credentials::{Session, SessionState, Settings, session_of_profile, sessions};
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_token_cache::{CacheFile, CacheKey, Token};
use std::{cell::LazyCell, collections::BTreeMap};

/// K210 to K213, K216: tokens of another region, portal or endpoint, and tokens that cannot be refreshed.
pub(super) fn tokens(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let entries = view.sso_cache.files.iter();
    let stored: BTreeMap<CacheKey, _> =
        entries.filter_map(|entry| Some((entry.key()?, (entry, entry.token()?)))).collect();
    let profiles = LazyCell::new(|| profiles_by_token(view));
    for session in sessions(&view.config, &view.endpoints) {
        let Some((entry, token)) = stored.get(&session.token_key()) else { continue };
        for (code, message, who) in wrong(&session, entry, token, view) {
            let finding = Finding::warning(code, message).at(&entry.path, None).affects(who);
            // A legacy profile's session is signed in to by the profile.
            let target = match &session.name {
                Some(name) => Some(SignInTarget::Session(name.clone())),
                None => profiles.get(&session.token_key()).cloned().map(SignInTarget::Profile),
            };
            findings.push(match target {
                Some(target) => finding.remedy(Remedy::SignInAgain(target)),
                None => finding.step(ManualStep::SignInToAll),
            });
        }
    }
    findings
}

/// Maps each token key to the first profile that uses the token.
fn profiles_by_token(view: &SnapshotView<'_>) -> BTreeMap<CacheKey, String> {
    let mut first = BTreeMap::new();
    for name in view.config.profiles().map(|profile| profile.name().to_owned()) {
        if let Ok(session) = session_of_profile(&view.config, &Settings::default(), &name) {
            first.entry(session.token_key()).or_insert(name);
        }
    }
    first
}

/// A code, a message, and whom it affects.
type Wrong = (&'static str, String, &'static str);

fn wrong(session: &Session, file: &CacheFile, token: &Token, view: &SnapshotView<'_>) -> Vec<Wrong> {
    let label = session.label();
    let mut wrong = Vec::new();
    if let SessionState::OtherPortal(token) = SessionState::of(session, Some(token.clone()), view.now) {
        if token.region.as_deref().is_some_and(|region| region != session.region.as_str()) {
            let message = format!("the token of {label} is of another region than its sso_region");
            let who = "AWS refuses calls with it; the C++ SDK refreshes it in the token's region";
            wrong.push(("K210", message, who));
        }
        if token.start_url.as_deref().is_some_and(|url| !session.start_url.is_portal_of(url)) {
            let message = format!("the token of {label} is of another portal than its sso_start_url");
            wrong.push(("K211", message, "every AWS tool uses it for this session nevertheless"));
        }
    }
    let mut others = session.endpoints.origins(&session.region);
    others.retain(|origin| view.origins.get(&file.path).is_some_and(|known| !known.contains(origin)));
    others.dedup();
    if !others.is_empty() {
        let message = format!("the token of {label} was not got at {}, which is set now", others.join(", "));
        let who = "daypass uses it where it was got and at AWS alone; the AWS CLI and the SDKs send it there";
        wrong.push(("K216", message, who));
    }
    let registration = token.registration_expires_at();
    if session.renews() && !token.has_refresh_token() {
        let message = format!("the token of {label} cannot be refreshed: it has no refresh token");
        let who = "a sign-in every few hours; was sso:account:access left out of sso_registration_scopes?";
        wrong.push(("K212", message, who));
    } else if session.renews() && registration.is_none_or(|ends| ends <= view.now) {
        let message = format!(
            "the token of {label} cannot be refreshed: its client registration has expired or is missing"
        );
        let who = "Rust, boto3 and the AWS CLI do not refresh it; JavaScript and Go try, and AWS refuses";
        wrong.push(("K213", message, who));
    }
    wrong
}

/// K214: times, types and tails that some SDK cannot read.
pub(super) fn spellings(view: &SnapshotView<'_>) -> Vec<Finding> {
    let files = view.sso_cache.files.iter().chain(&view.login_cache.files);
    let odd = files.filter(|file| file.needs_rewrite);
    odd.map(|file| {
        Finding::warning(
            "K214",
            "the file of a sign-in has a time, a type or a tail that not every SDK reads",
        )
        .at(&file.path, None)
        .affects("Rust and Go refuse the file or lose the refresh; every SDK reads YYYY-MM-DDTHH:MM:SSZ")
        .fix(Fix::Rewrite(file.path.clone()))
    })
    .collect()
}
