//! Reads and stores the token and the client registrations of a session.

use crate::{
    Error, Notice, Provider, Session,
    provider::{cache_error, with_causes},
};
use daypass_token_cache::{self as cache, Damaged, Flow, Registration, Token};

impl Provider {
    /// Reads the token of a session; a damaged file is set aside and counts as absent.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`](crate::ErrorKind::Cache) if the file cannot be read.
    pub fn stored_token(&self, session: &Session) -> Result<Option<Token>, Error> {
        let key = session.token_key();
        self.load_or_set_aside(|| self.tokens.load_token(&key)).map_err(cache_error)
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
        load: impl Fn() -> Result<Option<T>, cache::Error>,
    ) -> Result<Option<T>, cache::Error> {
        cache::load_or_set_aside(load, |damaged| match damaged {
            Damaged::SetAside { file, to } => self.notify(&Notice::SetAside { file, to }),
            Damaged::Stays(error) => self.log_decision(with_causes(&error)),
        })
    }
}
