//! The status as tables with bars, and as JSON (`docs/status.md`).

use super::{State, View, state::Good};
use crate::{
    format::{table, time},
    report::clean,
    ui::Ui,
};
use daypass_credentials::{Plan, Session, Source};
use jiff::tz::TimeZone;
use serde_json::json;
use std::time::SystemTime;

/// Cells of a bar.
const LONG: usize = 15;
const SHORT: usize = 6;
/// From this share on, and from this, a bar is of the colour of warnings.
const LOW: f64 = 0.25;

pub(super) fn as_text(ui: &Ui, view: &View, zone: &TimeZone) -> String {
    if view.sessions.is_empty() {
        return "No session is configured. Begin with:  daypass configure sso\n".to_owned();
    }
    let now = view.now;
    let left = |good: &Good, cells: usize| match time::left(good.until, now) {
        Some(left) if ui.draws() => Some(format!("{} {}", bar(good.share(now), cells), time::span(left))),
        left => left.map(time::span),
    };
    let session = |(session, state): &(Session, State)| {
        let renewable = state.renewable_until().filter(|end| *end > now);
        vec![
            clean(session.label()),
            match state {
                State::SignedIn(_, good) => left(good, LONG).unwrap_or_default(),
                State::Renewable(_) => "renews at next use".to_owned(),
                State::Expired(token) => format!("expired {}", time::relative(token.expires_at, now)),
                State::Refused(_) => "refused by AWS".to_owned(),
                State::SignedOut => "signed out".to_owned(),
            },
            match renewable {
                _ if !state.is_good() => "sign in again".to_owned(),
                Some(end) if session.renews() => time::clock(end, now, zone),
                _ => "does not renew".to_owned(),
            },
            format!("{} · {}", portal(session), session.region),
        ]
    };
    let profile = |(plan, good): &(Plan, Option<Good>)| {
        let (account, role) = target(plan);
        let left = good.as_ref().and_then(|good| left(good, SHORT));
        vec![clean(plan.profile()), clean(&account), clean(&role), left.unwrap_or("on demand".to_owned())]
    };
    let rows: Vec<_> = view.sessions.iter().map(session).collect();
    let mut text = table::plain(&["SESSION", "TOKEN", "RENEWABLE UNTIL", "PORTAL"], &rows, ui.width());
    let rows: Vec<_> = view.profiles.iter().map(profile).collect();
    if !rows.is_empty() {
        text.push('\n');
        text += &table::plain(&["PROFILE", "ACCOUNT", "ROLE", "CREDENTIALS"], &rows, ui.width());
    }
    paint(ui, &text)
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
fn paint(ui: &Ui, text: &str) -> String {
    let line = |line: &str| {
        if line.starts_with("SESSION ") || line.starts_with("PROFILE ") {
            return ui.dim(line);
        }
        for bad in ["refused by AWS", "signed out", "expired "] {
            // Not where a session is called so: words of ours stand behind two blanks.
            if let Some((before, after)) = line.split_once(&format!("  {bad}")) {
                return format!("{before}  {}{after}", ui.bad(bad));
            }
        }
        let Some(start) = line.find('█') else { return line.to_owned() };
        let (before, rest) = line.split_at(start);
        let end = rest.find(' ').unwrap_or(rest.len());
        let (bar, after) = rest.split_at(end);
        let share = bar.matches('█').count() as f64 / bar.chars().count() as f64;
        let bar = if share < LOW { ui.warning(bar) } else { ui.good(bar) };
        format!("{before}{bar}{after}")
    };
    text.lines().map(|text| line(text) + "\n").collect()
}

/// The portal in a few letters: the directory of an awsapps.com address, the host of any other.
fn portal(session: &Session) -> String {
    let host = session.start_url.host();
    clean(host.strip_suffix(".awsapps.com").unwrap_or(&host))
}

pub(super) fn as_json(view: &View) -> String {
    let session = |(session, state): &(Session, State)| {
        json!({
            "session": session.label(),
            "start_url": session.start_url.as_str(),
            "region": session.region.as_str(),
            "state": state.word(),
            "token_expires_at": state.token().map(|token| time::rfc3339(token.expires_at)),
            "renewable_until": state.renewable_until().map(time::rfc3339),
        })
    };
    let profile = |(plan, good): &(Plan, Option<Good>)| {
        let (account, role) = target(plan);
        let until: Option<SystemTime> = good.as_ref().map(|good| good.until);
        json!({
            "profile": plan.profile(),
            "session": plan.session().map(Session::label),
            "account": account,
            "role": role,
            "credentials_expire_at": until.map(time::rfc3339),
        })
    };
    let sessions: Vec<_> = view.sessions.iter().map(session).collect();
    let profiles: Vec<_> = view.profiles.iter().map(profile).collect();
    format!("{:#}\n", json!({ "sessions": sessions, "profiles": profiles }))
}

/// Account and role as shown; a chained profile shows the role it ends in.
fn target(plan: &Plan) -> (String, String) {
    match plan.source() {
        Source::Sso { account, role, .. } => (account.to_string(), role.to_string()),
        Source::AssumeRole(assume) => {
            let account = assume.role_arn.split(':').nth(4).unwrap_or_default();
            let role = assume.role_arn.rsplit('/').next().unwrap_or_default();
            (account.to_owned(), role.to_owned())
        }
        _ => (String::new(), String::new()),
    }
}
