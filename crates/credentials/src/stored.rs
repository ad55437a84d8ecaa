//! What is stored of a session: its token and its client registrations.

use crate::{
    Error, Notice, Provider, Session,
    provider::{cache_error, with_causes},
};
use daypass_token_cache::{self as cache, Flow, Registration, Store, Token};

impl Provider {
    /// The token file of a session; a damaged one is moved aside and counts as absent.
    pub fn stored_token(&self, session: &Session) -> Result<Option<Token>, Error> {
        let key = session.token_key();
        self.readable(&self.tokens, |store| store.load_token(&key)).map_err(cache_error)
    }

    /// Stores the token of a sign-in. What an older file held besides, and daypass does not know, stays.
    pub fn store_token(&self, session: &Session, mut token: Token) -> Result<Token, cache::Error> {
        let key = session.token_key();
        if let Ok(Some(older)) = self.tokens.load_token(&key) {
            token.keep_unknown_of(&older);
        }
        let saved = self.tokens.save_token(&key, &token)?;
        self.saved("the token", Ok(saved));
        Ok(token)
    }

    /// The client registration of a session for a flow, whatever its age. A damaged file counts as absent; the
    /// next registration takes its place.
    pub fn registration(&self, session: &Session, flow: Flow) -> Option<Registration> {
        let found = self.tokens.find_registration(&session.registration_key(), flow);
        found.map_err(|error| self.decide(with_causes(&error))).ok().flatten()
    }

    /// Stores a client registration. Where that fails the sign-in goes on, and the next one registers again.
    pub fn store_registration(&self, session: &Session, registration: &Registration) {
        let saved = self.tokens.store_registration(&session.registration_key(), registration);
        self.saved("the client registration", saved);
    }

    /// Removes the registrations of a session for a flow; where that fails they are tried and rejected again.
    pub fn forget_registration(&self, session: &Session, flow: Flow) -> bool {
        self.tokens.forget_registration(&session.registration_key(), flow).unwrap_or(false)
    }

    /// What a store reads. A damaged file is moved aside and counts as absent, unless another process has put
    /// a whole one there in the meantime.
    pub(crate) fn readable<T>(
        &self,
        store: &Store,
        load: impl Fn(&Store) -> Result<Option<T>, cache::Error>,
    ) -> Result<Option<T>, cache::Error> {
        let error = match load(store) {
            Err(error) if error.kind() == cache::ErrorKind::Corrupt => error,
            result => return result,
        };
        match error.set_aside() {
            Ok(to) => self.tell(&Notice::SetAside { file: error.path().to_owned(), to }),
            Err(again) if again.kind() == cache::ErrorKind::Mended => return load(store),
            // It stays where it is, and is written over by the next save.
            Err(stuck) => self.decide(with_causes(&stuck)),
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Folders;
    use daypass_transport::{BoxFuture, Caller, Request, Response, Transport};
    use std::{
        cell::Cell,
        io::Write as _,
        sync::Arc,
        time::{Duration, SystemTime},
    };

    struct Nobody;

    impl Transport for Nobody {
        fn send(&self, _: Request) -> BoxFuture<'_, Result<Response, daypass_transport::Error>> {
            Box::pin(std::future::pending())
        }
    }

    /// Between the look at a damaged file and its removal another process may put a whole one there.
    #[test]
    fn a_file_that_is_whole_by_now_is_read_and_stays() {
        let home = tempfile::tempdir().expect("a folder");
        let sleep = |_: Duration| -> BoxFuture<'static, ()> { Box::pin(std::future::pending()) };
        let caller = Caller::new(Arc::new(Nobody), Arc::new(sleep), Arc::new(|_: &mut [u8]| {}));
        let path = |name: &str| home.path().join(name);
        let folders = Folders { sso_cache: path("sso"), cli_cache: path("cli"), locks: path("locks") };
        let provider = Provider::new(folders, caller, Arc::new(|| SystemTime::UNIX_EPOCH), |_| {});
        let key = cache::CacheKey::for_session("corp");
        let file = provider.tokens.path(&key);
        let put = |text: &str| {
            let mut file = std::fs::File::create(&file).expect("a file");
            file.write_all(text.as_bytes()).expect("written");
        };
        std::fs::create_dir(path("sso")).expect("a folder");
        put("{");
        let is_first = Cell::new(true);
        let found = provider.readable(&provider.tokens, |store| {
            let found = store.load_token(&key);
            if is_first.take() {
                put(r#"{"accessToken": "planted", "expiresAt": "2027-01-01T00:00:00Z"}"#);
            }
            found
        });
        let token = found.expect("readable").expect("a token");
        assert_eq!((token.access_token.expose(), file.exists()), ("planted", true));
    }
}
