//! Who one is, as STS says, with the feature `assume-role`.

use crate::{Error, Plan, Provider};
use daypass_sso_types::{Credentials, Region};
use daypass_sts_client as sts;
use daypass_transport::Service;
use std::fmt;

/// Why it is not known who one is.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "there are credentials, and the question whose they are")]
pub enum Unidentified {
    /// There are no credentials, or nowhere to ask.
    Credentials(Error),
    /// STS did not say.
    Sts(sts::Error),
}

impl Provider {
    /// Asks STS who this plan makes one: of a profile, of a chain of roles, of keys in hand.
    ///
    /// ```
    /// use daypass_config_parse::Config;
    /// use daypass_credentials::{Provider, Settings, Unidentified, resolve};
    ///
    /// async fn arn(provider: &Provider, config: &Config<'_>, profile: &str) -> Result<String, Unidentified> {
    ///     let plan = resolve(config, &Settings::default(), profile)?;
    ///     Ok(provider.identity(&plan).await?.arn)
    /// }
    /// ```
    ///
    /// # Errors
    /// As [`Provider::credentials`], and the failures of STS. Dropping the future loses nothing that cannot be asked again.
    pub async fn identity(&self, plan: &Plan) -> Result<sts::CallerIdentity, Unidentified> {
        let credentials = self.credentials(plan).await?;
        self.identity_of(plan, &credentials).await
    }

    /// The same with credentials of the plan that are in hand.
    ///
    /// # Errors
    /// As [`Provider::identity`].
    pub async fn identity_of(
        &self,
        plan: &Plan,
        credentials: &Credentials,
    ) -> Result<sts::CallerIdentity, Unidentified> {
        let region = plan.service_region().cloned().unwrap_or_else(fallback_region);
        let endpoint = plan.endpoints().endpoint(Service::Sts, &region)?;
        let client = sts::Client::new(self.caller.clone(), endpoint, region);
        client.caller_identity(credentials, self.now()).await.map_err(Unidentified::Sts)
    }
}

/// Where STS is asked when neither settings nor profile nor session name a region.
fn fallback_region() -> Region {
    Region::new("us-east-1").expect("a constant that is a region")
}

impl From<Error> for Unidentified {
    fn from(error: Error) -> Self {
        Self::Credentials(error)
    }
}

impl fmt::Display for Unidentified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credentials(error) => error.fmt(f),
            Self::Sts(error) => write!(f, "STS does not say who these credentials are: {error}"),
        }
    }
}

impl std::error::Error for Unidentified {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Credentials(error) => error.source(),
            Self::Sts(error) => Some(error),
        }
    }
}
