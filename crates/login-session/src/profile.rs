//! What a profile says of its console sign-in.

use daypass_console_login::LoginSession;
use daypass_sso_types::Region;
use daypass_transport::Endpoint;
use std::{error, fmt, sync::Arc};

/// Chooses the endpoint of the sign-in service in a region: AWS's own, or a configured one that the caller trusts.
pub type ChooseEndpoint =
    Arc<dyn Fn(&Region) -> Result<Endpoint, Box<dyn error::Error + Send + Sync>> + Send + Sync>;

/// The identity of a profile with `login_session`, the region that the profile or the environment names, and the choice
/// of the endpoint.
#[derive(Clone)]
pub struct LoginProfile {
    session: LoginSession,
    region: Option<Region>,
    endpoint: ChooseEndpoint,
}

impl LoginProfile {
    /// Creates a profile. `region` counts only for a file that does not say where its session was opened.
    pub fn new(session: LoginSession, region: Option<Region>, endpoint: ChooseEndpoint) -> Self {
        Self { session, region, endpoint }
    }

    /// Returns the identity.
    pub fn session(&self) -> &LoginSession {
        &self.session
    }

    /// Returns the region that the profile or the environment names.
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    pub(crate) fn endpoint(&self, region: &Region) -> Result<Endpoint, Box<dyn error::Error + Send + Sync>> {
        (self.endpoint)(region)
    }
}

impl fmt::Debug for LoginProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginProfile")
            .field("session", &self.session)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}
