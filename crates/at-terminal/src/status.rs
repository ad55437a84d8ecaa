//! Renders the status as tables with bars, or as JSON (docs/status.md).

use super::view::View;
use daypass_credentials::{Plan, Renewal, Session, SessionState};
use daypass_sign_in::{Lifetime, SignInStatus};
use daypass_terminal::{Terminal, Text, bad, bar, dim, table, time};
use daypass_token_cache::time::format as rfc3339;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::time::SystemTime;

/// Columns of a bar.
const LONG: usize = 15;
const SHORT: usize = 6;

/// The columns of [`as_rows`].
pub(super) const COLUMNS: [&str; 8] = [
    "SESSION",
    "STATE",
    "TOKEN EXPIRES AT",
    "RENEWABLE UNTIL",
    "PROFILE",
    "ACCOUNT",
    "ROLE",
    "CREDENTIALS EXPIRE AT",
];

pub(super) fn as_text(ui: &Terminal, view: &View, zone: &TimeZone) -> Text {
    if view.sessions.is_empty() {
        return format!("No session is configured. Begin with:  {}", view.first_steps.join(" ")).into();
    }
    let now = view.now;
    let left = |good: &Lifetime, cells: usize| match time::left(good.until(), now) {
        Some(left) if ui.draws() => bar(good.share(now), cells) + " " + time::span(left),
        left => left.map(time::span).unwrap_or_default().into(),
    };
    let token = |standing: &SignInStatus| match standing {
        SignInStatus::Refused(_) => bad("refused by AWS"),
        SignInStatus::Unreadable(_) => bad("cannot be read"),
        SignInStatus::Stored(state, since) => match state {
            SessionState::SignedIn(_) => since.as_ref().map(|good| left(good, LONG)).unwrap_or_default(),
            SessionState::Renewable(_) => "renews at next use".into(),
            SessionState::Expired(token) => bad("expired ") + time::relative(token.expires_at, now),
            SessionState::OtherPortal(_) => bad("signed in elsewhere"),
            _ => bad("signed out"),
        },
    };
    let renews = |session: &Session, standing: &SignInStatus| match standing.renewal(session, now) {
        _ if matches!(standing, SignInStatus::Unreadable(_)) => String::new(),
        _ if !standing.is_good() => "sign in again".to_owned(),
        Renewal::Until(end) => time::clock(end, now, zone),
        Renewal::UntilUnknown => "renews".to_owned(),
        Renewal::Never => "does not renew".to_owned(),
    };
    let session = |(session, standing): &(Session, SignInStatus)| {
        let place =
            [vec![portal(session), session.region.to_string()], endpoints(session)].concat().join(" · ");
        vec![session.label().into(), token(standing), renews(session, standing).into(), place.into()]
    };
    let profile = |(plan, good): &(Plan, Option<Lifetime>)| {
        let (account, role) = target(plan);
        let left = good.as_ref().map(|good| left(good, SHORT)).filter(|left| !left.is_empty());
        vec![plan.name().into(), account.into(), role.into(), left.unwrap_or_else(|| "on demand".into())]
    };
    let table =
        |header: [&str; 4], rows: Vec<Vec<Text>>| table::fitted(&header.map(dim), rows, ui.data_width());
    let sessions = view.sessions.iter().map(session).collect();
    let sessions = table(["SESSION", "TOKEN", "RENEWABLE UNTIL", "PORTAL"], sessions);
    let profiles: Vec<_> = view.profiles.iter().map(profile).collect();
    match profiles.is_empty() {
        true => sessions,
        false => sessions.newline() + table(["PROFILE", "ACCOUNT", "ROLE", "CREDENTIALS"], profiles),
    }
}

/// A short name of the portal: the subdomain of awsapps.com, else the host.
fn portal(session: &Session) -> String {
    let host = session.start_url.host();
    host.strip_suffix(".awsapps.com").unwrap_or(&host).to_owned()
}

/// The origins of endpoints other than AWS's own.
fn endpoints(session: &Session) -> Vec<String> {
    let mut origins = session.endpoints.origins(&session.region);
    origins.dedup();
    origins
}

pub(super) fn as_json(view: &View) -> Value {
    let session = |(session, state): &(Session, SignInStatus)| {
        json!({
            "session": session.label(),
            "start_url": session.start_url.as_str(),
            "region": session.region.as_str(),
            "endpoints": endpoints(session),
            "state": state.word(),
            "token_expires_at": state.token().map(|token| rfc3339(token.expires_at)),
            "renewable_until": state.renewable_until().map(rfc3339),
        })
    };
    let profile = |(plan, good): &(Plan, Option<Lifetime>)| {
        let (account, role) = target(plan);
        let until: Option<SystemTime> = good.as_ref().map(Lifetime::until);
        json!({
            "profile": plan.name(),
            "session": plan.session().map(Session::label),
            "account": account,
            "role": role,
            "credentials_expire_at": until.map(rfc3339),
        })
    };
    let sessions: Vec<_> = view.sessions.iter().map(session).collect();
    let profiles: Vec<_> = view.profiles.iter().map(profile).collect();
    json!({ "sessions": sessions, "profiles": profiles })
}

/// A row for each profile, and one for a session without any.
pub(super) fn as_rows(view: &View) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (session, state) in &view.sessions {
        let expires = state.token().map(|token| rfc3339(token.expires_at));
        let of_session = [
            Some(session.label().to_owned()),
            Some(state.word().to_owned()),
            expires,
            state.renewable_until().map(rfc3339),
        ];
        let of_session = of_session.map(Option::unwrap_or_default);
        let uses = |plan: &Plan| plan.session().is_some_and(|own| own.token_key() == session.token_key());
        let mut of_profiles: Vec<_> =
            view.profiles.iter().filter(|(plan, _)| uses(plan)).map(profile_cells).collect();
        if of_profiles.is_empty() {
            of_profiles.push(Default::default());
        }
        rows.extend(of_profiles.into_iter().map(|cells| of_session.iter().cloned().chain(cells).collect()));
    }
    rows
}

fn profile_cells((plan, good): &(Plan, Option<Lifetime>)) -> [String; 4] {
    let (account, role) = target(plan);
    let until = good.as_ref().map(|good| rfc3339(good.until())).unwrap_or_default();
    [plan.name().to_owned(), account.to_owned(), role.to_owned(), until]
}

/// Account and role; for a profile that chains roles, the last role.
fn target(plan: &Plan) -> (&str, &str) {
    (plan.account().unwrap_or_default(), plan.role().unwrap_or_default())
}
