//! `AssumeRoleWithWebIdentity`: exchanges the token of a pod, or of a CI job, for the credentials of a role. It is not signed.

use crate::{Error, signing};
use daypass_sso_types::IdToken;
use daypass_transport::{Endpoint, Request};
use std::fmt;

/// The parameters of `AssumeRoleWithWebIdentity`.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the parameters in use; built with a struct literal")]
pub struct AssumeRoleWithWebIdentity {
    /// The ARN of the role.
    pub role_arn: String,
    /// The session name, 2 to 64 characters of `A-Za-z0-9_+=,.@-`.
    pub session_name: String,
    /// The token, which says who asks.
    pub token: IdToken,
}

impl fmt::Debug for AssumeRoleWithWebIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleWithWebIdentity")
            .field("role_arn", &self.role_arn)
            .field("session_name", &self.session_name)
            .finish_non_exhaustive()
    }
}

impl AssumeRoleWithWebIdentity {
    /// Builds the request, which holds the token and no signature.
    ///
    /// # Errors
    /// An endpoint that makes no request.
    pub fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        let parameters = [
            ("Action", "AssumeRoleWithWebIdentity"),
            ("Version", "2011-06-15"),
            ("RoleArn", self.role_arn.as_str()),
            ("RoleSessionName", self.session_name.as_str()),
            ("WebIdentityToken", self.token.expose()),
        ];
        signing::unsigned_form(endpoint, &parameters)
    }
}
