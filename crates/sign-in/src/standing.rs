//! What can be said of a session: by looking at its token, and by asking the portal.

use crate::{context::Context, report::Report};
use daypass_credentials::{Error, ErrorKind, Provider, Renewal, Session, SessionState};
use daypass_portal_client::{self as portal, Client, ListAccounts};
use daypass_token_cache::Token;
use daypass_transport::Service;
use std::{
    path::Path,
    time::{Duration, SystemTime},
};

/// A session, by its file and by what the portal said of it.
pub(super) enum State {
    /// By its file, and since when.
    Stored(SessionState, Option<Good>),
    /// Good by its file, and refused by the portal.
    Refused(Token),
    /// There is a token that cannot be read: somebody else's, for one.
    Unreadable(Error),
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
    pub(super) fn of(provider: &Provider, session: &Session) -> Self {
        let state = match provider.state(session) {
            Ok(state) => state,
            Err(error) => return Self::Unreadable(error),
        };
        let good = match &state {
            SessionState::SignedIn(token) => {
                let file = provider.tokens().path(&session.token_key());
                Some(Good::of(token.expires_at, Some(&file)))
            }
            _ => None,
        };
        Self::Stored(state, good)
    }

    pub(super) fn is_good(&self) -> bool {
        matches!(self, Self::Stored(state, _) if state.is_signed_in())
    }

    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Unreadable(_) => "unreadable",
            Self::Stored(state, _) => match state {
                SessionState::SignedIn(_) => "signed_in",
                SessionState::Renewable(_) => "renewable",
                SessionState::Expired(_) => "expired",
                SessionState::Elsewhere(_) => "signed_in_elsewhere",
                _ => "signed_out",
            },
        }
    }

    pub(super) fn token(&self) -> Option<&Token> {
        match self {
            Self::Stored(state, _) => state.token(),
            Self::Refused(token) => Some(token),
            Self::Unreadable(_) => None,
        }
    }

    /// Why nothing is known of it.
    pub(super) fn failure(&self) -> Option<&Error> {
        match self {
            Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }

    /// Whether the next use can renew it, and until when.
    pub(super) fn renewal(&self, session: &Session, now: SystemTime) -> Renewal {
        match self.token() {
            Some(token) if self.is_good() => session.renewal(token, now),
            _ => Renewal::Never,
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
    let mut good = None;
    loop {
        let now_good = match token {
            Ok(token) => token,
            Err(error) if over(&error) => {
                // What the portal refused is marked as over by now, which is less than is known here.
                return Ok(match (State::of(provider, session), error.kind(), good) {
                    (State::Stored(..), ErrorKind::TokenRefused, Some(token)) => State::Refused(token),
                    (state, ..) => state,
                });
            }
            Err(error) => return Err(context.credentials_failed(&error)),
        };
        match client.call(&least, &now_good.access_token).await {
            Ok(_) => return Ok(State::of(provider, session)),
            Err(error) if error.kind() == portal::ErrorKind::Unauthorized && tries == 0 => {
                tries += 1;
                good = Some(now_good.clone());
                token = provider.other_token(session, &now_good).await;
            }
            Err(error) if error.kind() == portal::ErrorKind::Unauthorized => {
                let retired = provider.retire(session, &now_good).await;
                retired.map_err(|error| context.credentials_failed(&error))?;
                return Ok(State::Refused(now_good));
            }
            Err(error) => return Err(context.portal_failed(&error, session)),
        }
    }
}
