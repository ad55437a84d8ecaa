//! `GetCallerIdentity`: whose credentials these are. It needs no permission.

use crate::{Error, sign, xml};
use daypass_sso_types::{Credentials, Region};
use daypass_transport::{Endpoint, Request, Response};
use std::time::SystemTime;

/// The three members that `aws sts get-caller-identity` prints.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the members of the API's reply")]
pub struct CallerIdentity {
    /// `UserId`: for an assumed role, the role's id, a colon and the session name.
    pub user_id: String,
    /// `Account`: the account's id.
    pub account: String,
    /// `Arn`
    pub arn: String,
}

impl CallerIdentity {
    /// The signed request.
    pub fn request(
        endpoint: &Endpoint,
        region: &Region,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<Request, Error> {
        let parameters = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")];
        sign::form(endpoint, region, &parameters, credentials, now)
    }

    /// Reads the reply that came at `now`.
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
