//! The provider: gives the credentials of a console session from its file, or refreshes them.

use crate::{Error, ErrorKind, LoginProfile, Notice, Observer, SignInEndpoint};
use daypass_console_login::{Flow, LoginSession, ProofKey, SignIn, Signer};
use daypass_sso_types::{Clock, Credentials, Region};
use daypass_token_cache::{
    self as cache, Backoff, CacheKey, ClientEndpoints, Damaged, Lock, LoginEntry, LoginKey,
    REFRESH_LOCK_WAIT, Saved, Store, TokenAction, load_or_set_aside,
};
use daypass_transport::{Caller, Exchanges};
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

/// Gives the credentials of console sessions, from their files or from AWS. Clones share the refreshes in progress.
#[derive(Clone)]
pub struct LoginSessions {
    pub(crate) store: Store,
    pub(crate) locks: PathBuf,
    pub(crate) caller: Caller,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) signer: Arc<dyn Signer>,
    pub(crate) exchanges: Exchanges,
    pub(crate) clients: Option<ClientEndpoints>,
    observer: Option<Arc<dyn Observer>>,
}

impl fmt::Debug for LoginSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginSessions").field("store", &self.store).finish_non_exhaustive()
    }
}

impl LoginSessions {
    /// Creates a provider for the folder of the files (`~/.aws/login/cache` or AWS_LOGIN_CACHE_DIRECTORY) and the folder of
    /// the locks. `pause` sleeps 2 to 30 ms before a half-written file is read again.
    pub fn new(
        folder: &Path,
        locks: &Path,
        caller: Caller,
        clock: Arc<dyn Clock>,
        signer: Arc<dyn Signer>,
        pause: fn(Duration),
    ) -> Self {
        Self {
            store: Store::at(folder).with_pause(pause),
            locks: locks.to_owned(),
            caller,
            clock,
            signer,
            exchanges: Exchanges::default(),
            clients: None,
            observer: None,
        }
    }

    /// Sends notices to this observer.
    #[must_use]
    pub fn with_observer(mut self, observer: Arc<dyn Observer>) -> Self {
        let files = Arc::clone(&observer);
        self.store =
            self.store.with_observer(move |notice| files.notice(&Notice::FileNotice(notice.to_string())));
        self.observer = Some(observer);
        self
    }

    /// Shares these exchanges with other providers; a program settles them before it ends.
    #[must_use]
    pub fn with_exchanges(self, exchanges: Exchanges) -> Self {
        Self { exchanges, ..self }
    }

    /// Clones the provider without its exchanges, for use inside an exchange: a reference back would keep it alive for
    /// ever.
    #[must_use]
    pub fn detached(&self) -> Self {
        self.clone().with_exchanges(Exchanges::default())
    }

    /// Returns the store of the files.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Returns the caller that makes the HTTP calls.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Returns the clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Returns the exchanges with AWS that are in progress.
    pub fn exchanges(&self) -> &Exchanges {
        &self.exchanges
    }

    /// Checks that the folder takes a new file, for a caller that is about to ask a person; it is created if it does not
    /// exist.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`] if a sign-in could not be stored.
    pub fn check_folder(&self) -> Result<(), Error> {
        self.store.check_folder().map_err(|error| {
            Error::new(ErrorKind::Cache, "a console sign-in could not be stored").with_source(error)
        })
    }

    /// Returns the signer, which makes the key of a new session.
    pub fn signer(&self) -> &Arc<dyn Signer> {
        &self.signer
    }

    /// Reads the file of an identity; a damaged file is set aside and counts as absent.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`] if the file cannot be read.
    pub fn stored(&self, session: &LoginSession) -> Result<Option<LoginEntry>, Error> {
        let key = LoginKey::of(session.as_str());
        let told = |damaged| match damaged {
            Damaged::SetAside { file, to } => self.notify(&Notice::SetAside { file, to }),
            // An empty file stays: its writer, which has just truncated it, may be about to write.
            Damaged::Stays(stuck) => self.log(stuck.to_string()),
        };
        load_or_set_aside(|| self.store.load_login(&key), told).map_err(Error::cache)
    }

    /// Returns the keys of the file without network, lock or wait; `None` if they have less than five minutes left.
    pub fn cached(&self, session: &LoginSession) -> Option<Credentials> {
        let entry = self.store.load_login(&LoginKey::of(session.as_str())).ok().flatten()?;
        (entry.action(self.now()) == TokenAction::Use).then(|| keys_of(entry, session))
    }

    /// Returns credentials that have not expired. Keys with less than five minutes left are refreshed; while they are
    /// valid, a refresh that fails is not an error, and a refresh by another process is not waited for.
    ///
    /// Dropping the future does not end a refresh.
    ///
    /// # Errors
    /// Any [`ErrorKind`]; for [`ErrorKind::SignInNeeded`] a person has to sign in.
    pub async fn credentials(&self, profile: &LoginProfile) -> Result<Credentials, Error> {
        let session = profile.session();
        let entry = self.signed_in(session)?;
        let entry = match entry.action(self.now()) {
            TokenAction::Use => entry,
            TokenAction::SignIn => return Err(unrenewable(session, &entry)),
            TokenAction::Refresh => self.refreshed(profile).await?,
            TokenAction::RefreshOrUse => self.refreshed_or(profile, entry).await?,
        };
        Ok(keys_of(entry, session))
    }

    async fn refreshed_or(&self, profile: &LoginProfile, entry: LoginEntry) -> Result<LoginEntry, Error> {
        let key = LoginKey::of(profile.session().as_str());
        if let Some(result) = self.exchanges.join(&self.store.login_path(&key)).await {
            return result;
        }
        if let Ok(lock) = self.try_lock(&key) {
            return self.exchange(profile, lock).await;
        }
        self.log("another process is renewing the session; its current keys are used");
        Ok(entry)
    }

    /// Joins a refresh that is in progress in this process or another one, or else begins one.
    async fn refreshed(&self, profile: &LoginProfile) -> Result<LoginEntry, Error> {
        let key = LoginKey::of(profile.session().as_str());
        let mut waits = Backoff::new(REFRESH_LOCK_WAIT);
        loop {
            if let Some(result) = self.exchanges.join(&self.store.login_path(&key)).await {
                return result;
            }
            match self.try_lock(&key) {
                Ok(lock) => return self.exchange(profile, lock).await,
                Err(error) => self.wait_for(&mut waits, error).await?,
            }
        }
    }

    /// Stores what a sign-in gave, under the lock, and returns what the file holds now. `region` and `at` are where the
    /// session was opened. Members of an older file that daypass does not know are not kept: they are of another session.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`] if the file cannot be written.
    pub async fn keep(
        &self,
        sign_in: SignIn,
        flow: Flow,
        key: &ProofKey,
        region: &Region,
        at: &SignInEndpoint,
    ) -> Result<LoginEntry, Error> {
        let name = LoginKey::of(sign_in.login_session.as_str());
        let mut entry = LoginEntry::new(sign_in.credentials);
        entry.client_id = Some(flow.client_id().to_owned());
        entry.refresh_token = Some(sign_in.refresh_token);
        entry.id_token = Some(sign_in.id_token);
        entry.dpop_key = Some(key.to_pem());
        entry.sign_in_region = Some(region.as_str().to_owned());
        let _lock = self.lock(&name).await?;
        let saved = self.store.save_login(&name, &entry).map_err(|error| {
            Error::new(ErrorKind::Cache, "the console sign-in cannot be stored").with_source(error)
        })?;
        self.report("the console sign-in", &saved);
        self.bind(at, flow.client_id(), key);
        Ok(entry)
    }

    pub(crate) fn signed_in(&self, session: &LoginSession) -> Result<LoginEntry, Error> {
        self.stored(session)?.ok_or_else(|| needed(session, "nobody has signed in"))
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    pub(crate) fn notify(&self, notice: &Notice) {
        if let Some(observer) = &self.observer {
            observer.notice(notice);
        }
    }

    pub(crate) fn log(&self, text: impl Into<String>) {
        self.notify(&Notice::Decision(text.into()));
    }

    pub(crate) fn report(&self, what: &'static str, saved: &Saved) {
        self.notify(&Notice::Stored(what));
        saved.notices.iter().for_each(|notice| self.notify(&Notice::FileNotice(notice.to_string())));
    }

    pub(crate) async fn lock(&self, key: &LoginKey) -> Result<Lock, Error> {
        let mut waits = Backoff::new(REFRESH_LOCK_WAIT);
        loop {
            match self.try_lock(key) {
                Ok(lock) => return Ok(lock),
                Err(error) => self.wait_for(&mut waits, error).await?,
            }
        }
    }

    fn try_lock(&self, key: &LoginKey) -> Result<Lock, cache::Error> {
        let lock = Lock::try_acquire(&self.locks, &CacheKey::for_login(key), "the console session")?;
        if let Some(notice) = lock.notice() {
            self.notify(&Notice::Unlocked(notice.to_string()));
        }
        Ok(lock)
    }

    /// Sleeps until the next attempt; after the last one, returns the error that names the holder of the lock.
    async fn wait_for(&self, waits: &mut Backoff, error: cache::Error) -> Result<(), Error> {
        let Some(wait) = waits.next() else {
            let message = "another process is still busy with the console session";
            return Err(Error::new(ErrorKind::Cache, message).with_source(error));
        };
        self.caller.sleep(wait).await;
        Ok(())
    }
}

/// Returns the keys of an entry, with the account of the identity if the file does not say it.
pub(crate) fn keys_of(entry: LoginEntry, session: &LoginSession) -> Credentials {
    let account_id = entry.credentials.account_id.clone().or_else(|| session.account_id());
    Credentials { account_id, ..entry.credentials }
}

pub(crate) fn needed(session: &LoginSession, why: &str) -> Error {
    Error::new(ErrorKind::SignInNeeded, format!("sign-in needed for {session} ({why})"))
}

/// Makes the error for keys that have expired and that no refresh can replace; it names what the file lacks.
pub(crate) fn unrenewable(session: &LoginSession, entry: &LoginEntry) -> Error {
    let lacks = [
        ("refreshToken", entry.refresh_token.is_none()),
        ("clientId", entry.client_id.is_none()),
        ("dpopKey", entry.dpop_key.is_none()),
    ];
    let lacks: Vec<_> = lacks.into_iter().filter_map(|(name, lacks)| lacks.then_some(name)).collect();
    needed(session, &format!("its keys have expired, and its file has no {}", lacks.join(" and no ")))
}
