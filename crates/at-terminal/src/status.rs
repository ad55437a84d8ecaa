//! The status of a home as tables with bars.

use crate::bar::bar;
use daypass_credentials::{Plan, Renewal, Session, SessionState};
use daypass_sign_in::{HomeStatus, Lifetime, SignInStatus, other_endpoints};
use daypass_terminal::{Terminal, Text, bad, dim, table, time};
use jiff::tz::TimeZone;

/// Columns of a bar.
const LONG: usize = 15;
const SHORT: usize = 6;

/// Writes the status of a home as tables, as wide as the terminal and with bars if it draws; times are in `zone`. A home without
/// sessions has an empty text.
pub fn status_text(terminal: &Terminal, status: &HomeStatus, zone: &TimeZone) -> Text {
    if status.sessions.is_empty() {
        return Text::new();
    }
    let (now, draws) = (status.now, terminal.draws());
    let left = |good: &Lifetime, cells: usize| match time::left(good.until(), now) {
        Some(left) if draws => bar(good.share(now), cells) + " " + time::span(left),
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
        let place = [vec![portal(session), session.region.to_string()], other_endpoints(session)]
            .concat()
            .join(" · ");
        [session.label().into(), token(standing), renews(session, standing).into(), place.into()]
    };
    let profile = |(plan, good): &(Plan, Option<Lifetime>)| {
        let (account, role) = (plan.account().unwrap_or_default(), plan.role().unwrap_or_default());
        let left = good.as_ref().map(|good| left(good, SHORT)).filter(|left| !left.is_empty());
        [plan.name().into(), account.into(), role.into(), left.unwrap_or_else(|| "on demand".into())]
    };
    let table = |header: [&str; 4], rows: &mut dyn Iterator<Item = [Text; 4]>| {
        table::fitted(&header.map(dim), rows, terminal.data_width())
    };
    let (mut sessions, mut profiles) =
        (status.sessions.iter().map(session), status.profiles.iter().map(profile));
    let sessions = table(["SESSION", "TOKEN", "RENEWABLE UNTIL", "PORTAL"], &mut sessions);
    match status.profiles.is_empty() {
        true => sessions,
        false => sessions.newline() + table(["PROFILE", "ACCOUNT", "ROLE", "CREDENTIALS"], &mut profiles),
    }
}

/// A short name of the portal: the subdomain of awsapps.com, else the host.
fn portal(session: &Session) -> String {
    let host = session.start_url.host();
    host.strip_suffix(".awsapps.com").unwrap_or(&host).to_owned()
}
