//! The call of STS behind a chained role, with the feature `assume-role`.

use crate::{AssumeRole, Error, ErrorKind, Provider};
use daypass_sso_types::{Credentials, Region};
use daypass_sts_client as sts;
use daypass_transport::{Partition, Service};
use std::time::UNIX_EPOCH;

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
            // A role of another partition is unknown to us-east-1.
            None => Region::new(Partition::of_arn(&assume.role_arn).implicit_global_region)
                .expect("the table holds regions"),
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
        self.decide(format!("assuming {}", assume.role_arn));
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
