//! `daypass status`: how long each session and the credentials of each profile are good. No network.

use crate::{
    context::{Context, Files},
    exit::Exit,
    format::{table, time},
    host,
    report::{Report, clean},
};
use daypass_credentials::{Plan, Provider, Session, Source, resolve, session_named, session_of_profile};
use daypass_token_cache::Token;
use serde_json::json;
use std::time::SystemTime;

pub(crate) fn run(context: &Context) -> Result<Exit, Report> {
    let form = context.form(&["text", "json"])?;
    let files = context.files()?;
    let provider = context.provider(None)?;
    let now = host::now();
    let sessions = sessions(context, &files)?;
    let states: Vec<_> = sessions.iter().map(|session| State::of(&provider, session, now)).collect();
    let profiles = profiles(context, &files, &provider)?;
    let text = match form {
        "json" => json_of(&sessions, &states, &profiles),
        _ => text_of(context, &sessions, &states, &profiles, now),
    };
    context.print(&text)?;
    Ok(if states.iter().all(State::is_good) { Exit::Done } else { Exit::LoginRequired })
}

/// What one can say of a session by looking at its token.
enum State {
    SignedIn(Token),
    /// The access token is over, but it renews by itself at the next use.
    Renewable(Token),
    Expired(Token),
    SignedOut,
}

impl State {
    fn of(provider: &Provider, session: &Session, now: SystemTime) -> Self {
        match provider.stored_token(session) {
            Ok(Some(token)) if token.expires_at > now => Self::SignedIn(token),
            Ok(Some(token)) if session.renews() && token.is_renewable(now) => Self::Renewable(token),
            Ok(Some(token)) => Self::Expired(token),
            _ => Self::SignedOut,
        }
    }

    fn is_good(&self) -> bool {
        matches!(self, Self::SignedIn(_) | Self::Renewable(_))
    }

    fn word(&self) -> &'static str {
        match self {
            Self::SignedIn(_) => "signed_in",
            Self::Renewable(_) => "renewable",
            Self::Expired(_) => "expired",
            Self::SignedOut => "signed_out",
        }
    }

    fn token(&self) -> Option<&Token> {
        match self {
            Self::SignedIn(token) | Self::Renewable(token) | Self::Expired(token) => Some(token),
            Self::SignedOut => None,
        }
    }
}

/// Renewable until: the end of the client registration, since AWS does not tell that of the refresh token.
fn renewable_until(token: &Token) -> Option<SystemTime> {
    token.refresh_token.as_ref().and(token.client.as_ref()).and_then(|client| client.expires_at)
}

/// Every session of the config, by name or by a legacy profile; one alone where a profile is named by flag.
fn sessions(context: &Context, files: &Files) -> Result<Vec<Session>, Report> {
    let settings = context.settings()?;
    let config = files.config();
    if let Some(name) = &context.global.profile {
        let session = session_of_profile(&config, &settings, name);
        return Ok(vec![session.map_err(|error| context.credentials_failed(&error))?]);
    }
    let mut sessions: Vec<Session> = Vec::new();
    let named = config
        .sso_sessions()
        .filter_map(|section| session_named(&config, &settings, section.name(), None).ok());
    let legacy =
        config.profiles().filter_map(|profile| session_of_profile(&config, &settings, profile.name()).ok());
    for session in named.chain(legacy.filter(|session| session.name.is_none())) {
        if !sessions.iter().any(|other| other.token_key() == session.token_key()) {
            sessions.push(session);
        }
    }
    Ok(sessions)
}

/// Profiles that get credentials through a session, and until when those they have are good.
fn profiles(
    context: &Context,
    files: &Files,
    provider: &Provider,
) -> Result<Vec<(Plan, Option<SystemTime>)>, Report> {
    let settings = context.settings()?;
    let config = files.config();
    let chosen = |name: &str| context.global.profile.as_deref().is_none_or(|wanted| wanted == name);
    let plans = config.profiles().filter(|profile| chosen(profile.name()));
    let plans = plans.filter_map(|profile| resolve(&config, &settings, profile.name()).ok());
    Ok(plans
        .filter(|plan| plan.session().is_some())
        .map(|plan| {
            let until = provider.kept_until(&plan);
            (plan, until)
        })
        .collect())
}

fn text_of(
    context: &Context,
    sessions: &[Session],
    states: &[State],
    profiles: &[(Plan, Option<SystemTime>)],
    now: SystemTime,
) -> String {
    if sessions.is_empty() {
        return "No session is configured. Begin with:  daypass configure sso\n".to_owned();
    }
    let zone = jiff::tz::TimeZone::system();
    let session_rows: Vec<_> = sessions
        .iter()
        .zip(states)
        .map(|(session, state)| {
            let renewable = state.token().and_then(renewable_until).filter(|end| *end > now);
            vec![
                clean(session.label()),
                match state {
                    State::SignedIn(token) => {
                        time::span(token.expires_at.duration_since(now).unwrap_or_default())
                    }
                    State::Renewable(_) => "renews at next use".to_owned(),
                    State::Expired(token) => format!("expired {}", time::relative(token.expires_at, now)),
                    State::SignedOut => "signed out".to_owned(),
                },
                match renewable {
                    Some(end) if session.renews() => time::clock(end, now, &zone),
                    _ if state.is_good() => "does not renew".to_owned(),
                    _ => "sign in again".to_owned(),
                },
                format!("{} · {}", portal(session), session.region),
            ]
        })
        .collect();
    let profile_rows: Vec<_> = profiles
        .iter()
        .map(|(plan, until)| {
            let (account, role) = target(plan);
            let left = until.and_then(|end| time::left(end, now));
            vec![
                clean(plan.profile()),
                clean(&account),
                clean(&role),
                left.map_or("on demand".to_owned(), time::span),
            ]
        })
        .collect();
    let width = context.ui.width();
    let mut text = table::plain(&["SESSION", "TOKEN", "RENEWABLE UNTIL", "PORTAL"], &session_rows, width);
    if !profile_rows.is_empty() {
        text.push('\n');
        text += &table::plain(&["PROFILE", "ACCOUNT", "ROLE", "CREDENTIALS"], &profile_rows, width);
    }
    text
}

/// The portal in a few letters: the directory of an awsapps.com address, the host of any other.
fn portal(session: &Session) -> String {
    let host = session.start_url.host();
    clean(host.strip_suffix(".awsapps.com").unwrap_or(&host))
}

fn json_of(sessions: &[Session], states: &[State], profiles: &[(Plan, Option<SystemTime>)]) -> String {
    let sessions: Vec<_> = sessions
        .iter()
        .zip(states)
        .map(|(session, state)| {
            json!({
                "session": session.label(),
                "start_url": session.start_url.as_str(),
                "region": session.region.as_str(),
                "state": state.word(),
                "token_expires_at": state.token().map(|token| time::rfc3339(token.expires_at)),
                "renewable_until": state.token().and_then(renewable_until).map(time::rfc3339),
            })
        })
        .collect();
    let profiles: Vec<_> = profiles
        .iter()
        .map(|(plan, until)| {
            let (account, role) = target(plan);
            json!({
                "profile": plan.profile(),
                "session": plan.session().map(Session::label),
                "account": account,
                "role": role,
                "credentials_expire_at": until.map(time::rfc3339),
            })
        })
        .collect();
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
