//! Calls STS for a plan: to assume a chained role, and to learn whose credentials are (feature `assume-role`).

use crate::{AssumeRole, Error, ErrorKind, Plan, Provider, plan::home_region};
use daypass_sso_types::Credentials;
use daypass_sts_client as sts;
use daypass_transport::{Caller, Service};
use std::time::UNIX_EPOCH;

impl Plan {
    /// Creates a client for the STS endpoint of this plan, for example to ask whose its credentials are.
    ///
    /// ```
    /// # use daypass_credentials::{Plan, Provider};
    /// # use std::{error::Error, time::SystemTime};
    /// async fn arn(provider: &Provider, plan: &Plan, now: SystemTime) -> Result<String, Box<dyn Error>> {
    ///     let credentials = provider.credentials(plan).await?; // of a profile, a chain of roles, or keys in hand
    ///     let client = plan.sts_client(provider.caller().clone())?;
    ///     Ok(client.caller_identity(&credentials, now).await?.arn)
    /// }
    /// ```
    ///
    /// # Errors
    /// The configured endpoint is not a URL, or no token may be sent to it.
    pub fn sts_client(&self, caller: Caller) -> Result<sts::Client, Error> {
        let region = self.service_region().cloned().unwrap_or_else(|| home_region("arn:aws:"));
        Ok(sts::Client::new(caller, self.endpoints().endpoint(Service::Sts, &region)?, region))
    }
}

impl Provider {
    pub(crate) async fn assume(
        &self,
        assume: &AssumeRole,
        source: &Credentials,
        code: Option<String>,
    ) -> Result<Credentials, Error> {
        let now = self.now();
        let region = match &assume.region {
            Some(region) => region.clone(),
            // STS in us-east-1 does not know the roles of other partitions.
            None => home_region(&assume.role_arn),
        };
        let endpoint = assume.endpoints.endpoint(Service::Sts, &region)?;
        let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let session_name =
            assume.role_session_name.clone().unwrap_or_else(|| format!("daypass-session-{seconds}"));
        let mut request = sts::AssumeRole::new(assume.role_arn.as_str(), session_name);
        request.duration_seconds = assume.duration_seconds;
        request.external_id.clone_from(&assume.external_id);
        request.serial_number.clone_from(&assume.mfa_serial);
        request.token_code = code;
        self.log_decision(format!("assuming {}", assume.role_arn));
        let client = sts::Client::new(self.caller.clone(), endpoint, region);
        let assumed = client.assume_role(source, &request, now).await;
        assumed.map(|assumed| assumed.credentials).map_err(|error| {
            use sts::ErrorKind as Kind;
            let arn = &assume.role_arn;
            let (kind, message) = match error.kind() {
                Kind::Network | Kind::Unavailable | Kind::Throttled | Kind::Malformed => {
                    let why = error.failure().of("STS");
                    (ErrorKind::Network, format!("{arn} could not be assumed: {why}"))
                }
                Kind::AccessDenied
                | Kind::ExpiredToken
                | Kind::InvalidClientTokenId
                | Kind::SignatureDoesNotMatch
                | Kind::ClockSkew => (ErrorKind::Refused, format!("{arn} could not be assumed")),
                _ => (ErrorKind::Service, format!("{arn} could not be assumed")),
            };
            Error::new(kind, message).with_call(error)
        })
    }
}
