//! Client registrations: how a request authenticates as a client, and which grants it may use.

use super::model::{Oidc, Registration};
use crate::{
    failure::{Failure, INVALID_CLIENT, INVALID_REQUEST},
    time::Moment,
};

pub(super) const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(super) const CODE_GRANT: &str = "authorization_code";
pub(super) const REFRESH_GRANT: &str = "refresh_token";
/// The scope that the access portal requires.
pub(crate) const ACCOUNT_ACCESS: &str = "sso:account:access";

/// Returns the registration with this id and secret.
pub(super) fn client<'s>(
    oidc: &'s Oidc,
    id: Option<&str>,
    secret: Option<&str>,
    moment: Moment,
) -> Result<&'s Registration, Failure> {
    let (Some(id), Some(secret)) = (id, secret) else {
        return Err(INVALID_REQUEST.because("clientId and clientSecret are required."));
    };
    let known = oidc.registrations.get(id).filter(|known| known.secret == secret);
    known
        .filter(|known| known.expires_at > moment.world)
        .ok_or_else(|| INVALID_CLIENT.because("The client is not known, or its registration has expired."))
}

impl Registration {
    /// Says whether this client may use a grant.
    ///
    /// A client that registered no grant types may use the device grant and refresh, as AWS allows the AWS CLI's device
    /// flow (docs/evidence/oidc.md#registration).
    pub(super) fn may(&self, grant: &str) -> bool {
        match self.grant_types.as_slice() {
            [] => grant == DEVICE_GRANT || grant == REFRESH_GRANT,
            named => named.iter().any(|name| name == grant),
        }
    }

    /// Says whether this client gets refresh tokens, which requires that it registered scopes
    /// (docs/evidence/oidc.md#registration).
    pub(super) fn is_refreshable(&self) -> bool {
        !self.scopes.is_empty() && self.may(REFRESH_GRANT)
    }
}
