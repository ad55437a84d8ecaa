//! Settings of the environment and the command line, which the caller reads once.

use crate::{MachineSettings, Trust};
use daypass_sso_types::{Credentials, Region};
use std::sync::Arc;

/// Settings from outside the config files; each wins over the files. Empty by default.
#[derive(Debug, Clone, Default)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs, built with `..Default::default()`")]
pub struct Settings {
    /// `--region`, AWS_REGION or AWS_DEFAULT_REGION: the client region, not that of the sign-in.
    pub region: Option<Region>,
    /// AWS_ENDPOINT_URL.
    pub endpoint_url: Option<String>,
    /// AWS_ENDPOINT_URL_SSO.
    pub endpoint_url_sso: Option<String>,
    /// AWS_ENDPOINT_URL_SSO_OIDC.
    pub endpoint_url_sso_oidc: Option<String>,
    /// AWS_ENDPOINT_URL_STS.
    pub endpoint_url_sts: Option<String>,
    /// AWS_ENDPOINT_URL_SIGNIN.
    pub endpoint_url_signin: Option<String>,
    /// AWS_ENDPOINT_URL_ECR.
    pub endpoint_url_ecr: Option<String>,
    /// AWS_ENDPOINT_URL_ECR_PUBLIC.
    pub endpoint_url_ecr_public: Option<String>,
    /// AWS_ENDPOINT_URL_CODEARTIFACT.
    pub endpoint_url_codeartifact: Option<String>,
    /// AWS_IGNORE_CONFIGURED_ENDPOINT_URLS.
    pub ignore_configured_endpoint_urls: Option<bool>,
    /// AWS_USE_FIPS_ENDPOINT.
    pub use_fips: Option<bool>,
    /// AWS_USE_DUALSTACK_ENDPOINT.
    pub use_dual_stack: Option<bool>,
    /// Static credentials of the environment, for `credential_source = Environment`.
    pub environment_credentials: Option<Credentials>,
    /// The variables of a container or an instance, for `credential_source`.
    pub machine: MachineSettings,
    /// Which config files may name endpoints; `None` for [`Trust::default`].
    pub trust: Option<Arc<Trust>>,
}
