//! What the environment says of the machine's own credentials.

use daypass_sso_types::AccessToken;
use std::path::PathBuf;

/// The variables by which a container or an instance gives credentials. Empty by default.
#[derive(Debug, Clone, Default)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs, built with `..Default::default()`")]
pub struct MachineSettings {
    /// AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: a path at 169.254.170.2.
    pub container_relative_uri: Option<String>,
    /// AWS_CONTAINER_CREDENTIALS_FULL_URI.
    pub container_full_uri: Option<String>,
    /// AWS_CONTAINER_AUTHORIZATION_TOKEN.
    pub container_token: Option<AccessToken>,
    /// AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, which wins over the token.
    pub container_token_file: Option<PathBuf>,
    /// AWS_EC2_METADATA_SERVICE_ENDPOINT.
    pub metadata_endpoint: Option<String>,
    /// AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE is `ipv6`.
    pub metadata_over_ipv6: bool,
    /// AWS_EC2_METADATA_DISABLED.
    pub metadata_disabled: bool,
}
