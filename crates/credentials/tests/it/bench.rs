//! The work bench of these tests: a home, a clock, a script of replies, and a log of what was asked.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Folders, Notice, Plan, Provider, Settings, resolve};
use daypass_transport::{
    BoxFuture, Caller, Error, ErrorKind, Request, Response, RetryPolicy, Sleep, Transport,
};
use std::{
    collections::VecDeque,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

/// 2026-11-22T12:00:00Z
pub(crate) const NOW: u64 = 1_795_348_800;

pub(crate) const CONFIG: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile old]
sso_start_url = https://d-abc123.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = Admin
[profile chained]
role_arn = arn:aws:iam::444455556666:role/Deploy
source_profile = dev
region = eu-west-1
[profile chained-old]
role_arn = arn:aws:iam::444455556666:role/Deploy
source_profile = old
region = eu-west-1
[profile guarded]
role_arn = arn:aws:iam::444455556666:role/Deploy
source_profile = dev
mfa_serial = arn:aws:iam::444455556666:mfa/me
[sso-session corp]
sso_start_url = https://d-abc123.awsapps.com/start
sso_region = us-east-1
";

/// One reply of the script.
pub(crate) enum Reply {
    Json(u16, &'static str),
    Xml(u16, &'static str),
    /// No connection.
    Down,
    /// Runs while the request is under way: another tool at work.
    Meanwhile(Box<dyn Fn() + Send>, Box<Self>),
}

struct Script {
    replies: Mutex<VecDeque<Reply>>,
    asked: Mutex<Vec<String>>,
}

impl Transport for Script {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        let body = String::from_utf8_lossy(request.body());
        let grant = ["refresh_token", "device_code"]
            .iter()
            .find(|grant| body.contains(&format!("grantType\":\"{grant}")));
        let action = body.split('&').find_map(|pair| pair.strip_prefix("Action="));
        let line = format!(
            "{} {} {}",
            request.method(),
            request.uri().path(),
            grant.copied().or(action).unwrap_or("")
        );
        self.asked.lock().expect("lock").push(line.trim().to_owned());
        let reply = self.replies.lock().expect("lock").pop_front();
        let answer = respond(reply.unwrap_or(Reply::Down), request.uri().host().unwrap_or_default());
        Box::pin(async move { answer })
    }
}

fn respond(reply: Reply, host: &str) -> Result<Response, Error> {
    match reply {
        Reply::Down => Err(Error::new(ErrorKind::Connect, host)),
        Reply::Meanwhile(deed, then) => {
            deed();
            respond(*then, host)
        }
        Reply::Json(status, body) | Reply::Xml(status, body) => {
            let mut response = Response::new(body.as_bytes().to_vec());
            *response.status_mut() = status.try_into().expect("a status");
            if status == 429 {
                response.headers_mut().insert("retry-after", http::HeaderValue::from_static("7"));
            }
            Ok(response)
        }
    }
}

/// What happens in place of each wait, for as long as there is something.
#[derive(Default)]
struct Waits(Mutex<VecDeque<Box<dyn Fn() + Send>>>);

impl Sleep for Waits {
    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        if let Some(deed) = self.0.lock().expect("lock").pop_front() {
            deed();
        }
        Box::pin(std::future::ready(()))
    }
}

/// A home of its own, and everything that happens in it.
pub(crate) struct Bench {
    home: tempfile::TempDir,
    script: Arc<Script>,
    waits: Arc<Waits>,
    clock: Arc<Mutex<SystemTime>>,
    notices: Arc<Mutex<Vec<Notice>>>,
}

impl Bench {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let script = Script { replies: Mutex::new(replies.into_iter().collect()), asked: Mutex::default() };
        Self {
            home: tempfile::tempdir().expect("a temporary folder"),
            script: Arc::new(script),
            waits: Arc::default(),
            clock: Arc::new(Mutex::new(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW))),
            notices: Arc::default(),
        }
    }

    /// One more reply at the end of the script.
    pub(crate) fn then(self, reply: Reply) -> Self {
        self.script.replies.lock().expect("lock").push_back(reply);
        self
    }

    /// What other tools do in the next waits, one after the other.
    pub(crate) fn during_waits(&self, deeds: impl IntoIterator<Item = Box<dyn Fn() + Send>>) {
        self.waits.0.lock().expect("lock").extend(deeds);
    }

    pub(crate) fn set_clock(&self, time: SystemTime) {
        *self.clock.lock().expect("lock") = time;
    }

    pub(crate) fn provider(&self) -> Provider {
        self.provider_that_pauses(|_| {})
    }

    /// A provider with its own way to wait for a half-written file.
    pub(crate) fn provider_that_pauses(&self, pause: fn(Duration)) -> Provider {
        let folders = Folders {
            sso_cache: self.path("sso"),
            cli_cache: self.path("cli"),
            locks: self.path("locks"),
            clients: self.path("clients"),
        };
        let entropy = |buffer: &mut [u8]| buffer.fill(7);
        let mut policy = RetryPolicy::default();
        policy.max_attempts = 1;
        let transport = Arc::clone(&self.script) as Arc<dyn Transport>;
        let caller = Caller::new(transport, Arc::clone(&self.waits) as Arc<dyn Sleep>, Arc::new(entropy))
            .with_policy(policy);
        let clock = Arc::clone(&self.clock);
        let notices = Arc::clone(&self.notices);
        Provider::new(folders, caller, Arc::new(move || *clock.lock().expect("lock")), pause).with_observer(
            Arc::new(move |notice: &Notice| notices.lock().expect("lock").push(notice.clone())),
        )
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a token file of the session `corp`, `left` seconds before its end.
    pub(crate) fn token(&self, key: &str, access: &str, left: i64, more: &str) {
        write(&self.path("sso"), key, &token_json(access, left, more));
    }

    pub(crate) fn read(&self, folder: &str, key: &str) -> Option<String> {
        std::fs::read_to_string(self.path(folder).join(format!("{key}.json"))).ok()
    }

    pub(crate) fn write(&self, folder: &str, key: &str, text: &str) {
        write(&self.path(folder), key, text);
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.script.asked.lock().expect("lock").clone()
    }

    pub(crate) fn warnings(&self) -> Vec<String> {
        let notices = self.notices.lock().expect("lock");
        notices.iter().filter(|notice| notice.is_warning()).map(ToString::to_string).collect()
    }
}

pub(crate) fn write(folder: &std::path::Path, key: &str, text: &str) {
    std::fs::create_dir_all(folder).expect("a folder");
    let mut options = std::fs::File::options();
    // As the AWS tools make theirs.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .open(folder.join(format!("{key}.json")))
        .expect("a file");
    std::io::Write::write_all(&mut file, text.as_bytes()).expect("written");
}

/// `{name}.json` for the session `corp`.
pub(crate) const CORP: &str = "ee0bfd2552fbd840c02cc48b6e823320543c450f";
/// … for the start URL of the profile `old`.
pub(crate) const OLD: &str = "40a89917e3175433e361b710a9d43528d7f1890a";
/// … for the role Admin in 111122223333 through `corp`.
pub(crate) const ROLE: &str = "0cdbf32b99792a73981dd3f142bc63ab50240b44";

/// Members that make a token renewable.
pub(crate) const RENEWABLE: &str = r#", "clientId": "cid", "clientSecret": "planted-cs", "registrationExpiresAt": "2027-01-01T00:00:00Z", "refreshToken": "planted-rt""#;

pub(crate) fn token_json(access: &str, left: i64, more: &str) -> String {
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW.saturating_add_signed(left));
    format!(
        r#"{{"accessToken": "{access}", "expiresAt": "{}"{more}}}"#,
        daypass_token_cache::time::format(end)
    )
}

pub(crate) fn plan(profile: &str) -> Plan {
    let document = Document::parse(CONFIG);
    resolve(&Config::new(&document, None, Dialect::AwsCli), &Settings::default(), profile).expect("a plan")
}

/// Runs a future that never really waits.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}
