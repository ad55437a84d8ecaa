//! Cached credentials of one role: rendered once, refreshed by one request while the other requests wait.

use daypass_sso_types::{Clock, Credentials, SessionToken};
use daypass_token_cache::{ROLE_MIN_REMAINING, time};
use daypass_transport::BoxFuture;
use serde_json::json;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

/// The pause before a failed fetch is repeated: SDKs send four requests within a second or two.
const FAILURE_PAUSE: Duration = Duration::from_secs(1);

/// Fetches the credentials of one role.
pub trait FetchCredentials: Send + Sync {
    /// Fetches new credentials, or returns those of a cache.
    fn fetch(&self) -> BoxFuture<'_, Result<Credentials, Failure>>;
}

/// Decides about each answer of one role, whoever asks with the right secrets: a lease, a limit, a record.
pub trait Gate: Send + Sync {
    /// Says why no answer would be given now, before credentials are fetched for one.
    ///
    /// # Errors
    /// What is answered in place of credentials.
    fn check(&self) -> Result<(), Failure>;

    /// Gives the answer with the credentials of this access key id, which is sent if it returns `Ok`.
    ///
    /// # Errors
    /// What is answered in place of credentials.
    fn admit(&self, access_key_id: &str) -> Result<(), Failure>;
}

/// Why credentials cannot be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the three parts of an answer; implementations of fetch build it"
)]
pub struct Failure {
    /// The HTTP status of the answer.
    pub status: u16,
    /// A code for programs, such as `LoginRequired`.
    pub code: &'static str,
    /// A sentence for the log of the requesting program.
    pub message: String,
}

/// Caches the credentials of one role and refreshes them before they expire.
pub struct CachedCredentials {
    source: Box<dyn FetchCredentials>,
    clock: Arc<dyn Clock>,
    gate: Option<Arc<dyn Gate>>,
    ready: RwLock<Option<Ready>>,
    /// Held by the request that refreshes; holds the last failure and until when it is repeated without a fetch.
    refresh: tokio::sync::Mutex<Option<(SystemTime, Failure)>>,
}

#[derive(Clone)]
struct Ready {
    body: Vec<u8>,
    access_key_id: String,
    /// When a request refreshes the credentials; `None` if they do not expire.
    refresh_at: Option<SystemTime>,
    expires_at: Option<SystemTime>,
}

impl std::fmt::Debug for CachedCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CachedCredentials").finish_non_exhaustive()
    }
}

impl CachedCredentials {
    /// Creates an empty cache, which the first request fills.
    pub fn new(source: Box<dyn FetchCredentials>, clock: Arc<dyn Clock>) -> Self {
        Self { source, clock, gate: None, ready: RwLock::new(None), refresh: tokio::sync::Mutex::new(None) }
    }

    /// Creates a cache that holds these credentials.
    pub fn primed(
        source: Box<dyn FetchCredentials>,
        clock: Arc<dyn Clock>,
        credentials: &Credentials,
    ) -> Self {
        let ready = Ready::of(credentials, clock.now());
        Self { ready: RwLock::new(Some(ready)), ..Self::new(source, clock) }
    }

    /// Asks a gate before each answer.
    #[must_use]
    pub fn gated(self, gate: Arc<dyn Gate>) -> Self {
        Self { gate: Some(gate), ..self }
    }

    /// Returns the credentials as JSON, after a refresh if one is due.
    ///
    /// A gate is asked twice: before a fetch, and after it, immediately before the answer, so that what ends while
    /// credentials are fetched is not answered any more.
    ///
    /// Dropping the future drops its fetch; the next request fetches again.
    ///
    /// # Errors
    /// Fails if no valid credentials are cached and the fetch fails, or failed less than 1 s ago; or as the gate says.
    pub async fn body(&self) -> Result<Vec<u8>, Failure> {
        let Some(gate) = &self.gate else { return Ok(self.ready().await?.body) };
        let ready = if let Some(ready) = self.fresh() {
            ready
        } else {
            gate.check()?;
            self.ready().await?
        };
        gate.admit(&ready.access_key_id)?;
        Ok(ready.body)
    }

    async fn ready(&self) -> Result<Ready, Failure> {
        if let Some(ready) = self.fresh() {
            return Ok(ready);
        }
        let mut failed = self.refresh.lock().await;
        // Another request may have refreshed the credentials, or failed to, while this one waited.
        if let Some(ready) = self.fresh() {
            return Ok(ready);
        }
        let now = self.clock.now();
        if let Some((_, failure)) = failed.as_ref().filter(|(until, _)| *until > now) {
            return self.still_good(now).ok_or_else(|| failure.clone());
        }
        match self.source.fetch().await {
            Ok(credentials) => {
                let ready = Ready::of(&credentials, self.clock.now());
                *self.ready.write().unwrap_or_else(PoisonError::into_inner) = Some(ready.clone());
                *failed = None;
                Ok(ready)
            }
            Err(failure) => {
                let now = self.clock.now();
                *failed = Some((now + FAILURE_PAUSE, failure.clone()));
                self.still_good(now).ok_or(failure)
            }
        }
    }

    fn fresh(&self) -> Option<Ready> {
        let now = self.clock.now();
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner);
        ready.as_ref().filter(|ready| ready.refresh_at.is_none_or(|at| at > now)).cloned()
    }

    /// Returns cached credentials that are due for a refresh and not expired.
    fn still_good(&self, now: SystemTime) -> Option<Ready> {
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner);
        ready.as_ref().filter(|ready| ready.expires_at.is_none_or(|at| at > now)).cloned()
    }
}

impl Ready {
    /// Sets the refresh to 15 min before the expiry, as boto3 does, or to the last third of a shorter lifetime.
    fn of(credentials: &Credentials, now: SystemTime) -> Self {
        let refresh_at = credentials.expires_at.map(|end| {
            let life = end.duration_since(now).unwrap_or_default();
            end.checked_sub(ROLE_MIN_REMAINING.min(life / 3)).unwrap_or(end)
        });
        Self {
            body: body(credentials, now),
            access_key_id: credentials.access_key_id.clone(),
            refresh_at,
            expires_at: credentials.expires_at,
        }
    }
}

/// Writes the members of the ECS credentials endpoint.
///
/// Every SDK requires a token and an expiry: keys without them get an empty token and an expiry in one hour.
fn body(credentials: &Credentials, now: SystemTime) -> Vec<u8> {
    let end = credentials.expires_at.unwrap_or(now + Duration::from_secs(3_600));
    let token = credentials.session_token.as_ref().map_or("", SessionToken::expose);
    let mut members = json!({
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret_access_key.expose(),
        "Token": token,
        "Expiration": time::format(end),
    });
    if let (Some(account), Some(members)) = (&credentials.account_id, members.as_object_mut()) {
        members.insert("AccountId".to_owned(), account.as_str().into());
    }
    members.to_string().into_bytes()
}

#[cfg(test)]
mod tests;
