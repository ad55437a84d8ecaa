//! The question to STS: whose credentials these are.

use crate::host;
use daypass_credentials::{Endpoints, Error, Provider};
use daypass_sso_types::{Credentials, Region};
use daypass_sts_client::{self as sts, CallerIdentity, Client};
use daypass_transport::Service;

/// Where STS is asked when neither settings nor profile nor session name a region.
const FALLBACK_REGION: &str = "us-east-1";

/// Asks STS. The outer failure is one of the configuration.
pub(super) async fn identity(
    provider: &Provider,
    credentials: &Credentials,
    endpoints: &Endpoints,
    region: Option<&Region>,
) -> Result<Result<CallerIdentity, sts::Error>, Error> {
    let region = match region {
        Some(region) => region.clone(),
        None => Region::new(FALLBACK_REGION).expect("a constant that is a region"),
    };
    let endpoint = endpoints.endpoint(Service::Sts, &region)?;
    let client = Client::new(provider.caller().clone(), endpoint, region);
    Ok(client.caller_identity(credentials, host::now()).await)
}
