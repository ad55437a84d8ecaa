//! A folder for one test, and the shared vectors.

use daypass_sso_types::{
    AccessToken, AccountId, ClientSecret, Credentials, RefreshToken, SecretAccessKey, SessionToken,
};
use daypass_token_cache::{CacheKey, Store, Token, TokenClient, time};
use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};
use tempfile::TempDir;

/// A home with a cache folder that does not exist yet.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn store(&self) -> Store {
        Store::at(self.0.path().join("sso/cache"))
    }

    /// Puts a file where the store looks for that key.
    pub(crate) fn put(&self, key: &CacheKey, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.store().path(key);
        put(&path, contents);
        path
    }
}

#[expect(clippy::disallowed_methods, reason = "tests write files as other tools do")]
pub(crate) fn put(path: &Path, contents: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
    fs::write(path, contents).expect("file");
}

pub(crate) fn at(text: &str) -> SystemTime {
    time::parse(text).expect("a time")
}

pub(crate) fn corp() -> CacheKey {
    CacheKey::for_session("corp")
}

pub(crate) fn full_token() -> Token {
    let mut token = Token::new(AccessToken::new("at"), at("2026-11-23T02:55:59Z"));
    token.start_url = Some("https://corp.awsapps.com/start".to_owned());
    token.region = Some("us-east-1".to_owned());
    token.client = Some(TokenClient {
        id: "cid".to_owned(),
        secret: ClientSecret::new("csec"),
        expires_at: Some(at("2027-02-20T18:55:59Z")),
    });
    token.refresh_token = Some(RefreshToken::new("rt"));
    token
}

pub(crate) fn credentials() -> Credentials {
    Credentials {
        access_key_id: "ASIA1".to_owned(),
        secret_access_key: SecretAccessKey::new("secret"),
        session_token: Some(SessionToken::new("session")),
        expires_at: Some(at("2026-11-23T02:55:59Z")),
        account_id: AccountId::new("111122223333").ok(),
    }
}

/// A file of the test vectors of the repository, or of another folder that is named.
#[expect(clippy::disallowed_methods, reason = "a test may be told where the vectors are")]
pub(crate) fn vector(path: &str) -> PathBuf {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors");
    let folder = std::env::var_os("DAYPASS_VECTORS").map_or_else(|| PathBuf::from(own), PathBuf::from);
    folder.join(path)
}
