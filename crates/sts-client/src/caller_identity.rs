//! `GetCallerIdentity`: asks whose credentials these are. It needs no permission.

use crate::{Error, signing, xml};
use daypass_sso_types::{Credentials, Region};
use daypass_transport::{Endpoint, Request, Response};
use std::time::SystemTime;

/// The user, the account and the ARN of credentials, as `aws sts get-caller-identity` prints them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the members of the API's reply")]
pub struct CallerIdentity {
    /// `UserId`: for an assumed role, the role's id, a colon and the session name.
    pub user_id: String,
    /// `Account`: the id of the account.
    pub account: String,
    /// `Arn`: the ARN of the user or assumed role.
    pub arn: String,
}

impl CallerIdentity {
    /// Builds the request, signed at `now` with these credentials.
    ///
    /// # Errors
    /// Credentials with characters that are not valid in a signature.
    pub fn request(
        endpoint: &Endpoint,
        region: &Region,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<Request, Error> {
        let parameters = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")];
        signing::form(endpoint, region, &parameters, credentials, now)
    }

    /// Renders the identity as `aws sts get-caller-identity --output json` prints it, with a newline at the end.
    pub fn aws_cli_json(&self) -> String {
        let [user_id, account, arn] =
            [&self.user_id, &self.account, &self.arn].map(|text| serde_json::Value::from(text.as_str()));
        format!("{{\n    \"UserId\": {user_id},\n    \"Account\": {account},\n    \"Arn\": {arn}\n}}\n")
    }

    /// Reads the reply that came at `now`.
    ///
    /// # Errors
    /// A refusal of the service, or a reply that lacks an element.
    pub fn read(response: &Response, now: SystemTime) -> Result<Self, Error> {
        xml::result(response, "GetCallerIdentityResult", now, |result| {
            Ok(Self {
                user_id: xml::text(result, "UserId")?,
                account: xml::text(result, "Account")?,
                arn: xml::text(result, "Arn")?,
            })
        })
    }
}
