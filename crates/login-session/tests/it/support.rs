//! A home with a console sign-in, a simulated service, and one clock for both.

use daypass_console_login::{
    Client, Flow, Pkce, ProofKey, RingSigner, Signer,
    callback::{Callback, Verdict},
};
use daypass_login_session::{Error, LoginProfile, LoginSessions, Notice, SignInEndpoint};
use daypass_simulator::{AutoApprove, InProcess, Operation, Settings, SharedWorld, World};
use daypass_sso_types::{Credentials, Entropy, Region};
use daypass_token_cache::{ClientEndpoints, LoginEntry, LoginKey, Store};
use daypass_transport::{BoxFuture, Caller, Endpoint, EndpointOptions, Service};
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

pub(crate) const ARN: &str = "arn:aws:iam::051234567822:user/testuser";
pub(crate) const REGION: &str = "us-east-2";
const FLOW: Flow = Flow::SameDevice { port: 49152 };

pub(crate) struct Setup {
    home: TempDir,
    now: Arc<AtomicU64>,
    pub(crate) world: SharedWorld,
    caller: Caller,
    /// How long all waits would have been, in milliseconds.
    waited: Arc<AtomicU64>,
    pub(crate) notices: Arc<Mutex<Vec<Notice>>>,
    /// The origin of the endpoint at which a sign-in is made; `None` for AWS's own.
    pub(crate) opened_at: Option<&'static str>,
}

impl Setup {
    pub(crate) fn of(change: impl FnOnce(&mut Settings)) -> Self {
        let world = World::demo().with_settings(|settings| {
            settings.auto_approve = AutoApprove::Allow;
            change(settings);
        });
        let now = Arc::new(AtomicU64::new(1_795_402_559));
        let clock = Arc::clone(&now);
        let transport = InProcess::new(world, move || at(&clock));
        let count = AtomicU64::new(0);
        let entropy = move |bytes: &mut [u8]| {
            let next = count.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            bytes.iter_mut().zip(next.into_iter().rev().cycle()).for_each(|(byte, random)| *byte = random);
        };
        let world = transport.world();
        // No test waits: whoever sleeps lets the others go on.
        let waited = Arc::new(AtomicU64::new(0));
        let waits = Arc::clone(&waited);
        let sleep = move |time: Duration| -> BoxFuture<'static, ()> {
            waits.fetch_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
            Box::pin(tokio::task::yield_now())
        };
        let caller = Caller::new(Arc::new(transport), Arc::new(sleep), Arc::new(entropy));
        let home = tempfile::tempdir().expect("a folder");
        Self { home, now, world, caller, waited, notices: Arc::default(), opened_at: None }
    }

    pub(crate) fn new() -> Self {
        Self::of(|_| ())
    }

    /// A setup in which somebody has signed in.
    pub(crate) async fn signed_in(change: impl FnOnce(&mut Settings)) -> Self {
        let setup = Self::of(change);
        let _entry = setup.sign_in(REGION).await;
        setup
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.home.path().join(".aws/login/cache")
    }

    /// The folder of what is remembered of sessions.
    pub(crate) fn clients(&self) -> PathBuf {
        self.home.path().join("clients")
    }

    /// The folder of the locks.
    pub(crate) fn locks(&self) -> PathBuf {
        self.home.path().join("locks")
    }

    /// Entropy that differs from call to call.
    pub(crate) fn entropy(&self) -> Arc<dyn Entropy> {
        let caller = self.caller.clone();
        Arc::new(move |bytes: &mut [u8]| caller.entropy().fill(bytes))
    }

    /// The provider of one process: locks are shared, exchanges are not.
    pub(crate) fn process(&self) -> LoginSessions {
        self.process_with(Arc::new(RingSigner::new()))
    }

    /// The same, with keys and signatures of this signer.
    pub(crate) fn process_with(&self, signer: Arc<dyn Signer>) -> LoginSessions {
        let (clock, notices) = (Arc::clone(&self.now), Arc::clone(&self.notices));
        let sessions = LoginSessions::new(
            &self.folder(),
            &self.locks(),
            self.caller.clone(),
            Arc::new(move || at(&clock)),
            signer,
            |_| {},
        );
        let clients = ClientEndpoints::at(self.clients());
        sessions.with_clients(clients).with_observer(Arc::new(move |notice: &Notice| {
            notices.lock().expect("a lock").push(notice.clone());
        }))
    }

    pub(crate) fn profile(region: Option<&str>) -> LoginProfile {
        Self::profile_at(region, None)
    }

    /// The profile at an endpoint of this origin, where the simulated service answers, too.
    pub(crate) fn profile_at(region: Option<&str>, origin: Option<&'static str>) -> LoginProfile {
        let region = region.map(|region| region.parse().expect("a region"));
        let choose = move |region: &Region| Ok(endpoint_at(region, origin));
        LoginProfile::new(ARN.parse().expect("an ARN"), region, choose)
    }

    pub(crate) async fn credentials(&self) -> Result<Credentials, Error> {
        self.process().credentials(&Self::profile(Some(REGION))).await
    }

    /// Signs in as a person in a browser would, and stores the session.
    pub(crate) async fn sign_in(&self, region: &str) -> LoginEntry {
        let key = RingSigner::new().generate().expect("a key");
        self.sign_in_with(region, &key).await
    }

    async fn sign_in_with(&self, region: &str, key: &ProofKey) -> LoginEntry {
        let region = region.parse().expect("a region");
        let endpoint = Endpoint::aws(Service::Signin, &region, EndpointOptions::default());
        let client = Client::new(self.caller.clone(), endpoint, Arc::new(RingSigner::new()));
        let pkce = Pkce::from_entropy(self.caller.entropy());
        let request = http::Request::get(client.authorize_url(FLOW, &pkce)).body(Vec::new());
        let response = self.world.lock().handle(&request.expect("a request"), at(&self.now));
        let location = response.headers()["location"].to_str().expect("text").to_owned();
        let judged = Callback::new("/oauth/callback", &pkce.state, 49152).judge_url(&location);
        let code = if let Verdict::Code(code) = judged { Some(code) } else { None };
        let clock = Arc::clone(&self.now);
        let code = code.expect("a code");
        let sign_in = client.redeem_code(FLOW, &code, &pkce.verifier, key, &move || at(&clock)).await;
        let (sessions, at) = (self.process(), endpoint_at(&region, self.opened_at));
        sessions.keep(sign_in.expect("a session"), FLOW, key, &region, &at).await.expect("stored")
    }

    /// Lets time pass, for the machine and for the service.
    pub(crate) fn pass(&self, seconds: u64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> SystemTime {
        at(&self.now)
    }

    pub(crate) fn fault(&self, line: &str) {
        self.world.lock().add_fault(line.parse().expect("a fault"));
    }

    pub(crate) fn waited(&self) -> Duration {
        Duration::from_millis(self.waited.load(Ordering::Relaxed))
    }

    /// How many refreshes and redeemed codes the service has seen.
    pub(crate) fn calls(&self) -> u64 {
        self.world.lock().count(Operation::CreateOAuth2Token)
    }

    pub(crate) fn store(&self) -> Store {
        Store::at(self.folder())
    }

    pub(crate) fn entry(&self) -> LoginEntry {
        self.store().load_login(&LoginKey::of(ARN)).expect("readable").expect("there")
    }

    /// Writes the file as a tool without locks does.
    pub(crate) fn put(&self, entry: &LoginEntry) {
        let _saved = self.store().save_login(&LoginKey::of(ARN), entry).expect("saved");
    }

    /// All notices, the decisions for a verbose log among them.
    pub(crate) fn told(&self) -> Vec<String> {
        self.notices.lock().expect("a lock").iter().map(ToString::to_string).collect()
    }

    pub(crate) fn warnings(&self) -> Vec<String> {
        let notices = self.notices.lock().expect("a lock");
        notices.iter().filter(|notice| notice.is_warning()).map(ToString::to_string).collect()
    }
}

fn at(now: &AtomicU64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(now.load(Ordering::Relaxed))
}

/// An endpoint as a profile chooses it. The simulated service knows a region by the name of AWS's host, so requests go
/// there whatever the origin.
fn endpoint_at(region: &Region, origin: Option<&str>) -> SignInEndpoint {
    let endpoint = Endpoint::aws(Service::Signin, region, EndpointOptions::default());
    SignInEndpoint { endpoint, origin: origin.map(str::to_owned) }
}
