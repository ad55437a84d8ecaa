//! Binds a sign-in to its portal and region, and to the endpoints that were in force when it was got.

use crate::{Endpoints, Provider, Session, provider::with_causes};
use daypass_sso_types::Region;
use daypass_token_cache::Token;

impl Provider {
    /// Whether a token may be used for a session: it is of its portal and region, and was got at its endpoints.
    pub(crate) fn is_bound(&self, session: &Session, token: &Token) -> bool {
        session.is_origin_of(token) && self.unbound(&session.endpoints, &session.region, token).is_empty()
    }

    /// Returns the origins among these endpoints at which a token was not got, as far as is known. AWS's own and those of
    /// allowed hosts are never among them.
    pub(crate) fn unbound(&self, endpoints: &Endpoints, region: &Region, token: &Token) -> Vec<String> {
        let Some(client) = token.client_key() else { return Vec::new() };
        self.clients.refuse_key(&client, endpoints.origins(region))
    }

    /// Binds the client of a token to the session's endpoints, unless it is bound already. A failure leaves it unbound,
    /// as those of other tools are before their first use.
    pub(crate) fn bind(&self, session: &Session, token: &Token) {
        let Some(client) = &token.client else { return };
        let origins = session.endpoints.origins(&session.region);
        let bound = self.clients.bind(&client.id, &client.secret, &origins);
        bound.unwrap_or_else(|error| self.log_decision(with_causes(&error)));
    }
}
