//! The provider: gives the credentials of a plan, from the caches or from AWS.

use crate::{
    Error, ErrorKind, Exchanges, LoginSessions, MfaPrompt, Notice, Observer, Plan, RunProcess, Source, Spawn,
};
pub(crate) use daypass_login_session::with_causes;
use daypass_sso_types::{Clock, Credentials};
use daypass_token_cache::{self as cache, ClientEndpoints, Saved, Store};
use daypass_transport::{BoxFuture, Caller};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// The folders of the caches, of the locks, and of what is remembered.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "four paths that every caller has to decide on")]
pub struct Folders {
    /// `~/.aws/sso/cache`: access tokens and client registrations.
    pub sso_cache: PathBuf,
    /// `~/.aws/cli/cache`: role credentials.
    pub cli_cache: PathBuf,
    /// Lock files, in a folder of daypass's own. All programs that share the caches must use one folder.
    pub locks: PathBuf,
    /// What is remembered of client registrations ([`ClientEndpoints`]), in a folder of daypass's own.
    pub clients: PathBuf,
}

/// Gives the credentials of plans, from the caches or from AWS. Clones share the renewals in progress; see
/// [`Exchanges`].
///
/// Dropping any of its futures loses no session: a renewal that has begun is kept, and goes on with the executor of
/// [`Provider::with_spawner`], or with the next call for that session. A program without an executor awaits
/// [`Exchanges::settle`] before it drops the last clone.
///
/// Its async functions block the thread that polls them for as long as files take: a read takes microseconds, storing a
/// token syncs the disk (milliseconds, tens on a slow disk), and a half-written file is read again after `pause`s of
/// 40 ms in all. If that is too long for an executor's thread, poll them on a thread of their own.
#[derive(Clone)]
pub struct Provider {
    pub(crate) folders: Folders,
    pub(crate) tokens: Store,
    pub(crate) roles: Store,
    pub(crate) clients: ClientEndpoints,
    pub(crate) caller: Caller,
    pub(crate) clock: Arc<dyn Clock>,
    observer: Option<Arc<dyn Observer>>,
    pub(crate) mfa: Option<Arc<dyn MfaPrompt>>,
    pub(crate) exchanges: Exchanges,
    pub(crate) logins: Option<LoginSessions>,
    pub(crate) runner: Option<Arc<dyn RunProcess>>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider").field("folders", &self.folders).finish_non_exhaustive()
    }
}

impl Provider {
    /// Creates a provider for these folders. `pause` sleeps 2 to 30 ms before a half-written file is read again:
    /// `std::thread::sleep` in a program.
    pub fn new(folders: Folders, caller: Caller, clock: Arc<dyn Clock>, pause: fn(Duration)) -> Self {
        Self {
            tokens: Store::at(&folders.sso_cache).with_pause(pause),
            roles: Store::at(&folders.cli_cache).with_pause(pause),
            clients: ClientEndpoints::at(&folders.clients),
            folders,
            caller,
            clock,
            observer: None,
            mfa: None,
            exchanges: Exchanges::default(),
            logins: None,
            runner: None,
        }
    }

    /// Sends notices to this observer.
    #[must_use]
    pub fn with_observer(mut self, observer: Arc<dyn Observer>) -> Self {
        let files = FileNotices { observer: Arc::clone(&observer), reported: Mutex::default() };
        let files = Arc::new(files);
        let also = Arc::clone(&files);
        self.tokens = self.tokens.with_observer(move |notice| files.report(notice));
        self.roles = self.roles.with_observer(move |notice| also.report(notice));
        self.observer = Some(observer);
        self
    }

    /// Asks this prompt for the codes of profiles with `mfa_serial`.
    #[must_use]
    pub fn with_mfa(mut self, mfa: Arc<dyn MfaPrompt>) -> Self {
        self.mfa = Some(mfa);
        self
    }

    /// Continues renewals in this executor when their futures are dropped.
    #[must_use]
    pub fn with_spawner(self, spawner: Arc<dyn Spawn>) -> Self {
        Self { exchanges: self.exchanges.with_spawner(spawner), ..self }
    }

    /// Shares these exchanges with other providers, so that two providers do not renew one session at once.
    #[must_use]
    pub fn with_exchanges(self, exchanges: Exchanges) -> Self {
        Self { exchanges, ..self }
    }

    /// Gives the credentials of profiles with `login_session` by these console sessions, which are bound as those of IAM
    /// Identity Center are; without them such a profile is an error.
    #[must_use]
    pub fn with_login_sessions(self, logins: LoginSessions) -> Self {
        Self { logins: Some(logins.with_clients(self.clients.clone())), ..self }
    }

    /// Starts the programs of `credential_process` by this runner; without one such a profile is an error, unless its
    /// credentials are cached.
    #[must_use]
    pub fn with_process_runner(self, runner: Arc<dyn RunProcess>) -> Self {
        Self { runner: Some(runner), ..self }
    }

    /// Seals what renews a session in the files of tokens; see [`Store::with_sealer`].
    #[must_use]
    pub fn with_sealer(mut self, sealer: Arc<dyn cache::Sealer>) -> Self {
        self.tokens = self.tokens.with_sealer(sealer);
        self
    }

    /// Returns the console sessions.
    pub fn login_sessions(&self) -> Option<&LoginSessions> {
        self.logins.as_ref()
    }

    /// Returns the exchanges with AWS that are in progress.
    pub fn exchanges(&self) -> &Exchanges {
        &self.exchanges
    }

    /// Clones the provider without its exchanges, for use inside an exchange: a reference back would keep it alive for
    /// ever.
    #[must_use]
    pub fn detached(&self) -> Self {
        let logins = self.logins.as_ref().map(LoginSessions::detached);
        Self { exchanges: Exchanges::default(), logins, ..self.clone() }
    }

    /// Returns the credentials of a plan: cached ones if they are valid for 15 minutes or more, else new ones.
    ///
    /// Dropping the future cancels a call to the portal or to STS, which changes nothing there, and releases its lock;
    /// a renewal of the session goes on as [`Provider`] says.
    ///
    /// # Errors
    /// Any [`ErrorKind`]; for [`ErrorKind::LoginRequired`] a person has to sign in.
    pub async fn credentials(&self, plan: &Plan) -> Result<Credentials, Error> {
        self.credentials_of(plan.source()).await.map_err(|error| match plan.profile() {
            Some(profile) => error.with_profile(profile),
            None => error,
        })
    }

    pub(crate) fn credentials_of<'a>(
        &'a self,
        source: &'a Source,
    ) -> BoxFuture<'a, Result<Credentials, Error>> {
        Box::pin(async move {
            match source {
                Source::Sso { session, account, role } => self.role_credentials(session, account, role).await,
                Source::AssumeRole(assume) => self.assumed_credentials(assume).await,
                Source::Static(keys) => Ok(keys.clone()),
                Source::External(source) => self.external_credentials(source).await,
                Source::Login(profile) => match &self.logins {
                    Some(logins) => Ok(logins.credentials(profile).await?),
                    None => Err(Error::configuration("this program does not read console sign-ins")),
                },
            }
        })
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    pub(crate) fn notify(&self, notice: &Notice) {
        if let Some(observer) = &self.observer {
            observer.notice(notice);
        }
    }

    /// Returns the folders of the caches and of the locks.
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    /// Returns the clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Returns the caller that makes the HTTP calls.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Returns the store of tokens and client registrations.
    pub fn tokens(&self) -> &Store {
        &self.tokens
    }

    /// Returns the store of role credentials.
    pub fn roles(&self) -> &Store {
        &self.roles
    }

    pub(crate) fn log_decision(&self, text: impl Into<String>) {
        self.notify(&Notice::Decision(text.into()));
    }

    /// Reports a save to the observer: its notices, or its error, with which the request goes on.
    pub(crate) fn report_save(&self, what: &'static str, result: Result<Saved, daypass_token_cache::Error>) {
        match result {
            Ok(saved) => {
                self.notify(&Notice::Stored(what));
                saved.notices.iter().for_each(|notice| self.notify(&Notice::FileNotice(notice.to_string())));
            }
            Err(error) => self.notify(&Notice::NotSaved { what, reason: with_causes(&error) }),
        }
    }
}

/// Reports each wrong owner or mode of a cache file once, however often the file is read.
struct FileNotices {
    observer: Arc<dyn Observer>,
    reported: Mutex<Vec<cache::Notice>>,
}

impl FileNotices {
    fn report(&self, notice: &cache::Notice) {
        let mut reported = self.reported.lock().unwrap_or_else(PoisonError::into_inner);
        if !reported.contains(notice) {
            reported.push(notice.clone());
            drop(reported);
            self.observer.notice(&match notice {
                // The file system has no modes, and a person cannot change that: no warning for each file.
                cache::Notice::ModeNotRepaired { .. } => Notice::Decision(notice.to_string()),
                _ => Notice::FileNotice(notice.to_string()),
            });
        }
    }
}

pub(crate) fn cache_error(error: daypass_token_cache::Error) -> Error {
    Error::new(ErrorKind::Cache, "the cache cannot be read").with_source(error)
}
