//! Credentials kept ready for one role: rendered once, renewed by one request while the others wait for it.

use daypass_sso_types::{Clock, Credentials, SessionToken};
use daypass_token_cache::{ROLE_WINDOW, time};
use daypass_transport::BoxFuture;
use serde_json::json;
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

/// The pause before a failed fetch is repeated: SDKs ask four times within a second or two.
const FAILURE_PAUSE: Duration = Duration::from_secs(1);

/// Fetches the credentials of one role.
pub trait FetchCredentials: Send + Sync {
    /// New ones, or those of a cache.
    fn fetch(&self) -> BoxFuture<'_, Result<Credentials, Failure>>;
}

/// Why there are none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the three parts of an answer; built by whoever fetches")]
pub struct Failure {
    /// The HTTP status for it.
    pub status: u16,
    /// A word such as `LoginRequired`.
    pub code: &'static str,
    /// One sentence, for the log of the program that asked.
    pub message: String,
}

/// The credentials of one role.
pub struct CachedCredentials {
    source: Box<dyn FetchCredentials>,
    clock: Arc<dyn Clock>,
    ready: RwLock<Option<Ready>>,
    /// Held by whoever renews.
    turn: tokio::sync::Mutex<Option<(SystemTime, Failure)>>,
}

#[derive(Clone)]
struct Ready {
    body: Vec<u8>,
    /// From then on they are renewed.
    renew_at: Option<SystemTime>,
    expires_at: Option<SystemTime>,
}

impl std::fmt::Debug for CachedCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CachedCredentials").finish_non_exhaustive()
    }
}

impl CachedCredentials {
    /// Credentials that are fetched at the first request.
    pub fn new(source: Box<dyn FetchCredentials>, clock: Arc<dyn Clock>) -> Self {
        Self { source, clock, ready: RwLock::new(None), turn: tokio::sync::Mutex::new(None) }
    }

    /// With credentials that are there already.
    pub fn primed(
        source: Box<dyn FetchCredentials>,
        clock: Arc<dyn Clock>,
        credentials: &Credentials,
    ) -> Self {
        let ready = Ready::of(credentials, clock.now());
        Self { ready: RwLock::new(Some(ready)), ..Self::new(source, clock) }
    }

    /// The answer to a request that may have it, as JSON; renewed first where that is due.
    pub async fn body(&self) -> Result<Vec<u8>, Failure> {
        if let Some(body) = self.fresh() {
            return Ok(body);
        }
        let mut failed = self.turn.lock().await;
        // Another request may have renewed them, or failed to, while this one waited.
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
            .filter(|ready| ready.renew_at.is_none_or(|at| at > now))
            .map(|ready| ready.body.clone())
    }

    /// Credentials that could not be renewed are given out until they end.
    fn still_good(&self, now: SystemTime) -> Option<Vec<u8>> {
        let ready = self.ready.read().unwrap_or_else(PoisonError::into_inner);
        ready
            .as_ref()
            .filter(|ready| ready.expires_at.is_none_or(|at| at > now))
            .map(|ready| ready.body.clone())
    }
}

impl Ready {
    /// Renewed 15 minutes before they end, as boto3 would; short-lived ones in the last third of their life.
    fn of(credentials: &Credentials, now: SystemTime) -> Self {
        let renew_at = credentials.expires_at.map(|end| {
            let life = end.duration_since(now).unwrap_or_default();
            end.checked_sub(ROLE_WINDOW.min(life / 3)).unwrap_or(end)
        });
        Self { body: body(credentials, now), renew_at, expires_at: credentials.expires_at }
    }
}

/// The members of the ECS credentials endpoint. Every SDK wants a token and an end: keys without them get an
/// empty token, and an end for form's sake.
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

    /// A source that counts, takes a moment, and fails when it is told to.
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
    fn renews_once_for_all_and_ahead_of_the_end() {
        let [calls, time] = [0, 1_800_000_000].map(|value| Arc::new(AtomicU64::new(value)));
        let fails = Arc::new(Mutex::new(None));
        let source = Source { calls: Arc::clone(&calls), time: Arc::clone(&time), fails: Arc::clone(&fails) };
        let seconds = Arc::clone(&time);
        let clock = move || UNIX_EPOCH + Duration::from_secs(seconds.load(Ordering::SeqCst));
        let keeper = Arc::new(CachedCredentials::new(Box::new(source), Arc::new(clock)));
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let all = |expected: &str| {
            runtime.block_on(async {
                let mut tasks = tokio::task::JoinSet::new();
                for _ in 0..64 {
                    let keeper = Arc::clone(&keeper);
                    tasks.spawn(async move { keeper.body().await });
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
        assert_eq!(all("ASIA1"), 3, "not renewed, and still good");
        time.fetch_add(599, Ordering::SeqCst);
        assert_eq!(all("ASIA1"), 4, "good for one more second");
        time.fetch_add(1, Ordering::SeqCst);
        assert_eq!(all("LoginRequired"), 5, "over");
        *fails.lock().expect("no panic") = None;
        assert_eq!(all("LoginRequired"), 5, "a failure lasts a second");
        time.fetch_add(1, Ordering::SeqCst);
        assert_eq!(all("ASIA5"), 6, "and no longer");
    }
}
