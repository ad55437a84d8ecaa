//! The registration that a request must prove to own, and what it permits.

use super::model::{Oidc, Registration};
use crate::{
    failure::{Failure, INVALID_CLIENT, INVALID_REQUEST},
    time::Moment,
};

pub(super) const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(super) const CODE_GRANT: &str = "authorization_code";
pub(super) const REFRESH_GRANT: &str = "refresh_token";
/// The one scope that opens the portal.
pub(crate) const ACCOUNT_ACCESS: &str = "sso:account:access";

/// The registration that a client proves to own.
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
    /// Whether this client may use a grant. One that named none may use the device grant alone: AWS's answer to the
    /// AWS CLI's device flow, which names none (docs/evidence/oidc.md#registration), includes refresh where scopes are set.
    pub(super) fn may(&self, grant: &str) -> bool {
        match self.grant_types.as_slice() {
            [] => grant == DEVICE_GRANT || grant == REFRESH_GRANT,
            named => named.iter().any(|name| name == grant),
        }
    }

    /// Whether its tokens come with a refresh token: it must have asked for scopes (docs/evidence/oidc.md#registration: without them,
    /// in the legacy flow, none is ever issued).
    pub(super) fn is_refreshable(&self) -> bool {
        !self.scopes.is_empty() && self.may(REFRESH_GRANT)
    }
}
