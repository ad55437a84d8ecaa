//! The obvious type: folders, a way to call, a clock; from a plan to credentials.

use crate::{Error, ErrorKind, Exchanges, MfaPrompt, Notice, Observer, Plan, Source, Spawn};
use daypass_sso_types::{Clock, Credentials};
use daypass_token_cache::{self as cache, Saved, Store};
use daypass_transport::{BoxFuture, Caller};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// Where the caches are.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "three paths that every caller has to decide on")]
pub struct Folders {
    /// `~/.aws/sso/cache`: access tokens and client registrations.
    pub sso_cache: PathBuf,
    /// `~/.aws/cli/cache`: role credentials.
    pub cli_cache: PathBuf,
    /// Lock files, in a folder of daypass's own.
    pub locks: PathBuf,
}

/// Gives credentials for plans, out of the caches or from AWS. Clones share what is under way; see [`Exchanges`].
///
/// Dropping any of its futures loses no session: a renewal that has begun is kept, and goes on with the executor
/// behind [`Provider::with_spawner`], or else with the next call for that session. Whoever has no executor and ends
/// awaits [`Exchanges::settle`] before the last clone goes.
///
/// Its async functions block the thread that polls them for as long as files take: a read is microseconds, storing a
/// token syncs the disk (milliseconds, tens on a slow one), and a file that another tool has half written is read again
/// after `pause`s of 40 ms in all. Where that is too long for an executor's thread, poll them on one of their own.
#[derive(Clone)]
pub struct Provider {
    pub(crate) folders: Folders,
    pub(crate) tokens: Store,
    pub(crate) roles: Store,
    pub(crate) caller: Caller,
    pub(crate) clock: Arc<dyn Clock>,
    observer: Option<Arc<dyn Observer>>,
    pub(crate) mfa: Option<Arc<dyn MfaPrompt>>,
    pub(crate) exchanges: Exchanges,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider").field("folders", &self.folders).finish_non_exhaustive()
    }
}

impl Provider {
    /// A provider over these folders. `pause` waits some milliseconds before a half-written file is read again:
    /// `std::thread::sleep` in a program.
    pub fn new(folders: Folders, caller: Caller, clock: Arc<dyn Clock>, pause: fn(Duration)) -> Self {
        Self {
            tokens: Store::at(&folders.sso_cache).with_pause(pause),
            roles: Store::at(&folders.cli_cache).with_pause(pause),
            folders,
            caller,
            clock,
            observer: None,
            mfa: None,
            exchanges: Exchanges::default(),
        }
    }

    /// Tells this observer what happens on the way.
    #[must_use]
    pub fn with_observer(mut self, observer: Arc<dyn Observer>) -> Self {
        let files = FileNotices { observer: Arc::clone(&observer), told: Mutex::default() };
        let files = Arc::new(files);
        let also = Arc::clone(&files);
        self.tokens = self.tokens.with_observer(move |notice| files.tell(notice));
        self.roles = self.roles.with_observer(move |notice| also.tell(notice));
        self.observer = Some(observer);
        self
    }

    /// Asks here for the codes of profiles with `mfa_serial`.
    #[must_use]
    pub fn with_mfa(mut self, mfa: Arc<dyn MfaPrompt>) -> Self {
        self.mfa = Some(mfa);
        self
    }

    /// Carries renewals on with this executor when nobody waits for them any more.
    #[must_use]
    pub fn with_spawner(self, spawner: Arc<dyn Spawn>) -> Self {
        Self { exchanges: self.exchanges.with_spawner(spawner), ..self }
    }

    /// Keeps its exchanges here, with those of other providers.
    #[must_use]
    pub fn with_exchanges(self, exchanges: Exchanges) -> Self {
        Self { exchanges, ..self }
    }

    /// The exchanges with AWS that are under way.
    pub fn exchanges(&self) -> &Exchanges {
        &self.exchanges
    }

    /// The same provider for the inside of an exchange, which must not keep alive what keeps it.
    #[must_use]
    pub fn detached(&self) -> Self {
        Self { exchanges: Exchanges::default(), ..self.clone() }
    }

    /// Credentials for a plan: cached ones while they are good for 15 minutes more, else new ones.
    ///
    /// Dropping the future ends a call to the portal or to STS, which can be made again, and lets go of its lock; a
    /// renewal of the session goes on as [`Provider`] says.
    pub async fn credentials(&self, plan: &Plan) -> Result<Credentials, Error> {
        self.of_source(plan.source()).await.map_err(|error| match plan.profile() {
            Some(profile) => error.with_profile(profile),
            None => error,
        })
    }

    pub(crate) fn of_source<'a>(&'a self, source: &'a Source) -> BoxFuture<'a, Result<Credentials, Error>> {
        Box::pin(async move {
            match source {
                Source::Sso { session, account, role } => self.role_credentials(session, account, role).await,
                Source::AssumeRole(assume) => self.assumed_credentials(assume).await,
                Source::Static(keys) => Ok(keys.clone()),
            }
        })
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    pub(crate) fn tell(&self, notice: &Notice) {
        if let Some(observer) = &self.observer {
            observer.notice(notice);
        }
    }

    /// Where the caches and the locks are.
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    /// The time of day.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// How AWS is called.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The store of tokens and client registrations.
    pub fn tokens(&self) -> &Store {
        &self.tokens
    }

    /// The store of role credentials.
    pub fn roles(&self) -> &Store {
        &self.roles
    }

    pub(crate) fn decide(&self, text: impl Into<String>) {
        self.tell(&Notice::Decision(text.into()));
    }

    /// A save that may fail without harm: its notices, or its failure, go to the observer.
    pub(crate) fn saved(&self, what: &'static str, result: Result<Saved, daypass_token_cache::Error>) {
        match result {
            Ok(saved) => {
                self.tell(&Notice::Stored(what));
                saved.notices.iter().for_each(|notice| self.tell(&Notice::Mended(notice.to_string())));
            }
            Err(error) => self.tell(&Notice::NotSaved { what, reason: with_causes(&error) }),
        }
    }
}

/// What is wrong with the owner or mode of a cache file, told once however often the file is read.
struct FileNotices {
    observer: Arc<dyn Observer>,
    told: Mutex<Vec<cache::Notice>>,
}

impl FileNotices {
    fn tell(&self, notice: &cache::Notice) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if !told.contains(notice) {
            told.push(notice.clone());
            drop(told);
            self.observer.notice(&match notice {
                // A file system without modes: nothing that a person could do about it, for each file anew.
                cache::Notice::ModeNotRepaired { .. } => Notice::Decision(notice.to_string()),
                _ => Notice::Mended(notice.to_string()),
            });
        }
    }
}

pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

pub(crate) fn cache_error(error: daypass_token_cache::Error) -> Error {
    Error::new(ErrorKind::Cache, "the cache cannot be read").with_source(error)
}
