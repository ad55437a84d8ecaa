//! Exchanges the token of a web identity at STS.

use crate::{Error, ErrorKind, WebIdentity, read_secret_file};
use daypass_sso_types::{Credentials, IdToken};
use daypass_sts_client::{self as sts, AssumeRoleWithWebIdentity};
use daypass_transport::Caller;
use std::time::{SystemTime, UNIX_EPOCH};

impl WebIdentity {
    pub(crate) async fn credentials(&self, caller: &Caller, now: SystemTime) -> Result<Credentials, Error> {
        let arn = &self.role_arn;
        let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let session_name = self.session_name.clone().unwrap_or_else(|| format!("daypass-session-{seconds}"));
        let token = read_secret_file(&self.token_file, "web_identity_token_file")?;
        let token = IdToken::new(token.trim());
        let role = AssumeRoleWithWebIdentity { role_arn: arn.clone(), session_name, token };
        let client = sts::Client::new(caller.clone(), self.endpoint.clone(), self.region.clone());
        let assumed = client.assume_role_with_web_identity(&role, now).await;
        assumed.map(|assumed| assumed.credentials).map_err(|error| {
            use sts::ErrorKind as Kind;
            let kind = match error.kind() {
                Kind::Network | Kind::Unavailable | Kind::Throttled | Kind::Malformed => ErrorKind::Network,
                Kind::AccessDenied | Kind::ExpiredToken | Kind::InvalidClientTokenId => ErrorKind::Refused,
                _ => ErrorKind::Service,
            };
            let message = match kind {
                ErrorKind::Network => {
                    format!("{arn} could not be assumed: {}", error.failure().of("STS"))
                }
                _ => format!("{arn} could not be assumed with the web identity"),
            };
            let file = self.token_file.display().to_string();
            Error::new(kind, message).with_fact("token file", file).with_source(error)
        })
    }
}
