//! T11: futures dropped at every poll, against a service whose refresh tokens are good for one use.

use crate::bench::{CORP, NOW, now, plan, token_json, write};
use daypass_credentials::{ErrorKind, Exchanges, Folders, Provider};
use daypass_sso_types::AccessToken;
use daypass_transport::{BoxFuture, Caller, Error, Request, Response, RetryPolicy, Sleep, Transport};
use std::{
    future::poll_fn,
    pin::pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

/// Gives way so many times, each of them a moment at which a future can be dropped.
async fn yields(mut times: usize) {
    poll_fn(|context| {
        context.waker().wake_by_ref();
        match times.checked_sub(1) {
            None => Poll::Ready(()),
            Some(left) => {
                times = left;
                Poll::Pending
            }
        }
    })
    .await;
}

/// Tokens by their number: access token `at7` goes with refresh token `rt7`, which gives both of number 8, once.
#[derive(Default)]
struct Service {
    number: Mutex<u32>,
    refreshes: Mutex<u32>,
    /// So many seconds less than the eight hours that its tokens have.
    less: AtomicU32,
}

impl Service {
    fn answer(&self, request: &Request) -> (u16, String) {
        let mut number = self.number.lock().expect("lock");
        let body = String::from_utf8_lossy(request.body());
        match request.uri().path() {
            "/token" if body.contains(&format!("\"rt{number}\"")) => {
                *number += 1;
                *self.refreshes.lock().expect("lock") += 1;
                let lasts = 28_800 - self.less.load(Ordering::Relaxed);
                let reply = format!(
                    r#"{{"accessToken":"at{number}","expiresIn":{lasts},"refreshToken":"rt{number}"}}"#
                );
                (200, reply)
            }
            "/token" => (400, r#"{"error":"invalid_grant"}"#.to_owned()),
            "/federation/credentials"
                if request.headers()["x-amz-sso_bearer_token"] == format!("at{number}") =>
            {
                let reply = r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"s","sessionToken":"t","expiration":4102444800000}}"#;
                (200, reply.to_owned())
            }
            "/federation/credentials" => {
                (401, r#"{"message":"no","__type":"UnauthorizedException"}"#.to_owned())
            }
            _ => {
                let reply = r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><Arn>arn:aws:sts::444455556666:assumed-role/Deploy/x</Arn><AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>CHAINED</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2026-11-22T13:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"#;
                (200, reply.to_owned())
            }
        }
    }
}

impl Transport for Service {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            yields(1).await;
            // From here on the service has it, whoever hears the answer.
            let (status, body) = self.answer(&request);
            yields(2).await;
            let mut response = Response::new(body.into_bytes());
            *response.status_mut() = status.try_into().expect("a status");
            Ok(response)
        })
    }
}

struct Waits;

impl Sleep for Waits {
    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(yields(1))
    }
}

/// A home with a session that has to be renewed.
struct Home {
    folder: tempfile::TempDir,
    service: Arc<Service>,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let more = r#", "clientId": "cid", "clientSecret": "cs", "registrationExpiresAt": "2027-01-01T00:00:00Z", "refreshToken": "rt0""#;
        write(&folder.path().join("sso"), CORP, &token_json("at0", -60, more));
        Self { folder, service: Arc::default() }
    }

    fn provider(&self) -> Provider {
        let path = |name| self.folder.path().join(name);
        let folders = Folders {
            sso_cache: path("sso"),
            cli_cache: path("cli"),
            locks: path("locks"),
            clients: path("clients"),
        };
        let transport = Arc::clone(&self.service) as Arc<dyn Transport>;
        let caller = Caller::new(transport, Arc::new(Waits), Arc::new(|buffer: &mut [u8]| buffer.fill(7)));
        let clock = || SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
        Provider::new(folders, caller.with_policy(RetryPolicy::never()), Arc::new(clock), |_| {})
    }

    /// The token in the file is the one that the service knows, and it took one renewal.
    #[track_caller]
    fn is_whole(&self, what: &str) {
        let file = self.folder.path().join("sso").join(format!("{CORP}.json"));
        let text = std::fs::read_to_string(file).expect("a token");
        assert!(text.contains("\"at1\"") && text.contains("\"rt1\""), "{what}: {text}");
        assert_eq!(*self.service.refreshes.lock().expect("lock"), 1, "{what}");
    }
}

/// What is asked for; each begins with the renewal of the session.
#[derive(Debug, Clone, Copy)]
enum Asked {
    Token,
    Role,
    Chain,
}

impl Asked {
    const ALL: [Self; 3] = [Self::Token, Self::Role, Self::Chain];

    async fn of(self, provider: &Provider) -> Result<String, ErrorKind> {
        let result = match self {
            Self::Token => {
                let plan = plan("dev");
                let token = provider.access_token(plan.session().expect("a session")).await;
                return token
                    .map(|token| token.access_token.expose().to_owned())
                    .map_err(|error| error.kind());
            }
            Self::Role => provider.credentials(&plan("dev")).await,
            Self::Chain => provider.credentials(&plan("chained")).await,
        };
        result.map(|credentials| credentials.access_key_id).map_err(|error| error.kind())
    }

    fn expected(self) -> String {
        match self {
            Self::Token => "at1",
            Self::Role => "SSO",
            Self::Chain => "CHAINED",
        }
        .to_owned()
    }
}

/// Polls a future so many times, then drops it. Whether it had come to its end.
fn polled<T>(future: impl Future<Output = T>, times: usize) -> bool {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    (0..times).any(|_| future.as_mut().poll(&mut context).is_ready())
}

/// Tries every number of polls, and says how many there were before the future ended by itself.
fn at_every_poll(mut test: impl FnMut(usize) -> bool) -> usize {
    (0..10_000).find(|&polls| test(polls)).expect("every future ends")
}

#[test]
fn t11_03_a_dropped_future_loses_no_session() {
    let mut points = 0;
    for asked in Asked::ALL {
        points += at_every_poll(|polls| {
            let home = Home::new();
            let provider = home.provider();
            let ended = polled(asked.of(&provider), polls);
            assert_eq!(
                now(asked.of(&provider)),
                Ok(asked.expected()),
                "{asked:?} dropped after {polls} polls"
            );
            home.is_whole(&format!("{asked:?} dropped after {polls} polls"));
            ended
        });
    }
    println!("dropped at {points} points, no session lost");
    assert!(points > 15, "{points} points are too few to be all");
}

#[test]
fn t11_03_nor_one_that_is_dropped_again_and_again() {
    for asked in Asked::ALL {
        at_every_poll(|first| {
            let mut ended = false;
            at_every_poll(|second| {
                let home = Home::new();
                let provider = home.provider();
                ended = polled(asked.of(&provider), first);
                let again = polled(asked.of(&provider), second);
                assert_eq!(now(asked.of(&provider)), Ok(asked.expected()), "{asked:?}: {first}, {second}");
                home.is_whole(&format!("{asked:?}: {first}, {second}"));
                again
            });
            ended
        });
    }
}

/// Who cannot wait for the next caller: a program that ends, and one with an executor.
#[test]
fn t11_03_what_was_dropped_is_settled_or_spawned_for_other_processes() {
    for asked in Asked::ALL {
        at_every_poll(|polls| {
            let home = Home::new();
            let provider = home.provider();
            let ended = polled(asked.of(&provider), polls);
            now(provider.exchanges().settle());
            assert!(provider.exchanges().is_idle(), "{polls}");
            assert_eq!(now(asked.of(&home.provider())), Ok(asked.expected()), "{asked:?}, settled: {polls}");
            home.is_whole("settled");
            ended
        });
        at_every_poll(|polls| {
            let home = Home::new();
            let tasks = Arc::new(Mutex::new(Vec::new()));
            let queue = Arc::clone(&tasks);
            let spawn = move |work: BoxFuture<'static, ()>| queue.lock().expect("lock").push(work);
            let provider = home.provider().with_spawner(Arc::new(spawn));
            let ended = polled(asked.of(&provider), polls);
            drop(provider);
            let spawned: Vec<_> = tasks.lock().expect("lock").drain(..).collect();
            for task in spawned {
                now(task);
            }
            assert_eq!(now(asked.of(&home.provider())), Ok(asked.expected()), "{asked:?}, spawned: {polls}");
            home.is_whole("spawned");
            ended
        });
    }
}

/// What nobody can go on with ends with its provider, and its lock is free.
#[test]
fn a_renewal_ends_with_the_last_provider() {
    let home = Home::new();
    let provider = home.provider();
    assert!(!polled(Asked::Token.of(&provider), 1));
    let key = plan("dev").session().expect("a session").token_key();
    let take = || daypass_token_cache::Lock::try_acquire(&home.folder.path().join("locks"), &key, "a test");
    take().expect_err("the renewal that has begun holds it");
    drop(provider);
    drop(take().expect("it is free"));
}

/// A renewal that somebody waited for no more may be the one whose token the portal has just refused.
#[test]
fn a_refused_token_is_not_taken_from_a_renewal_that_gave_it() {
    for (refused, expected) in [("at1", "at2"), ("at0", "at1")] {
        let home = Home::new();
        let provider = home.provider();
        assert!(!polled(Asked::Token.of(&provider), 1), "it is under way");
        let session = plan("dev").session().expect("a session").clone();
        let refused = daypass_token_cache::Token::new(AccessToken::new(refused), SystemTime::UNIX_EPOCH);
        let other = now(provider.token_after_refusal(&session, &refused)).expect("another one");
        assert_eq!(other.access_token.expose(), expected);
    }
}

/// Also one that is to be renewed soon is nobody's reason to renew it twice.
#[test]
fn what_a_renewal_under_way_gives_is_taken_as_it_is() {
    let home = Home::new();
    home.service.less.store(28_200, Ordering::Relaxed);
    let provider = home.provider();
    assert!(!polled(Asked::Token.of(&provider), 1), "it is under way");
    assert_eq!(now(Asked::Token.of(&provider)), Ok(Asked::Token.expected()));
    home.is_whole("ten minutes");
}

#[test]
fn all_who_ask_share_one_renewal() {
    let home = Home::new();
    let provider = home.provider();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let got = runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let provider = provider.clone();
            tasks.spawn(async move { Asked::Token.of(&provider).await });
        }
        tasks.join_all().await
    });
    assert!(got.iter().all(|token| *token == Ok(Asked::Token.expected())), "{got:?}");
    home.is_whole("fifty");
}

#[test]
fn a_watch_hears_when_the_process_may_end() {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&heard);
    let watch = move |count: usize| notes.lock().expect("lock").push(count);
    let home = Home::new();
    let provider = home.provider().with_exchanges(Exchanges::default().with_watch(Arc::new(watch)));
    assert!(!polled(Asked::Token.of(&provider), 1));
    assert_eq!(
        (heard.lock().expect("lock").as_slice(), provider.exchanges().is_idle()),
        ([1].as_slice(), false)
    );
    now(provider.exchanges().settle());
    assert_eq!(
        (heard.lock().expect("lock").as_slice(), provider.exchanges().is_idle()),
        ([1, 0].as_slice(), true)
    );
}

#[cfg(feature = "aws-sdk")]
#[test]
fn t11_04_the_sdk_may_give_up_before_the_renewal_ends() {
    use aws_credential_types::provider::ProvideCredentials as _;
    let home = Home::new();
    let provider = daypass_credentials::SdkCredentials::new(home.provider(), plan("dev"));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        assert!(!polled(provider.provide_credentials(), 3), "the service has the token, nobody its answer");
        drop(provider);
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    });
    home.is_whole("the runtime went on with it");
}
