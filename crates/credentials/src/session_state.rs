//! Who is signed in to a session: one answer for everybody who asks.

use crate::{Error, ErrorKind, Provider, Session, provider::cache_error};
use daypass_token_cache::{Backoff, Token};
use std::time::{Duration, SystemTime};

/// A token that does not renew and has less than this left is no sign-in to go on with: the next command needs it.
const LEAST: Duration = Duration::from_secs(5 * 60);

/// What can be said of a session from its token file alone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionState {
    /// The access token is good.
    SignedIn(Token),
    /// The access token is over, and the next use renews it.
    Renewable(Token),
    /// The access token is over, and nothing renews it. A token that the portal refused ends the same way.
    Expired(Token),
    /// The token was got from another portal, or in another region, than the session names now.
    Elsewhere(Token),
    /// Nobody has signed in.
    SignedOut,
}

/// Whether a token renews by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "yes, no, and yes without a known end")]
pub enum Renewal {
    /// Until its client registration ends. AWS does not tell the end of the session itself.
    Until(SystemTime),
    /// It does, and nothing says until when.
    Open,
    /// It does not.
    Never,
}

impl SessionState {
    /// The state of a session whose file holds this token.
    pub fn of(session: &Session, token: Option<Token>, now: SystemTime) -> Self {
        match token {
            None => Self::SignedOut,
            Some(token) if !session.is_origin_of(&token) => Self::Elsewhere(token),
            Some(token) if token.is_valid(now) => Self::SignedIn(token),
            Some(token) if session.renewal(&token, now) != Renewal::Never => Self::Renewable(token),
            Some(token) => Self::Expired(token),
        }
    }

    /// Whether the next command gets on without a person.
    pub fn is_signed_in(&self) -> bool {
        matches!(self, Self::SignedIn(_) | Self::Renewable(_))
    }

    /// The token, whatever it is worth.
    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::SignedIn(token)
            | Self::Renewable(token)
            | Self::Expired(token)
            | Self::Elsewhere(token) => Some(token),
            Self::SignedOut => None,
        }
    }
}

impl Session {
    /// Whether a token is of this session's portal and region. What a token does not say is taken as equal.
    pub fn is_origin_of(&self, token: &Token) -> bool {
        let said = |member: &Option<String>| member.clone().filter(|text| !text.is_empty());
        said(&token.start_url).is_none_or(|url| self.start_url.is_portal_of(&url))
            && said(&token.region).is_none_or(|region| region == self.region.as_str())
    }

    /// Whether a token of this session renews by itself, and until when.
    pub fn renewal(&self, token: &Token, now: SystemTime) -> Renewal {
        match token.client.as_ref().and_then(|client| client.expires_at) {
            _ if !self.renews() || !token.is_renewable(now) => Renewal::Never,
            Some(end) => Renewal::Until(end),
            None => Renewal::Open,
        }
    }
}

impl Provider {
    /// Who is signed in, as the file says; no network, no lock. A damaged file is moved aside and counts as absent.
    /// May pause for some milliseconds where a file is half written.
    pub fn state(&self, session: &Session) -> Result<SessionState, Error> {
        Ok(SessionState::of(session, self.stored_token(session)?, self.now()))
    }

    /// The token, renewed where that goes without a person, if a new sign-in would bring nothing: of this session's
    /// portal, good for at least this long, and not about to end for good. Else `None`.
    ///
    /// Dropping the future does not end a renewal; see [`Provider`].
    pub async fn lasting_token(&self, session: &Session, at_least: Duration) -> Result<Option<Token>, Error> {
        if matches!(self.state(session), Ok(SessionState::Elsewhere(_))) {
            return Ok(None);
        }
        match self.access_token(session).await {
            Ok(token) => {
                let now = self.now();
                let renews = session.renewal(&token, now) != Renewal::Never;
                let wanted = if renews { at_least } else { at_least.max(LEAST) };
                Ok(Some(token).filter(|token| token.remaining(now) >= wanted))
            }
            Err(error) if matches!(error.kind(), ErrorKind::LoginRequired | ErrorKind::Cache) => Ok(None),
            // The session may be renewable, but the service cannot be asked; nor could it be for a sign-in.
            Err(error) => Err(error),
        }
    }

    /// Notes that the portal has refused this token, which nothing can renew: its file says from now on that it is
    /// over, so that every tool asks for a sign-in. A token that another process stored meanwhile stays.
    pub async fn retire(&self, session: &Session, refused: &Token) -> Result<(), Error> {
        let key = session.token_key();
        let mut waits = Backoff::new(LEAST);
        let _lock = loop {
            match self.try_lock(&key, session.label()) {
                Ok(lock) => break lock,
                Err(error) => self.wait_for(&mut waits, session.label(), error).await?,
            }
        };
        self.retire_locked(session, refused)
    }

    /// The same, with the lock in hand.
    pub(crate) fn retire_locked(&self, session: &Session, refused: &Token) -> Result<(), Error> {
        let key = session.token_key();
        match self.tokens.load_token(&key).map_err(cache_error)? {
            Some(mut token) if token.access_token == refused.access_token => {
                token.expires_at = token.expires_at.min(self.now());
                // What it gave, or could not give, was refused as well.
                token.refresh_token = None;
                self.decide("the portal refused the token; it is marked as over");
                self.saved("the end of the refused session", self.tokens.save_token(&key, &token));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
