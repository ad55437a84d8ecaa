//! Binds a console session to the origin of the sign-in service at which it was opened.

use crate::{LoginSessions, SignInEndpoint, with_causes};
use daypass_console_login::ProofKey;
use daypass_sso_types::ClientSecret;
use daypass_token_cache::ClientEndpoints;

impl LoginSessions {
    /// Remembers in this list where sessions were opened, and refreshes them nowhere else. Without it they are refreshed
    /// wherever the profile says.
    #[must_use]
    pub fn with_clients(mut self, clients: ClientEndpoints) -> Self {
        self.clients = Some(clients);
        self
    }

    /// Returns the origin of an endpoint at which a session was not opened, as far as is known. The session is known by
    /// its client and by its key, which every tool keeps when it refreshes.
    pub(crate) fn unbound(&self, at: &SignInEndpoint, client: &str, key: &ProofKey) -> Option<String> {
        let origins = at.origin.iter().cloned().collect();
        self.clients.as_ref()?.refuse(client, &secret(key), origins).pop()
    }

    /// Binds a session to an endpoint, unless it is bound already. A failure leaves it unbound, as those of other tools
    /// are before their first refresh here.
    pub(crate) fn bind(&self, at: &SignInEndpoint, client: &str, key: &ProofKey) {
        let Some(clients) = &self.clients else { return };
        let bound = clients.bind(client, &secret(key), at.origin.as_slice());
        bound.unwrap_or_else(|error| self.log(with_causes(&error)));
    }
}

/// The key as it is written here, however another tool writes it.
fn secret(key: &ProofKey) -> ClientSecret {
    ClientSecret::new(key.to_pem().expose())
}
