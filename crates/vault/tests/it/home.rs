//! A home with a cache, a key file on another disk, and vaults as processes have them.
#![expect(clippy::disallowed_methods, reason = "tests make the files that other tools make")]

use daypass_key_holders::{HelperCall, HelperOutput, Holder, Questions, RunFailure, RunHelper};
use daypass_sso_types::{AccessToken, ClientSecret, RefreshToken};
use daypass_token_cache::{CacheKey, SealError, Store, Token, TokenClient};
use daypass_vault::{Converted, Error, Surroundings, Vault};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU8, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use tempfile::TempDir;

/// Starts nothing.
struct NoHelpers;

impl RunHelper for NoHelpers {
    fn run(&self, _: &HelperCall<'_>) -> Result<HelperOutput, RunFailure> {
        Err(RunFailure::NotFound)
    }
}

pub(crate) struct Home {
    folder: TempDir,
    pub(crate) told: Arc<Mutex<Vec<String>>>,
}

/// Not the same bytes twice.
pub(crate) fn fill(buffer: &mut [u8]) {
    static NEXT: AtomicU8 = AtomicU8::new(0);
    let first = NEXT.fetch_add(1, Ordering::Relaxed);
    for (byte, index) in buffer.iter_mut().zip(0u8..) {
        *byte = first.wrapping_mul(31).wrapping_add(index);
    }
}

pub(crate) fn time(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_795_000_000 + seconds)
}

pub(crate) fn token(session: &str) -> Token {
    let mut token = Token::new(AccessToken::new(format!("access-{session}")), time(3600));
    token.start_url = Some("https://corp.awsapps.com/start".to_owned());
    token.region = Some("eu-west-1".to_owned());
    token.refresh_token = Some(RefreshToken::new(format!("refresh-{session}")));
    let secret = ClientSecret::new(format!("secret-{session}"));
    token.client =
        Some(TokenClient { id: format!("client-{session}"), secret, expires_at: Some(time(90_000)) });
    token
}

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().expect("a folder"), told: Arc::default() };
        fs::create_dir(home.path("usb")).expect("a disk");
        home
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn holder(&self) -> Holder {
        format!("file:{}", self.path("usb/key").display()).parse().expect("a holder")
    }

    /// The vault of a process that starts now.
    pub(crate) fn process(&self) -> Arc<Vault> {
        let told = Arc::clone(&self.told);
        Arc::new(Vault::new(Surroundings {
            folder: self.path("state/vault"),
            locks: self.path("state/locks"),
            runner: Arc::new(NoHelpers),
            questions: Questions::Forbidden,
            entropy: Arc::new(fill),
            pause: |_| {},
            stored_plain: Arc::new(move |reason: &SealError| {
                told.lock().expect("what was told").push(reason.to_string());
            }),
        }))
    }

    /// The cache as a tool without a vault has it.
    pub(crate) fn plain_store(&self) -> Store {
        Store::at(self.path("cache"))
    }

    pub(crate) fn store(&self, vault: &Arc<Vault>) -> Store {
        self.plain_store().with_sealer(Arc::clone(vault) as _)
    }

    /// Stores tokens of these sessions as the AWS CLI does.
    pub(crate) fn plain(&self, sessions: &[&str]) {
        for session in sessions {
            let saved = self.plain_store().save_token(&CacheKey::for_session(session), &token(session));
            drop(saved.expect("stored"));
        }
    }

    pub(crate) fn turn_on(&self) -> Result<Converted, Error> {
        self.process().turn_on(&self.holder(), &self.plain_store(), Duration::ZERO)
    }

    /// What a process that starts now gets for a session, with its renewal.
    pub(crate) fn opened(&self, session: &str) -> Option<Token> {
        let (vault, key) = (self.process(), CacheKey::for_session(session));
        let store = self.store(&vault);
        let found = store.load_token(&key).expect("readable").expect("a token");
        store.prepare(Some(&found)).ok()?;
        store.open_token(&key, found).ok()
    }

    /// Whether this text stands in any file but the key.
    pub(crate) fn has(&self, text: &str) -> bool {
        fn any(folder: &Path, text: &str) -> bool {
            let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
            files.into_iter().any(|path| match path.is_dir() {
                true => any(&path, text),
                false => String::from_utf8_lossy(&fs::read(&path).expect("a file")).contains(text),
            })
        }
        any(self.folder.path(), text)
    }

    pub(crate) fn text(&self, session: &str) -> String {
        fs::read_to_string(self.plain_store().path(&CacheKey::for_session(session))).expect("a token")
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().expect("a folder")).expect("a folder");
        fs::write(self.path(name), text).expect("written");
    }
}
