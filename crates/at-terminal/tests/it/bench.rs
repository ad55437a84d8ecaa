//! A home, a simulated AWS in this process, and a clock that every wait moves.

use daypass_at_terminal::PersonAtTerminal;
use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Endpoints, LoginSessions, Provider, Session};
use daypass_environment::{Environment, Paths};
use daypass_inventory::PortalSession;
use daypass_login_session::console_login::RingSigner;
use daypass_sign_in as sign_in;
use daypass_simulator::{InProcess, SharedWorld, SignIn, World};
use daypass_sso_types::{AccessToken, Clock, Region, StartUrl};
use daypass_terminal::Terminal;
use daypass_token_cache::{Token, TokenClient};
use daypass_transport::{BoxFuture, Caller, Endpoint, Sleep};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};
use tempfile::TempDir;

pub(crate) const START_URL: &str = "https://d-9067000018.awsapps.com/start";

/// 2030-01-01T08:00:00Z, in milliseconds.
const NOW: u64 = 1_893_484_800_000;

/// The time, which goes on only while somebody waits.
#[derive(Debug, Clone)]
pub(crate) struct Time(Arc<AtomicU64>);

impl Clock for Time {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(self.0.load(Ordering::Relaxed))
    }
}

impl Sleep for Time {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.0.fetch_add(millis, Ordering::Relaxed);
        Box::pin(tokio::task::yield_now())
    }
}

pub(crate) struct Bench {
    pub(crate) home: TempDir,
    pub(crate) time: Time,
    pub(crate) world: SharedWorld,
    pub(crate) provider: Provider,
    pub(crate) session: Session,
    pub(crate) environment: Environment,
}

impl Bench {
    /// A home whose environment has these variables, too.
    pub(crate) fn new(variables: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let place = home.path().display().to_string();
        let place = [("HOME", place.as_str()), ("USERPROFILE", place.as_str())];
        let environment = Environment::of(place.into_iter().chain(variables.iter().copied()));
        let time = Time(Arc::new(AtomicU64::new(NOW)));
        let clock = time.clone();
        let transport = InProcess::new(World::demo(), move || clock.now());
        let world = transport.world();
        let entropy = |bytes: &mut [u8]| bytes.fill(0x55);
        let caller = Caller::new(Arc::new(transport), Arc::new(time.clone()), Arc::new(entropy));
        let folders = Paths::of(&environment).expect("a home").folders();
        let provider = Provider::new(folders, caller, Arc::new(time.clone()), |_| {});
        Self { home, time, world, provider, session: session("corp", START_URL), environment }
    }

    /// A person at this terminal.
    pub(crate) fn person<'a>(&'a self, terminal: &'a Terminal) -> PersonAtTerminal<'a> {
        PersonAtTerminal::new(terminal, &self.session, &self.environment, &self.time, &self.time)
    }

    /// Signs in to the session until this much time has passed.
    pub(crate) fn sign_in(
        &self,
        flow: Option<sign_in::Flow>,
        person: &dyn sign_in::Person,
        seconds: u64,
    ) -> bool {
        let mut options = sign_in::Options::default();
        options.flow = flow;
        options.timeout = Some(Duration::from_secs(seconds));
        let sign_in = sign_in::SignIn::new(&self.provider, &self.session, person).with_options(options);
        run(sign_in.run()).is_ok()
    }

    /// Signs in with console credentials on another device.
    pub(crate) fn sign_in_elsewhere(&self, person: &dyn sign_in::Person) -> bool {
        let sessions = LoginSessions::new(
            &self.home.path().join(".aws/login/cache"),
            &self.home.path().join("locks"),
            self.provider.caller().clone(),
            Arc::new(self.time.clone()),
            Arc::new(RingSigner::new()),
            |_| {},
        );
        let endpoint = Endpoint::custom("http://127.0.0.1").expect("an endpoint");
        let sign_in = sign_in::ConsoleSignIn::new(&sessions, endpoint, person).on_another_device();
        run(sign_in.run()).is_ok()
    }

    /// The portal for somebody who has signed in.
    pub(crate) fn portal(&self) -> PortalSession {
        let signed_in = self.world.lock().sign_in(&SignIn::new("corp"), self.time.now()).expect("a user");
        let token = AccessToken::new(signed_in.access_token());
        let endpoint = Endpoint::custom("http://127.0.0.1").expect("an endpoint");
        PortalSession::new(self.provider.caller().clone(), endpoint, token, Arc::new(self.time.clone()))
    }

    /// A token that is valid for these seconds, and renews if its client is registered for days.
    pub(crate) fn token(&self, seconds: i64, days: Option<u64>) -> Token {
        let left = Duration::from_secs(seconds.unsigned_abs());
        let now = self.time.now();
        let mut token = Token::new(AccessToken::new("t"), if seconds < 0 { now - left } else { now + left });
        token.start_url = Some(START_URL.to_owned());
        token.region = Some("us-east-1".to_owned());
        token.refresh_token = days.map(|_| daypass_sso_types::RefreshToken::new("r"));
        token.client = days.map(|days| TokenClient {
            id: "c".to_owned(),
            secret: daypass_sso_types::ClientSecret::new("s"),
            expires_at: Some(now + Duration::from_secs(days * 86_400)),
        });
        token
    }
}

pub(crate) fn session(name: &str, start_url: &str) -> Session {
    let start_url = StartUrl::new(start_url).expect("an address");
    let region = Region::new("us-east-1").expect("a region");
    Session::new(Some(name.to_owned()), start_url, region, Endpoints::default())
}

pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}

/// The config of this text.
pub(crate) fn with_config<T>(text: &str, work: impl FnOnce(&Config<'_>) -> T) -> T {
    let document = Document::parse(text);
    work(&Config::new(&document, None, Dialect::AwsCli))
}
