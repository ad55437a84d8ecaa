//! A simulated AWS with a sign-in, and virtual time that jumps to the next timer.

use daypass_inventory::{Error, ListedAccount, ListingRequest, Observer, PortalSession, Wait};
use daypass_simulator::{InProcess, SharedWorld, SignIn, World};
use daypass_sso_types::{AccessToken, Clock, SignInTarget};
use daypass_transport::{
    BoxFuture, Caller, Endpoint, Error as TransportError, Request, Response, RetryPolicy, Sleep, Transport,
};
use std::{
    collections::BTreeSet,
    future::{Future, poll_fn},
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Virtual time: each sleeper registers its end, and `run` jumps to the earliest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Time(Arc<Mutex<(Duration, BTreeSet<Duration>)>>);

impl Time {
    fn lock(&self) -> MutexGuard<'_, (Duration, BTreeSet<Duration>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn passed(&self) -> Duration {
        self.lock().0
    }

    /// Runs a future to completion.
    pub(crate) fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return output;
            }
            let mut time = self.lock();
            let next = time.1.pop_first().expect("a pending future waits for a timer");
            time.0 = time.0.max(next);
        }
    }
}

impl Sleep for Time {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        let until = {
            let mut now = self.lock();
            let until = now.0 + time;
            now.1.insert(until);
            until
        };
        Box::pin(poll_fn(move |_| if self.passed() < until { Poll::Pending } else { Poll::Ready(()) }))
    }
}

impl Clock for Time {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_000_000_000) + self.passed()
    }
}

/// A sign-in at a simulated AWS.
pub(crate) struct Portal {
    pub(crate) time: Time,
    pub(crate) world: SharedWorld,
    pub(crate) session: PortalSession,
}

impl Portal {
    /// Signs in to a simulated AWS with 30 ms latency.
    pub(crate) fn new(world: World) -> Self {
        let time = Time::default();
        let mut world = world.with_settings(|settings| settings.latency_ms = 30);
        let token = token(&mut world, time.now());
        let world = SharedWorld::new(world);
        let clock = time.clone();
        let transport = InProcess::new(world.clone(), move || clock.now()).with_sleep(Arc::new(time.clone()));
        let caller = Caller::new(Arc::new(transport), Arc::new(time.clone()), Arc::new(entropy));
        let endpoint = Endpoint::custom("http://127.0.0.1").expect("an endpoint");
        let session = PortalSession::new(caller, endpoint, token, Arc::new(time.clone()));
        let session = session.of(SignInTarget::Session("corp".to_owned()));
        Self { time, world, session }
    }

    pub(crate) fn fault(self, fault: &str) -> Self {
        self.world.lock().add_fault(fault.parse().expect("a fault"));
        self
    }

    pub(crate) fn list(&self, request: ListingRequest<'_>) -> Result<Vec<ListedAccount>, Error> {
        self.time.run(self.session.list(request, &mut ()))
    }

    pub(crate) fn everything(&self) -> Result<Vec<ListedAccount>, Error> {
        self.list(ListingRequest::everything())
    }
}

/// Builds a caller, an endpoint and a token for this portal, with this retry policy.
pub(crate) fn caller(portal: &Portal, policy: RetryPolicy) -> (Caller, Endpoint, AccessToken) {
    let clock = portal.time.clone();
    let transport =
        InProcess::new(portal.world.clone(), move || clock.now()).with_sleep(Arc::new(portal.time.clone()));
    let caller = Caller::new(Arc::new(transport), Arc::new(portal.time.clone()), Arc::new(entropy));
    let token = token(&mut portal.world.lock(), portal.time.now());
    let endpoint = Endpoint::custom("http://127.0.0.1").expect("an endpoint");
    (caller.with_policy(policy), endpoint, token)
}

fn token(world: &mut World, now: SystemTime) -> AccessToken {
    let signed_in = world.sign_in(&SignIn::new("corp"), now).expect("a user");
    AccessToken::new(signed_in.access_token())
}

fn entropy(buffer: &mut [u8]) {
    buffer.fill(0x55);
}

/// Records what a listing reports.
#[derive(Debug, Default)]
pub(crate) struct RecordingObserver {
    pub(crate) read: Vec<String>,
    pub(crate) resumed: usize,
    pub(crate) waits: Vec<Wait>,
    pub(crate) progress: usize,
    pub(crate) not_cached: usize,
}

impl Observer for RecordingObserver {
    fn resumes(&mut self, accounts: usize) {
        self.resumed = accounts;
    }

    fn read(&mut self, account: &daypass_sso_types::AccountId, _: &[daypass_sso_types::RoleName]) {
        self.read.push(account.to_string());
    }

    fn progress(&mut self, _: &daypass_inventory::Progress) {
        self.progress += 1;
    }

    fn waits(&mut self, wait: &Wait) {
        self.waits.push(wait.clone());
    }

    fn not_cached(&mut self, _: &daypass_files::Error) {
        self.not_cached += 1;
    }
}

/// A service with 30 ms latency that answers with this function.
pub(crate) fn scripted(
    answer: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> (Time, PortalSession) {
    scripted_after(Duration::from_millis(30), answer)
}

/// The same, this far away.
pub(crate) fn scripted_after(
    latency: Duration,
    answer: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> (Time, PortalSession) {
    struct Scripted<F>(F, Time, Duration);
    impl<F: Fn(&Request) -> Response + Send + Sync> Transport for Scripted<F> {
        fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, TransportError>> {
            Box::pin(async move {
                self.1.sleep(self.2).await;
                Ok((self.0)(&request))
            })
        }
    }
    let time = Time::default();
    let transport = Scripted(answer, time.clone(), latency);
    let caller = Caller::new(Arc::new(transport), Arc::new(time.clone()), Arc::new(entropy));
    let endpoint = Endpoint::custom("http://127.0.0.1").expect("an endpoint");
    let session = PortalSession::new(caller, endpoint, AccessToken::new("planted"), Arc::new(time.clone()));
    (time, session)
}
