//! The status of a home as tables with bars.

use crate::bar::bar;
use daypass_console_sign_ins::{ConsoleSignIn, ConsoleState};
use daypass_credentials::{Plan, Renewal, Session, SessionState};
use daypass_sign_in::{HomeStatus, Lifetime, SignInStatus, other_endpoints};
use daypass_terminal::{Terminal, Text, bad, dim, table, time};
use jiff::tz::TimeZone;
use std::time::{Duration, SystemTime};

/// Columns of a bar.
const LONG: usize = 15;
const SHORT: usize = 6;

/// The length of the keys of a console sign-in, for the bar.
const KEYS: Duration = Duration::from_secs(15 * 60);

/// Writes the status of a home as tables, as wide as the terminal and with bars if it draws; times are in `zone`. A home without
/// sessions and sign-ins has an empty text.
pub fn status_text(terminal: &Terminal, status: &HomeStatus, zone: &TimeZone) -> Text {
    if status.is_empty() {
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
    let mut tables = Vec::new();
    if !status.sessions.is_empty() {
        tables.push(table(["SESSION", "TOKEN", "RENEWABLE UNTIL", "PORTAL"], &mut sessions));
    }
    if !status.consoles.is_empty() {
        let mut rows = status.consoles.iter().map(|console| console_cells(console, now, draws, zone));
        tables.push(table(["CONSOLE SIGN-IN", "KEYS", "RENEWABLE UNTIL", "REGION"], &mut rows));
    }
    if !status.profiles.is_empty() {
        tables.push(table(["PROFILE", "ACCOUNT", "ROLE", "CREDENTIALS"], &mut profiles));
    }
    tables.into_iter().reduce(|above, below| above.newline() + below).unwrap_or_default()
}

/// Whose console sign-in it is, how long its keys are good, until when they are refreshed, and where.
fn console_cells(console: &ConsoleSignIn, now: SystemTime, draws: bool, zone: &TimeZone) -> [Text; 4] {
    let state = &console.state;
    let left = state.keys_expire_at().and_then(|end| time::left(end, now));
    let keys: Text = match (state, left) {
        (ConsoleState::SignedIn(_), Some(left)) if draws => {
            bar(left.as_secs_f64() / KEYS.as_secs_f64(), LONG) + " " + time::span(left)
        }
        (ConsoleState::SignedIn(_), left) => left.map(time::span).unwrap_or_default().into(),
        (ConsoleState::Renewable(_), _) => "renews at next use".into(),
        (ConsoleState::Expired(_), _) => bad("expired"),
        (ConsoleState::Refused(_), _) => bad("refused by AWS"),
        (ConsoleState::Unreadable(_), _) => bad("cannot be read"),
        _ => bad("signed out"),
    };
    let renews = match (state.renewable_until(), state.entry()) {
        _ if matches!(state, ConsoleState::Unreadable(_)) => String::new(),
        _ if !state.is_good() => "sign in again".to_owned(),
        (Some(end), _) => time::clock(end, now, zone),
        (None, Some(entry)) if entry.is_renewable() => "renews".to_owned(),
        _ => "does not renew".to_owned(),
    };
    [console.label().into(), keys, renews.into(), console.region().unwrap_or_default().into()]
}

/// A short name of the portal: the subdomain of awsapps.com, else the host.
fn portal(session: &Session) -> String {
    let host = session.start_url.host();
    host.strip_suffix(".awsapps.com").unwrap_or(&host).to_owned()
}
