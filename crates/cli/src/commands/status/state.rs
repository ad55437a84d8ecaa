//! What can be said of a session: by looking at its token, and by asking the portal.

use crate::{context::Context, host, report::Report};
use daypass_credentials::{Error, ErrorKind, Provider, Session};
use daypass_portal_client::{self as portal, Client, ListAccounts};
use daypass_token_cache::Token;
use daypass_transport::Service;
use std::{
    path::Path,
    time::{Duration, SystemTime},
};

/// A session.
pub(super) enum State {
    SignedIn(Token, Good),
    /// The access token is over, but it renews by itself at the next use.
    Renewable(Token),
    Expired(Token),
    /// Good by its date, and refused by the portal.
    Refused(Token),
    /// There is a token that cannot be read: somebody else's, for one.
    Unreadable(Error),
    SignedOut,
}

/// Until when something is good, and how long it was good when it was stored.
#[derive(Clone, Copy)]
pub(super) struct Good {
    pub(super) until: SystemTime,
    whole: Option<Duration>,
}

impl Good {
    /// The file it is stored in tells since when.
    pub(super) fn of(until: SystemTime, file: Option<&Path>) -> Self {
        let stored = file.and_then(|file| file.metadata().ok()?.modified().ok());
        Self { until, whole: stored.and_then(|stored| until.duration_since(stored).ok()) }
    }

    /// What is left of it, 0 to 1.
    pub(super) fn share(&self, now: SystemTime) -> f64 {
        let left = self.until.duration_since(now).unwrap_or_default();
        let whole = self.whole.filter(|whole| *whole > left).unwrap_or(left);
        if whole.is_zero() { 0.0 } else { left.as_secs_f64() / whole.as_secs_f64() }
    }
}

impl State {
    pub(super) fn of(provider: &Provider, session: &Session, now: SystemTime) -> Self {
        match provider.stored_token(session) {
            Ok(Some(token)) if token.expires_at > now => {
                let file = provider.tokens().path(&session.token_key());
                let good = Good::of(token.expires_at, Some(&file));
                Self::SignedIn(token, good)
            }
            Ok(Some(token)) if session.renews() && token.is_renewable(now) => Self::Renewable(token),
            Ok(Some(token)) => Self::Expired(token),
            Ok(None) => Self::SignedOut,
            Err(error) => Self::Unreadable(error),
        }
    }

    pub(super) fn is_good(&self) -> bool {
        matches!(self, Self::SignedIn(..) | Self::Renewable(_))
    }

    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::SignedIn(..) => "signed_in",
            Self::Renewable(_) => "renewable",
            Self::Expired(_) => "expired",
            Self::Refused(_) => "refused",
            Self::Unreadable(_) => "unreadable",
            Self::SignedOut => "signed_out",
        }
    }

    pub(super) fn token(&self) -> Option<&Token> {
        match self {
            Self::SignedIn(token, _)
            | Self::Renewable(token)
            | Self::Expired(token)
            | Self::Refused(token) => Some(token),
            Self::Unreadable(_) | Self::SignedOut => None,
        }
    }

    /// Why nothing is known of it.
    pub(super) fn failure(&self) -> Option<&Error> {
        match self {
            Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }

    /// The end of the client registration, since AWS does not tell that of the refresh token.
    pub(super) fn renewable_until(&self) -> Option<SystemTime> {
        let token = self.token()?;
        token.refresh_token.as_ref().and(token.client.as_ref()).and_then(|client| client.expires_at)
    }
}

/// What the portal says to the token, which is renewed first where it has to be. That it cannot be reached is a
/// failure: then nothing is known.
pub(super) async fn verify(
    context: &Context,
    provider: &Provider,
    session: &Session,
) -> Result<State, Report> {
    let over = |error: &Error| matches!(error.kind(), ErrorKind::LoginRequired | ErrorKind::TokenRefused);
    let endpoint = session.endpoints.endpoint(Service::Portal, &session.region);
    let endpoint = endpoint.map_err(|error| context.credentials_failed(&error))?;
    let client = Client::new(provider.caller().clone(), endpoint);
    let least = ListAccounts { next_token: None, max_results: Some(1) };
    let mut token = provider.access_token(session).await;
    let mut tries = 0;
    loop {
        let good = match token {
            Ok(token) => token,
            Err(error) if over(&error) => {
                return Ok(match State::of(provider, session, host::now()) {
                    State::SignedIn(token, _) | State::Renewable(token) => State::Refused(token),
                    other => other,
                });
            }
            Err(error) => return Err(context.credentials_failed(&error)),
        };
        match client.call(&least, &good.access_token).await {
            Ok(_) => return Ok(State::of(provider, session, host::now())),
            Err(error) if error.kind() == portal::ErrorKind::Unauthorized && tries == 0 => {
                tries += 1;
                token = provider.other_token(session, &good).await;
            }
            Err(error) if error.kind() == portal::ErrorKind::Unauthorized => return Ok(State::Refused(good)),
            Err(error) => return Err(context.portal_failed(&error, session)),
        }
    }
}
