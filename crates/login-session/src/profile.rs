//! What a profile says of its console sign-in.

use daypass_console_login::LoginSession;
use daypass_sso_types::Region;
use daypass_transport::Endpoint;
use std::{error, fmt, sync::Arc};

/// The endpoint of the sign-in service: AWS's own, or a configured one that the caller trusts.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "whoever chooses an endpoint has to say whether it binds")]
pub struct SignInEndpoint {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// Its origin, to which a session that is opened there is bound; `None` for AWS's own endpoints and those of allowed
    /// hosts, at which every session may be refreshed.
    pub origin: Option<String>,
}

type ChosenEndpoint = Result<SignInEndpoint, Box<dyn error::Error + Send + Sync>>;

/// The identity of a profile with `login_session`, the region that the profile or the environment names, and the choice
/// of the endpoint.
#[derive(Clone)]
pub struct LoginProfile {
    session: LoginSession,
    region: Option<Region>,
    endpoint: Arc<dyn Fn(&Region) -> ChosenEndpoint + Send + Sync>,
}

impl LoginProfile {
    /// Creates a profile. `region` counts only for a file that does not say where its session was opened; `endpoint`
    /// chooses the endpoint of the sign-in service in a region.
    pub fn new(
        session: LoginSession,
        region: Option<Region>,
        endpoint: impl Fn(&Region) -> Result<SignInEndpoint, Box<dyn error::Error + Send + Sync>>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self { session, region, endpoint: Arc::new(endpoint) }
    }

    /// Returns the identity.
    pub fn session(&self) -> &LoginSession {
        &self.session
    }

    /// Returns the region that the profile or the environment names.
    pub fn region(&self) -> Option<&Region> {
        self.region.as_ref()
    }

    /// Chooses the endpoint of the sign-in service in a region.
    ///
    /// # Errors
    /// Those of the function of [`LoginProfile::new`].
    pub fn endpoint(&self, region: &Region) -> Result<SignInEndpoint, Box<dyn error::Error + Send + Sync>> {
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
