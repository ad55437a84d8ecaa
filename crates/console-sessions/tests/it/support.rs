//! A home with a console sign-in, a simulated service, and one clock for both.

use daypass_login_session::{
    LoginProfile, LoginSessions, SignInEndpoint,
    console_login::{
        Client, Flow, Pkce, RingSigner, Signer as _,
        callback::{Callback, Verdict},
    },
};
use daypass_simulator::{AutoApprove, InProcess, SharedWorld, World};
use daypass_sso_types::Region;
use daypass_token_cache::{LoginEntry, LoginKey};
use daypass_transport::{BoxFuture, Caller, Endpoint, EndpointOptions, Service};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

pub(crate) const ARN: &str = "arn:aws:iam::051234567822:user/testuser";
const FLOW: Flow = Flow::SameDevice { port: 49152 };

pub(crate) struct Setup {
    _home: TempDir,
    now: Arc<AtomicU64>,
    pub(crate) world: SharedWorld,
    pub(crate) sessions: LoginSessions,
}

impl Setup {
    pub(crate) fn new() -> Self {
        let world = World::demo().with_settings(|settings| settings.auto_approve = AutoApprove::Allow);
        let now = Arc::new(AtomicU64::new(1_795_402_559));
        let (clock, of_sessions) = (Arc::clone(&now), Arc::clone(&now));
        let transport = InProcess::new(world, move || at(&clock));
        let count = AtomicU64::new(0);
        let entropy = move |bytes: &mut [u8]| {
            let next = count.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            bytes.iter_mut().zip(next.into_iter().rev().cycle()).for_each(|(byte, random)| *byte = random);
        };
        let world = transport.world();
        let sleep = |_: Duration| -> BoxFuture<'static, ()> { Box::pin(tokio::task::yield_now()) };
        let caller = Caller::new(Arc::new(transport), Arc::new(sleep), Arc::new(entropy));
        let home = tempfile::tempdir().expect("a folder");
        let sessions = LoginSessions::new(
            &home.path().join(".aws/login/cache"),
            &home.path().join("locks"),
            caller,
            Arc::new(move || at(&of_sessions)),
            Arc::new(RingSigner::new()),
            |_| {},
        );
        Self { _home: home, now, world, sessions }
    }

    /// Signs in as a person in a browser would, and stores the session.
    pub(crate) async fn sign_in(&self, region: &str) -> LoginEntry {
        let region: Region = region.parse().expect("a region");
        let key = RingSigner::new().generate().expect("a key");
        let caller = self.sessions.caller().clone();
        let client = Client::new(caller, aws(&region), Arc::new(RingSigner::new()));
        let pkce = Pkce::from_entropy(self.sessions.caller().entropy());
        let request = http::Request::get(client.authorize_url(FLOW, &pkce)).body(Vec::new());
        let response = self.world.lock().handle(&request.expect("a request"), self.now());
        let location = response.headers()["location"].to_str().expect("text").to_owned();
        let judged = Callback::new("/oauth/callback", &pkce.state, 49152).judge_url(&location);
        let code = if let Verdict::Code(code) = judged { Some(code) } else { None };
        let clock = Arc::clone(self.sessions.clock());
        let code = code.expect("a code");
        let sign_in = client.redeem_code(FLOW, &code, &pkce.verifier, &key, &*clock).await;
        let at = SignInEndpoint { endpoint: aws(&region), origin: None };
        self.sessions.keep(sign_in.expect("a session"), FLOW, &key, &region, &at).await.expect("stored")
    }

    pub(crate) fn profile() -> LoginProfile {
        let choose = |region: &Region| Ok(SignInEndpoint { endpoint: aws(region), origin: None });
        LoginProfile::new(ARN.parse().expect("an ARN"), None, choose)
    }

    /// Writes the file as a tool without locks does.
    pub(crate) fn put(&self, entry: &LoginEntry) {
        let _saved = self.sessions.store().save_login(&LoginKey::of(ARN), entry).expect("saved");
    }

    pub(crate) fn now(&self) -> SystemTime {
        at(&self.now)
    }

    /// Lets time pass, for the machine and for the service.
    pub(crate) fn pass(&self, seconds: u64) {
        self.now.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) fn fault(&self, line: &str) {
        self.world.lock().add_fault(line.parse().expect("a fault"));
    }
}

fn at(now: &AtomicU64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(now.load(Ordering::Relaxed))
}

fn aws(region: &Region) -> Endpoint {
    Endpoint::aws(Service::Signin, region, EndpointOptions::default())
}
