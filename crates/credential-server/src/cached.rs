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
    ready: RwLock<Option<Ready>>,
    /// Held by the request that refreshes; holds the last failure and until when it is repeated without a fetch.
    refresh: tokio::sync::Mutex<Option<(SystemTime, Failure)>>,
}

#[derive(Clone)]
struct Ready {
    body: Vec<u8>,
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
        Self { source, clock, ready: RwLock::new(None), refresh: tokio::sync::Mutex::new(None) }
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

    /// Returns the credentials as JSON, after a refresh if one is due.
    ///
    /// Dropping the future drops its fetch; the next request fetches again.
    ///
    /// # Errors
    /// Fails if no valid credentials are cached and the fetch fails, or failed less than 1 s ago.
    pub async fn body(&self) -> Result<Vec<u8>, Failure> {
        if let Some(body) = self.fresh() {
            return Ok(body);
        }
        let mut failed = self.refresh.lock().await;
        // Another request may have refreshed the credentials, or failed to, while this one waited.
        if let Some(body) = self.fresh() {
            return Ok(body);
        }
        let now = self.clock.now();
        if let Some((_, failure)) = failed.as_ref().filter(|(until, _)| *until > now) {
            return self.still_good(now).ok_or_else(|| failure.clone());
        }
        match self.source.fetch().await {
            Ok(credentials) => {
                let ready = Ready::of(&credentials, self.clock.now());
                let body = ready.body.clone();
                *self.ready.write().unwrap_or_else(PoisonError::into_inner) = Some(ready);
                *failed = None;
                Ok(body)
            }
            Err(failure) => {
                let now = self.clock.now();
                *failed = Some((now + FAILURE_PAUSE, failure.clone()));
                self.still_good(now).ok_or(failure)
            }
        }
    }

    fn fresh(&self) -> Option<Vec<u8>> {
        let now = self.clock.now();
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner);
        ready
            .as_ref()
            .filter(|ready| ready.refresh_at.is_none_or(|at| at > now))
            .map(|ready| ready.body.clone())
    }

    /// Returns cached credentials that are due for a refresh and not expired.
    fn still_good(&self, now: SystemTime) -> Option<Vec<u8>> {
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner);
        ready
            .as_ref()
            .filter(|ready| ready.expires_at.is_none_or(|at| at > now))
            .map(|ready| ready.body.clone())
    }
}

impl Ready {
    /// Sets the refresh to 15 min before the expiry, as boto3 does, or to the last third of a shorter lifetime.
    fn of(credentials: &Credentials, now: SystemTime) -> Self {
        let refresh_at = credentials.expires_at.map(|end| {
            let life = end.duration_since(now).unwrap_or_default();
            end.checked_sub(ROLE_MIN_REMAINING.min(life / 3)).unwrap_or(end)
        });
        Self { body: body(credentials, now), refresh_at, expires_at: credentials.expires_at }
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
mod tests {
    use super::*;
    use daypass_sso_types::SecretAccessKey;
    use std::{
        sync::Mutex,
        sync::atomic::{AtomicU64, Ordering},
        time::UNIX_EPOCH,
    };

    /// A source that counts its calls, yields once, and fails if `fails` is set.
    struct Source {
        calls: Arc<AtomicU64>,
        time: Arc<AtomicU64>,
        fails: Arc<Mutex<Option<Failure>>>,
    }

    impl FetchCredentials for Source {
        fn fetch(&self) -> BoxFuture<'_, Result<Credentials, Failure>> {
            Box::pin(async {
                let call = self.calls.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                if let Some(failure) = self.fails.lock().expect("no panic").clone() {
                    return Err(failure);
                }
                Ok(Credentials {
                    access_key_id: format!("ASIA{call}"),
                    secret_access_key: SecretAccessKey::new("s"),
                    session_token: Some(SessionToken::new("t")),
                    expires_at: Some(
                        UNIX_EPOCH + Duration::from_secs(self.time.load(Ordering::SeqCst) + 3_600),
                    ),
                    account_id: None,
                })
            })
        }
    }

    #[test]
    fn one_fetch_refreshes_for_all_requests_before_the_expiry() {
        let [calls, time] = [0, 1_800_000_000].map(|value| Arc::new(AtomicU64::new(value)));
        let fails = Arc::new(Mutex::new(None));
        let source = Source { calls: Arc::clone(&calls), time: Arc::clone(&time), fails: Arc::clone(&fails) };
        let seconds = Arc::clone(&time);
        let clock = move || UNIX_EPOCH + Duration::from_secs(seconds.load(Ordering::SeqCst));
        let cached = Arc::new(CachedCredentials::new(Box::new(source), Arc::new(clock)));
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let all = |expected: &str| {
            runtime.block_on(async {
                let mut tasks = tokio::task::JoinSet::new();
                for _ in 0..64 {
                    let cached = Arc::clone(&cached);
                    tasks.spawn(async move { cached.body().await });
                }
                while let Some(body) = tasks.join_next().await {
                    let body = body.expect("no panic").map_err(|failure| failure.code);
                    let text = body.map(|body| String::from_utf8_lossy(&body).into_owned());
                    assert!(
                        text.as_ref().map_or_else(|code| *code, String::as_str).contains(expected),
                        "{text:?}"
                    );
                }
            });
            calls.load(Ordering::SeqCst)
        };
        assert_eq!(all("ASIA0"), 1);
        time.fetch_add(2_699, Ordering::SeqCst);
        assert_eq!(all("ASIA0"), 1, "more than 15 minutes are left");
        time.fetch_add(1, Ordering::SeqCst);
        assert_eq!(all("ASIA1"), 2, "the last 15 minutes");
        let failure = Failure { status: 403, code: "LoginRequired", message: String::new() };
        *fails.lock().expect("no panic") = Some(failure);
        time.fetch_add(3_000, Ordering::SeqCst);
        assert_eq!(all("ASIA1"), 3, "not refreshed, and still valid");
        time.fetch_add(599, Ordering::SeqCst);
        assert_eq!(all("ASIA1"), 4, "valid for one more second");
        time.fetch_add(1, Ordering::SeqCst);
        assert_eq!(all("LoginRequired"), 5, "expired");
        *fails.lock().expect("no panic") = None;
        assert_eq!(all("LoginRequired"), 5, "a failure lasts a second");
        time.fetch_add(1, Ordering::SeqCst);
        assert_eq!(all("ASIA5"), 6, "and no longer");
    }
}
