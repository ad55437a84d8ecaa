//! The OIDC service: registration, both sign-in flows, tokens.

mod authorize;
mod device;
mod grant;
mod register;
mod token;

pub(crate) use authorize::authorize;
pub(crate) use device::{device_page, start_device};
pub(crate) use register::register;
pub(crate) use token::create_token;

use crate::{
    failure::{Failure, INVALID_CLIENT, INVALID_REQUEST},
    organisation::Organisation,
    settings::AutoApprove,
    state::{Registration, State},
    time::Moment,
};

const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const CODE_GRANT: &str = "authorization_code";
const REFRESH_GRANT: &str = "refresh_token";
/// The one scope that opens the portal.
pub(crate) const ACCOUNT_ACCESS: &str = "sso:account:access";

/// The registration that a client proves to own.
fn client<'s>(
    state: &'s State,
    id: Option<&str>,
    secret: Option<&str>,
    moment: Moment,
) -> Result<&'s Registration, Failure> {
    let (Some(id), Some(secret)) = (id, secret) else {
        return Err(INVALID_REQUEST.because("clientId and clientSecret are required."));
    };
    let known = state.registrations.get(id).filter(|known| known.secret == secret);
    known
        .filter(|known| known.expires_at > moment.world)
        .ok_or_else(|| INVALID_CLIENT.because("The client is not known, or its registration has expired."))
}

impl Registration {
    /// Whether this client may use a grant. One that named none may use the device grant alone: AWS's answer to the
    /// AWS CLI's device flow, which names none (awscli-facts, section 3.1), includes refresh where scopes are set.
    fn may(&self, grant: &str) -> bool {
        match self.grant_types.as_slice() {
            [] => grant == DEVICE_GRANT || grant == REFRESH_GRANT,
            named => named.iter().any(|name| name == grant),
        }
    }

    /// Whether its tokens come with a refresh token: it must have asked for scopes (sdk-facts, b.4: without them,
    /// in the legacy flow, none is ever issued).
    fn is_refreshable(&self) -> bool {
        !self.scopes.is_empty() && self.may(REFRESH_GRANT)
    }
}

/// Whether two start URLs mean the same portal: a trailing `/` or `#` makes no difference.
fn check_start_url(organisation: &Organisation, is_checked: bool, url: &str) -> Result<(), Failure> {
    let plain = |url: &str| url.trim_end_matches(['#', '/']).to_owned();
    if is_checked && plain(url) != plain(&organisation.start_url) {
        return Err(INVALID_REQUEST.because("The start URL does not belong to this IAM Identity Center."));
    }
    Ok(())
}

/// The decision that the settings make in a person's place.
fn automatic(mode: AutoApprove, organisation: &Organisation) -> Option<crate::state::Decision> {
    match mode {
        AutoApprove::Off => None,
        AutoApprove::Allow => Some(crate::state::Decision::Allowed {
            user: organisation.users.first().cloned().unwrap_or_default(),
        }),
        AutoApprove::Deny => Some(crate::state::Decision::Denied),
    }
}
