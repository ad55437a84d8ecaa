//! Reads and stores the token and the client registrations of a session.

use crate::{
    Error, Notice, Provider, Session,
    provider::{cache_error, with_causes},
};
use daypass_token_cache::{self as cache, Flow, Registration, Store, Token};

impl Provider {
    /// Reads the token of a session; a damaged file is set aside and counts as absent.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`](crate::ErrorKind::Cache) if the file cannot be read.
    pub fn stored_token(&self, session: &Session) -> Result<Option<Token>, Error> {
        let key = session.token_key();
        self.load_or_set_aside(&self.tokens, |store| store.load_token(&key)).map_err(cache_error)
    }

    /// Stores the token of a sign-in, with the members of an older file that daypass does not know.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn store_token(&self, session: &Session, mut token: Token) -> Result<Token, cache::Error> {
        let key = session.token_key();
        if let Ok(Some(older)) = self.tokens.load_token(&key) {
            token.keep_unknown_members_of(&older);
        }
        let saved = self.tokens.save_token(&key, &token)?;
        self.report_save("the token", Ok(saved));
        self.bind(session, &token);
        Ok(token)
    }

    /// Reads the client registration of a session for a flow, expired or not. One that was made at other endpoints, and a
    /// damaged file, count as absent; the next registration replaces it.
    pub fn registration(&self, session: &Session, flow: Flow) -> Option<Registration> {
        let found = self.tokens.find_registration(&session.registration_key(), flow);
        let found = found.map_err(|error| self.log_decision(with_causes(&error))).ok().flatten();
        let origins = session.endpoints.origins(&session.region);
        found.filter(|it| self.clients.refuse(&it.client_id, &it.client_secret, origins).is_empty())
    }

    /// Stores a client registration. An error is a notice, not a failure: the next sign-in registers again.
    pub fn store_registration(&self, session: &Session, registration: &Registration) {
        let saved = self.tokens.save_registration_by_flow(&session.registration_key(), registration);
        self.report_save("the client registration", saved);
        let origins = session.endpoints.origins(&session.region);
        let bound = self.clients.remember(&registration.client_id, &registration.client_secret, &origins);
        bound.map_or_else(|error| self.log_decision(with_causes(&error)), drop);
    }

    /// Removes the registrations of a session for a flow; `false` if there were none or one could not be removed. AWS
    /// then rejects the remaining one again.
    pub fn remove_registrations(&self, session: &Session, flow: Flow) -> bool {
        self.tokens.remove_registrations(&session.registration_key(), flow).unwrap_or(false)
    }

    /// Reads from a store. A damaged file is set aside and counts as absent, unless another process has written a valid
    /// one meanwhile.
    pub(crate) fn load_or_set_aside<T>(
        &self,
        store: &Store,
        load: impl Fn(&Store) -> Result<Option<T>, cache::Error>,
    ) -> Result<Option<T>, cache::Error> {
        let error = match load(store) {
            Err(error) if error.kind() == cache::ErrorKind::Corrupt => error,
            result => return result,
        };
        match error.set_aside() {
            Ok(to) => self.notify(&Notice::SetAside { file: error.path().to_owned(), to }),
            Err(again) if again.kind() == cache::ErrorKind::Repaired => return load(store),
            // The damaged file stays, and the next save replaces it.
            Err(stuck) => self.log_decision(with_causes(&stuck)),
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

    struct NoAnswer;

    impl Transport for NoAnswer {
        fn send(&self, _: Request) -> BoxFuture<'_, Result<Response, daypass_transport::Error>> {
            Box::pin(std::future::pending())
        }
    }

    /// Another process may write a valid file after a damaged one was read and before it is set aside.
    #[test]
    fn a_file_that_has_become_valid_is_read_and_stays() {
        let home = tempfile::tempdir().expect("a folder");
        let sleep = |_: Duration| -> BoxFuture<'static, ()> { Box::pin(std::future::pending()) };
        let caller = Caller::new(Arc::new(NoAnswer), Arc::new(sleep), Arc::new(|_: &mut [u8]| {}));
        let path = |name: &str| home.path().join(name);
        let folders = Folders {
            sso_cache: path("sso"),
            cli_cache: path("cli"),
            locks: path("locks"),
            clients: path("clients"),
        };
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
        let found = provider.load_or_set_aside(&provider.tokens, |store| {
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
