//! One fetch for all, and a gate before each answer.

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
                expires_at: Some(UNIX_EPOCH + Duration::from_secs(self.time.load(Ordering::SeqCst) + 3_600)),
                account_id: None,
            })
        })
    }
}

/// A gate that gives so many answers, and notes whose keys.
struct Uses(Mutex<(u32, Vec<String>)>);

impl Gate for Uses {
    fn check(&self) -> Result<(), Failure> {
        match self.0.lock().expect("no panic").0 {
            0 => Err(Failure { status: 403, code: "LeaseEnded", message: String::new() }),
            _ => Ok(()),
        }
    }

    fn admit(&self, access_key_id: &str) -> Result<(), Failure> {
        self.check()?;
        let mut uses = self.0.lock().expect("no panic");
        uses.0 -= 1;
        uses.1.push(access_key_id.to_owned());
        Ok(())
    }
}

#[test]
fn a_gate_is_asked_before_each_answer() {
    let calls = Arc::new(AtomicU64::new(0));
    let (time, fails) = (Arc::new(AtomicU64::new(1_800_000_000)), Arc::new(Mutex::new(None)));
    let source = Source { calls: Arc::clone(&calls), time, fails };
    let clock = || UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let gate = Arc::new(Uses(Mutex::new((2, Vec::new()))));
    let cached = CachedCredentials::new(Box::new(source), Arc::new(clock));
    let cached = cached.gated(Arc::clone(&gate) as Arc<dyn Gate>);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let ask = || runtime.block_on(cached.body()).map(drop).map_err(|failure| failure.code);
    assert_eq!([ask(), ask(), ask(), ask()], [Ok(()), Ok(()), Err("LeaseEnded"), Err("LeaseEnded")]);
    assert_eq!(gate.0.lock().expect("no panic").1, ["ASIA0", "ASIA0"]);
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    let closed = Arc::new(Uses(Mutex::new((0, Vec::new()))));
    let (time, fails) = (Arc::new(AtomicU64::new(1_800_000_000)), Arc::new(Mutex::new(None)));
    let source = Source { calls: Arc::clone(&calls), time, fails };
    let cached = CachedCredentials::new(Box::new(source), Arc::new(clock)).gated(closed);
    let answer = runtime.block_on(cached.body()).map(drop).map_err(|failure| failure.code);
    assert_eq!((answer, calls.load(Ordering::SeqCst)), (Err("LeaseEnded"), 1), "nothing is fetched for it");
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
