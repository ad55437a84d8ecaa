//! Web identities: the token in a file, as a pod has one, is exchanged for the credentials of a role.

use daypass_sso_types::Region;
use daypass_transport::Endpoint;
use std::path::PathBuf;

/// A role that is assumed with the token in a file.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "what a profile says of it, which the resolver fills in")]
pub struct WebIdentity {
    /// `role_arn`.
    pub role_arn: String,
    /// `role_session_name`; one is generated if it is `None`.
    pub session_name: Option<String>,
    /// `web_identity_token_file`, which is read for each call: the cluster writes a new token into it.
    pub token_file: PathBuf,
    /// The region of the call.
    pub region: Region,
    /// The endpoint of STS.
    pub endpoint: Endpoint,
}
