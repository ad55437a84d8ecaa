//! How long a sign-in is good: as its file says, and as the portal says.

use daypass_credentials::{Endpoints, Error, ErrorKind, Plan, Provider, Renewal, Session, SessionState};
use daypass_portal_client::{self as portal, Client, ListAccounts};
use daypass_sso_types::{Region, StartUrl};
use daypass_token_cache::{Content, Token};
use daypass_transport::Service;
use std::{
    collections::BTreeSet,
    fmt,
    path::Path,
    time::{Duration, SystemTime},
};

/// A sign-in to a session, by its file and by what the portal said of it.
///
/// ```
/// use daypass_credentials::{Provider, Session};
/// use daypass_sign_in::{Standing, Unverified};
///
/// /// Looks first, and asks the portal only where there is something to ask about.
/// async fn is_good(provider: &Provider, session: &Session) -> Result<bool, Unverified> {
///     Ok(Standing::of(provider, session).is_good() && Standing::verified(provider, session).await?.is_good())
/// }
/// ```
#[derive(Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a file says something, AWS contradicts it, or it cannot be read"
)]
pub enum Standing {
    /// What the file says, and how long a good token is good.
    Stored(SessionState, Option<Lifetime>),
    /// Good by its file, and refused by the portal.
    Refused(Token),
    /// There is a token that cannot be read: somebody else's, for one.
    Unreadable(Error),
}

/// Until when something is good, and how long it was good when it was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    until: SystemTime,
    whole: Option<Duration>,
}

impl Lifetime {
    /// The file it is stored in tells since when.
    fn of(until: SystemTime, file: &Path) -> Self {
        let stored = file.metadata().and_then(|data| data.modified()).ok();
        Self { until, whole: stored.and_then(|stored| until.duration_since(stored).ok()) }
    }

    /// Looks at the cached credentials of a plan; none where there are none.
    pub fn of_credentials(provider: &Provider, plan: &Plan) -> Option<Self> {
        let (until, key) = (provider.kept_until(plan)?, plan.cache_key()?);
        Some(Self::of(until, &provider.roles().path(&key)))
    }

    /// Its end.
    pub fn until(&self) -> SystemTime {
        self.until
    }

    /// What is left of it, 0 to 1; 1 where nothing tells how long it was.
    pub fn share(&self, now: SystemTime) -> f64 {
        let left = self.until.duration_since(now).unwrap_or_default();
        let whole = self.whole.filter(|whole| *whole > left).unwrap_or(left);
        if whole.is_zero() { 0.0 } else { left.as_secs_f64() / whole.as_secs_f64() }
    }
}

impl Standing {
    /// Looks at the file of a session's token: no network, no lock.
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

    /// Finds the good sign-ins of this home that are to none of these sessions: by start URL alone, or to a session that no
    /// config file has. Their name, if they have one, is nowhere; the start URL stands for it.
    pub fn of_others(
        provider: &Provider,
        sessions: &[Session],
        endpoints: &Endpoints,
        now: SystemTime,
    ) -> Vec<(Session, Self)> {
        let own: BTreeSet<_> = sessions.iter().map(Session::token_key).collect();
        let found = provider.tokens().entries().unwrap_or_default().into_iter().filter_map(|entry| {
            let Content::Token(token) = &entry.content else { return None };
            let is_other = entry.key().is_some_and(|key| !own.contains(&key));
            let (url, region) = (token.start_url.as_deref()?, token.region.as_deref()?);
            let (url, region) = (StartUrl::new(url).ok()?, Region::new(region).ok()?);
            let good = Lifetime::of(token.expires_at, &entry.path);
            let standing = Self::Stored(SessionState::SignedIn(token.as_ref().clone()), Some(good));
            let is_good = is_other && token.expires_at > now;
            is_good.then(|| (Session::new(None, url, region, endpoints.clone()), standing))
        });
        found.collect()
    }

    /// Asks the portal about the session's token, which is renewed first where it has to be. A refused token that nothing
    /// renews is marked as over, so that every tool asks for a sign-in.
    ///
    /// Dropping the future does not end a renewal; see [`Provider`].
    ///
    /// # Errors
    /// The portal cannot be asked: then nothing is known.
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
                    // What the portal refused is marked as over by now, which is less than is known here.
                    return Ok(match (Self::of(provider, session), error.kind(), refused) {
                        (Self::Stored(..), ErrorKind::TokenRefused, Some(token)) => Self::Refused(token),
                        (standing, ..) => standing,
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
                    token = provider.other_token(session, &now_good).await;
                    refused = Some(now_good);
                }
                Err(_) => {
                    provider.retire(session, &now_good).await?;
                    return Ok(Self::Refused(now_good));
                }
            }
        }
    }

    /// Whether the next command gets on without a person.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Stored(state, _) if state.is_signed_in())
    }

    /// Its word in JSON.
    pub fn word(&self) -> &'static str {
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

    /// The token, whatever it is worth.
    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::Stored(state, _) => state.token(),
            Self::Refused(token) => Some(token),
            Self::Unreadable(_) => None,
        }
    }

    /// Whether the next use can renew it, and until when.
    pub fn renewal(&self, session: &Session, now: SystemTime) -> Renewal {
        match self.token() {
            Some(token) if self.is_good() => session.renewal(token, now),
            _ => Renewal::Never,
        }
    }

    /// The end of the client registration, since AWS does not tell that of the refresh token.
    pub fn renewable_until(&self) -> Option<SystemTime> {
        let token = self.token()?;
        token.refresh_token.as_ref().and(token.client.as_ref()).and_then(|client| client.expires_at)
    }
}

/// Why the portal's answer is not known.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "there is a token for the question, and the question")]
pub enum Unverified {
    /// There is no token to ask with, for another reason than that a sign-in is needed.
    Credentials(Error),
    /// The portal did not answer the question.
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
            Self::Portal(error) => write!(f, "the portal does not say whether the sign-in is good: {error}"),
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
    fn a_share_is_what_is_left_of_the_whole() {
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
