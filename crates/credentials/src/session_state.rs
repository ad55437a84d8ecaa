//! Whether a session is signed in, and whether its token renews.

use crate::{Error, ErrorKind, Provider, Session, provider::cache_error};
use daypass_token_cache::{MARK_REFUSED_LOCK_WAIT, Token};
use std::time::{Duration, SystemTime};

/// A token that does not renew must have this much time left to spare the person a new sign-in: the next command needs
/// it too.
const MIN_REMAINING_WITHOUT_RENEWAL: Duration = Duration::from_secs(5 * 60);

/// The state of a session by its token file alone, without a call to AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionState {
    /// The access token has not expired.
    SignedIn(Token),
    /// The access token has expired, and the next use renews it.
    Renewable(Token),
    /// The access token has expired, or the portal has refused it, and nothing renews it.
    Expired(Token),
    /// The token is of another portal or region than the session has now, or was got at other endpoints.
    OtherPortal(Token),
    /// There is no token.
    SignedOut,
}

/// Whether a token can be renewed without a person, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "yes, no, and yes without a known end")]
pub enum Renewal {
    /// The token renews until its client registration expires. AWS does not say when the session itself ends.
    Until(SystemTime),
    /// The token renews, and the expiry of its client registration is unknown.
    UntilUnknown,
    /// The token does not renew.
    Never,
}

impl SessionState {
    /// Returns the state of a session whose file holds this token; `None` for no file.
    pub fn of(session: &Session, token: Option<Token>, now: SystemTime) -> Self {
        match token {
            None => Self::SignedOut,
            Some(token) if !session.is_origin_of(&token) => Self::OtherPortal(token),
            Some(token) if token.is_valid(now) => Self::SignedIn(token),
            Some(token) if session.renewal(&token, now) != Renewal::Never => Self::Renewable(token),
            Some(token) => Self::Expired(token),
        }
    }

    /// Whether the next command needs no sign-in.
    pub fn is_signed_in(&self) -> bool {
        matches!(self, Self::SignedIn(_) | Self::Renewable(_))
    }

    /// Returns the token, valid or not.
    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::SignedIn(token)
            | Self::Renewable(token)
            | Self::Expired(token)
            | Self::OtherPortal(token) => Some(token),
            Self::SignedOut => None,
        }
    }
}

impl Session {
    /// Whether a token is of this session's portal and region. A member that the token lacks counts as equal.
    pub fn is_origin_of(&self, token: &Token) -> bool {
        let said = |member: &Option<String>| member.clone().filter(|text| !text.is_empty());
        said(&token.start_url).is_none_or(|url| self.start_url.is_portal_of(&url))
            && said(&token.region).is_none_or(|region| region == self.region.as_str())
    }

    /// Returns whether a token of this session renews without a person, and until when.
    pub fn renewal(&self, token: &Token, now: SystemTime) -> Renewal {
        match token.registration_expires_at() {
            _ if !self.renews() || !token.is_renewable(now) => Renewal::Never,
            Some(end) => Renewal::Until(end),
            None => Renewal::UntilUnknown,
        }
    }
}

impl Provider {
    /// Returns the state of a session by its token file, without network or lock. A damaged file is set aside and
    /// counts as absent; a half-written file is read again after pauses of 40 ms in all.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`] if the file cannot be read.
    pub fn state(&self, session: &Session) -> Result<SessionState, Error> {
        Ok(match self.stored_token(session)? {
            Some(token) if !self.is_bound(session, &token) => SessionState::OtherPortal(token),
            token => SessionState::of(session, token, self.now()),
        })
    }

    /// Returns a token that makes a new sign-in unnecessary, renewed if needed; `None` if a person should sign in. The
    /// token is of this session's portal and valid for `at_least`; one that does not renew, for five minutes or more.
    ///
    /// Dropping the future does not end a renewal; see [`Provider`].
    ///
    /// # Errors
    /// The token cannot be renewed because the service cannot be reached; a sign-in would not reach it either.
    pub async fn lasting_token(&self, session: &Session, at_least: Duration) -> Result<Option<Token>, Error> {
        if matches!(self.state(session), Ok(SessionState::OtherPortal(_))) {
            return Ok(None);
        }
        match self.access_token(session).await {
            Ok(token) => {
                let now = self.now();
                let renews = session.renewal(&token, now) != Renewal::Never;
                let wanted = if renews { at_least } else { at_least.max(MIN_REMAINING_WITHOUT_RENEWAL) };
                Ok(Some(token).filter(|token| token.remaining(now) >= wanted))
            }
            Err(error) if matches!(error.kind(), ErrorKind::LoginRequired | ErrorKind::Cache) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Marks the stored token as expired after the portal has refused it, so that every tool asks for a sign-in. A
    /// token that another process has stored meanwhile stays.
    ///
    /// Waits up to five minutes for the lock of the token. Dropping the future before that leaves the token unmarked.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`] if the lock is not free in time or the file cannot be read.
    pub async fn mark_refused(&self, session: &Session, refused: &Token) -> Result<(), Error> {
        let _lock = self.lock(&session.token_key(), session.label(), MARK_REFUSED_LOCK_WAIT).await?;
        self.mark_refused_locked(session, refused)
    }

    /// Does the work of [`Provider::mark_refused`]; the caller holds the lock of the token.
    pub(crate) fn mark_refused_locked(&self, session: &Session, refused: &Token) -> Result<(), Error> {
        let key = session.token_key();
        if let Some(mut token) = self.tokens.load_token(&key).map_err(cache_error)?
            && token.access_token == refused.access_token
        {
            token.expires_at = token.expires_at.min(self.now());
            // The refresh token gave no token that the portal accepts.
            token.end_renewal();
            self.log_decision("the portal refused the token; it is marked as over");
            self.report_save("the end of the refused session", self.tokens.save_token(&key, &token));
        }
        Ok(())
    }
}
