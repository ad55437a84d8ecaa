//! The status as tables with bars, and as JSON (`docs/status.md`).

use super::view::View;
use crate::format::{table, time};
use daypass_credentials::{Plan, Renewal, Session, SessionState};
use daypass_sign_in::{Lifetime, Standing};
use daypass_terminal::{Terminal, Text, bad, dim, good, warning};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::time::SystemTime;

/// Cells of a bar.
const LONG: usize = 15;
const SHORT: usize = 6;
/// From this share on, and from this, a bar is of the colour of warnings.
const LOW: f64 = 0.25;

pub(super) fn as_text(ui: &Terminal, view: &View, zone: &TimeZone) -> Text {
    if view.sessions.is_empty() {
        return "No session is configured. Begin with:  daypass configure sso".into();
    }
    let now = view.now;
    let left = |good: &Lifetime, cells: usize| match time::left(good.until(), now) {
        Some(left) if ui.draws() => Some(format!("{} {}", bar(good.share(now), cells), time::span(left))),
        left => left.map(time::span),
    };
    let session = |(session, state): &(Session, Standing)| {
        let (stored, since) = match state {
            Standing::Stored(stored, good) => (stored, good.as_ref()),
            Standing::Refused(_) | Standing::Unreadable(_) => (&SessionState::SignedOut, None),
        };
        vec![
            session.label().to_owned(),
            match stored {
                _ if matches!(state, Standing::Refused(_)) => "refused by AWS".to_owned(),
                _ if matches!(state, Standing::Unreadable(_)) => "cannot be read".to_owned(),
                SessionState::SignedIn(_) => since.and_then(|good| left(good, LONG)).unwrap_or_default(),
                SessionState::Renewable(_) => "renews at next use".to_owned(),
                SessionState::Expired(token) => {
                    format!("expired {}", time::relative(token.expires_at, now))
                }
                SessionState::Elsewhere(_) => "signed in elsewhere".to_owned(),
                _ => "signed out".to_owned(),
            },
            match state.renewal(session, now) {
                _ if matches!(state, Standing::Unreadable(_)) => String::new(),
                _ if !state.is_good() => "sign in again".to_owned(),
                Renewal::Until(end) => time::clock(end, now, zone),
                Renewal::Open => "renews".to_owned(),
                Renewal::Never => "does not renew".to_owned(),
            },
            format!("{} · {}", portal(session), session.region),
        ]
    };
    let profile = |(plan, good): &(Plan, Option<Lifetime>)| {
        let (account, role) = target(plan);
        let left = good.as_ref().and_then(|good| left(good, SHORT));
        vec![
            plan.name().to_owned(),
            account.to_owned(),
            role.to_owned(),
            left.unwrap_or("on demand".to_owned()),
        ]
    };
    let rows: Vec<_> = view.sessions.iter().map(session).collect();
    let mut lines = table::lines(&["SESSION", "TOKEN", "RENEWABLE UNTIL", "PORTAL"], &rows, ui.width());
    let rows: Vec<_> = view.profiles.iter().map(profile).collect();
    if !rows.is_empty() {
        lines.push(String::new());
        lines.extend(table::lines(&["PROFILE", "ACCOUNT", "ROLE", "CREDENTIALS"], &rows, ui.width()));
    }
    Text::lines(lines.iter().map(|line| paint(line)))
}

/// A bar for a share of 0 to 1; something that is left shows.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "0 to 15"
)]
fn bar(share: f64, cells: usize) -> String {
    let full = ((share * cells as f64).round() as usize).clamp(1, cells);
    format!("{}{}", "█".repeat(full), "░".repeat(cells - full))
}

/// Headers, bars and bad news in colour. After the layout, so that no width counts what does not show.
#[expect(clippy::cast_precision_loss, reason = "0 to 15")]
fn paint(line: &str) -> Text {
    if line.starts_with("SESSION ") || line.starts_with("PROFILE ") {
        return dim(line);
    }
    for news in ["refused by AWS", "cannot be read", "signed out", "signed in elsewhere", "expired "] {
        // Not where a session is called so: words of ours stand behind two blanks.
        if let Some((before, after)) = line.split_once(&format!("  {news}")) {
            return Text::from(before) + "  " + bad(news) + after;
        }
    }
    let Some(start) = line.find('█') else { return line.into() };
    let (before, rest) = line.split_at(start);
    let end = rest.find(' ').unwrap_or(rest.len());
    let (bar, after) = rest.split_at(end);
    let share = bar.matches('█').count() as f64 / bar.chars().count() as f64;
    before + if share < LOW { warning(bar) } else { good(bar) } + after
}

/// The portal in a few letters: the directory of an awsapps.com address, the host of any other.
fn portal(session: &Session) -> String {
    let host = session.start_url.host();
    host.strip_suffix(".awsapps.com").unwrap_or(&host).to_owned()
}

pub(super) fn as_json(view: &View) -> Value {
    let session = |(session, state): &(Session, Standing)| {
        json!({
            "session": session.label(),
            "start_url": session.start_url.as_str(),
            "region": session.region.as_str(),
            "state": state.word(),
            "token_expires_at": state.token().map(|token| time::rfc3339(token.expires_at)),
            "renewable_until": state.renewable_until().map(time::rfc3339),
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
            "credentials_expire_at": until.map(time::rfc3339),
        })
    };
    let sessions: Vec<_> = view.sessions.iter().map(session).collect();
    let profiles: Vec<_> = view.profiles.iter().map(profile).collect();
    json!({ "sessions": sessions, "profiles": profiles })
}

/// Account and role as shown; a chained profile shows the role it ends in.
fn target(plan: &Plan) -> (&str, &str) {
    (plan.account().unwrap_or_default(), plan.role().unwrap_or_default())
}
