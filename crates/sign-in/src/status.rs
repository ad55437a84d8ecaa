//! The status of a sign-in: by its token file, or verified at the portal.

use daypass_credentials::{Endpoints, Error, ErrorKind, Plan, Provider, Renewal, Session, SessionState};
use daypass_portal_client::{self as portal, Client, ListAccounts};
use daypass_sso_types::{Region, StartUrl};
use daypass_token_cache::{Content, Token};
use daypass_transport::Service;
use std::{
    cell::LazyCell,
    collections::BTreeSet,
    fmt,
    path::Path,
    time::{Duration, SystemTime},
};

/// The status of the sign-in to a session, by its token file or as the portal answered.
///
/// ```
/// use daypass_credentials::{Provider, Session};
/// use daypass_sign_in::{SignInStatus, Unverified};
///
/// /// Asks the portal only if the token file promises a valid sign-in.
/// async fn is_good(provider: &Provider, session: &Session) -> Result<bool, Unverified> {
///     Ok(SignInStatus::of(provider, session).is_good() && SignInStatus::verified(provider, session).await?.is_good())
/// }
/// ```
#[derive(Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the file is readable, the portal contradicts it, or the file is not readable"
)]
pub enum SignInStatus {
    /// The state that the token file gives, with the lifetime of a valid token.
    Stored(SessionState, Option<Lifetime>),
    /// The token is valid by its file, and the portal refused it.
    Refused(Token),
    /// The token file cannot be read, for example because it belongs to another user.
    Unreadable(Error),
}

/// When a token or credentials expire, and for how long they were valid when they were stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    until: SystemTime,
    whole: Option<Duration>,
}

impl Lifetime {
    /// Takes the file's modification time as the start of the lifetime.
    fn of(until: SystemTime, file: &Path) -> Self {
        let stored = file.metadata().and_then(|data| data.modified()).ok();
        Self { until, whole: stored.and_then(|stored| until.duration_since(stored).ok()) }
    }

    /// Returns the lifetime of the cached credentials of a plan; `None` if none are cached.
    pub fn of_credentials(provider: &Provider, plan: &Plan) -> Option<Self> {
        let (until, key) = (provider.cached_until(plan)?, plan.cache_key()?);
        Some(Self::of(until, &provider.roles().path(&key)))
    }

    /// Prepares [`Lifetime::of_credentials`] for many plans: lists the folder once, and opens only files that exist.
    pub fn of_many(provider: &Provider) -> impl Fn(&Plan) -> Option<Self> {
        let there = LazyCell::new(|| provider.roles().keys());
        move |plan| {
            let may_be_there = match &*there {
                Some(there) => !there.is_empty() && there.contains(&plan.cache_key()?),
                None => true,
            };
            may_be_there.then(|| Self::of_credentials(provider, plan)).flatten()
        }
    }

    /// Returns when the lifetime ends.
    pub fn until(&self) -> SystemTime {
        self.until
    }

    /// Returns the share that is left, from 0 to 1; 1 if the whole length is not known.
    pub fn share(&self, now: SystemTime) -> f64 {
        let left = self.until.duration_since(now).unwrap_or_default();
        let whole = self.whole.filter(|whole| *whole > left).unwrap_or(left);
        if whole.is_zero() { 0.0 } else { left.as_secs_f64() / whole.as_secs_f64() }
    }
}

impl SignInStatus {
    /// Reads the status from the session's token file, without network or lock.
    pub fn of(provider: &Provider, session: &Session) -> Self {
        let state = match provider.state(session) {
            Ok(state) => state,
            Err(error) => return Self::Unreadable(error),
        };
        let good = match &state {
            SessionState::SignedIn(token) => {
                Some(Lifetime::of(token.expires_at, &provider.tokens().path(&session.token_key())))
            }
            _ => None,
        };
        Self::Stored(state, good)
    }

    /// Lists valid sign-ins in the cache that belong to none of `sessions`: by start URL alone, or to an unconfigured
    /// session.
    ///
    /// The returned sessions have no name, because a token file does not hold it.
    pub fn of_others(
        provider: &Provider,
        sessions: &[Session],
        endpoints: &Endpoints,
        now: SystemTime,
    ) -> Vec<(Session, Self)> {
        let own: BTreeSet<_> = sessions.iter().map(Session::token_key).collect();
        let found = provider.tokens().cache_files().unwrap_or_default().into_iter().filter_map(|entry| {
            let Content::Token(token) = &entry.content else { return None };
            let is_other = entry.key().is_some_and(|key| !own.contains(&key));
            let (url, region) = (token.start_url.as_deref()?, token.region.as_deref()?);
            let (url, region) = (StartUrl::new(url).ok()?, Region::new(region).ok()?);
            let good = Lifetime::of(token.expires_at, &entry.path);
            let status = Self::Stored(SessionState::SignedIn(token.as_ref().clone()), Some(good));
            let is_good = is_other && token.expires_at > now;
            is_good.then(|| (Session::new(None, url, region, endpoints.clone()), status))
        });
        found.collect()
    }

    /// Verifies the session's token with a `ListAccounts` call, after refreshing the token if it needs to be.
    ///
    /// A refused token that cannot be refreshed is marked as expired in its file, so that every tool asks for a
    /// sign-in.
    /// Dropping the future does not end a refresh; see [`Provider`].
    ///
    /// # Errors
    /// Fails if the portal does not answer the question; the status is then unknown.
    pub async fn verified(provider: &Provider, session: &Session) -> Result<Self, Unverified> {
        let over = |error: &Error| matches!(error.kind(), ErrorKind::LoginRequired | ErrorKind::TokenRefused);
        let endpoint = session.endpoints.endpoint(Service::Portal, &session.region)?;
        let client = Client::new(provider.caller().clone(), endpoint);
        let least = ListAccounts { next_token: None, max_results: Some(1) };
        let mut token = provider.access_token(session).await;
        let mut refused = None;
        loop {
            let now_good = match token {
                Ok(token) => token,
                Err(error) if over(&error) => {
                    // The file says "expired" by now; that the portal refused the token says more.
                    return Ok(match (Self::of(provider, session), error.kind(), refused) {
                        (Self::Stored(..), ErrorKind::TokenRefused, Some(token)) => Self::Refused(token),
                        (status, ..) => status,
                    });
                }
                Err(error) => return Err(error.into()),
            };
            match client.call(&least, &now_good.access_token).await {
                Ok(_) => return Ok(Self::of(provider, session)),
                Err(error) if error.kind() != portal::ErrorKind::Unauthorized => {
                    return Err(Unverified::Portal(error));
                }
                Err(_) if refused.is_none() => {
                    token = provider.token_after_refusal(session, &now_good).await;
                    refused = Some(now_good);
                }
                Err(_) => {
                    provider.mark_refused(session, &now_good).await?;
                    return Ok(Self::Refused(now_good));
                }
            }
        }
    }

    /// Says whether the next command works without a person: the token is valid or can be refreshed.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Stored(state, _) if state.is_signed_in())
    }

    /// Returns the status as a word for JSON, such as `signed_in` or `expired`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Unreadable(_) => "unreadable",
            Self::Stored(state, _) => match state {
                SessionState::SignedIn(_) => "signed_in",
                SessionState::Renewable(_) => "renewable",
                SessionState::Expired(_) => "expired",
                SessionState::OtherPortal(_) => "signed_in_elsewhere",
                _ => "signed_out",
            },
        }
    }

    /// Returns the token of the file, valid or not.
    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::Stored(state, _) => state.token(),
            Self::Refused(token) => Some(token),
            Self::Unreadable(_) => None,
        }
    }

    /// Says whether the next use can refresh the token, and until when.
    pub fn renewal(&self, session: &Session, now: SystemTime) -> Renewal {
        match self.token() {
            Some(token) if self.is_good() => session.renewal(token, now),
            _ => Renewal::Never,
        }
    }

    /// Returns when the client registration expires; AWS does not tell when the refresh token does.
    pub fn renewable_until(&self) -> Option<SystemTime> {
        let token = self.token()?;
        token.registration_expires_at().filter(|_| token.has_refresh_token())
    }
}

/// Why the portal could not verify a sign-in.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "the call needs a token, and then it can fail")]
pub enum Unverified {
    /// The token could not be read or refreshed, for a reason other than that a sign-in is needed.
    Credentials(Error),
    /// The portal did not answer, or answered something other than accepted or refused.
    Portal(portal::Error),
}

impl From<Error> for Unverified {
    fn from(error: Error) -> Self {
        Self::Credentials(error)
    }
}

impl fmt::Display for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credentials(error) => error.fmt(f),
            Self::Portal(error) => write!(f, "cannot verify the sign-in at the portal: {error}"),
        }
    }
}

impl std::error::Error for Unverified {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Credentials(error) => error.source(),
            Self::Portal(error) => Some(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_the_time_left_of_the_whole_lifetime() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        for (whole, now, share) in [
            (Some(100), 900, 1.0),
            (Some(100), 950, 0.5),
            (Some(100), 1_000, 0.0),
            (Some(100), 2_000, 0.0),
            (Some(100), 0, 1.0),
            (None, 950, 1.0),
            (None, 1_000, 0.0),
        ] {
            let lifetime = Lifetime { until: at(1_000), whole: whole.map(Duration::from_secs) };
            let found = lifetime.share(at(now));
            assert!((found - share).abs() < 1e-9, "{whole:?} at {now}: {found}");
        }
    }
}
