//! `AssumeRole`: exchanges credentials for those of another role.

use crate::{Error, error, signing, xml};
use daypass_sso_types::{AccountId, Credentials, Region, SecretAccessKey, SessionToken};
use daypass_transport::{Endpoint, Request, Response};
use std::{fmt, time::SystemTime};

/// The parameters of `AssumeRole`. With the credentials of a role (role chaining), STS gives an hour at most.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the parameters in use; built with a struct literal or `new`")]
pub struct AssumeRole {
    /// The ARN of the role.
    pub role_arn: String,
    /// The session name, 2 to 64 characters of `A-Za-z0-9_+=,.@-`; it appears in the ARN and in `CloudTrail`.
    pub session_name: String,
    /// The lifetime of the credentials in seconds, 900 to 43200; 3600 by default.
    pub duration_seconds: Option<u32>,
    /// The external id, which the trust policy of a role may require of third parties.
    pub external_id: Option<String>,
    /// The serial number or ARN of the MFA device.
    pub serial_number: Option<String>,
    /// The code of the MFA device, valid for 30 s and for one use.
    pub token_code: Option<String>,
}

impl fmt::Debug for AssumeRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRole")
            .field("role_arn", &self.role_arn)
            .field("session_name", &self.session_name)
            .field("duration_seconds", &self.duration_seconds)
            .finish_non_exhaustive()
    }
}

impl AssumeRole {
    /// Creates the parameters without the optional members.
    pub fn new(role_arn: impl Into<String>, session_name: impl Into<String>) -> Self {
        Self {
            role_arn: role_arn.into(),
            session_name: session_name.into(),
            duration_seconds: None,
            external_id: None,
            serial_number: None,
            token_code: None,
        }
    }

    /// Builds the request, signed at `now` with these credentials.
    ///
    /// # Errors
    /// Credentials with characters that are not valid in a signature.
    pub fn request(
        &self,
        endpoint: &Endpoint,
        region: &Region,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<Request, Error> {
        let duration = self.duration_seconds.map(|seconds| seconds.to_string());
        let mut parameters = vec![
            ("Action", "AssumeRole"),
            ("Version", "2011-06-15"),
            ("RoleArn", &*self.role_arn),
            ("RoleSessionName", &*self.session_name),
        ];
        let optional = [
            ("DurationSeconds", &duration),
            ("ExternalId", &self.external_id),
            ("SerialNumber", &self.serial_number),
            ("TokenCode", &self.token_code),
        ];
        parameters.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))));
        signing::form(endpoint, region, &parameters, credentials, now)
    }
}

/// The reply of `AssumeRole`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the members of the API's reply that are used")]
pub struct AssumedRole {
    /// The credentials of the role, with the account of its ARN.
    pub credentials: Credentials,
    /// The ARN of the assumed role, with the session name.
    pub arn: String,
    /// The id of the role, a colon and the session name.
    pub assumed_role_id: String,
}

impl AssumedRole {
    /// Reads the reply that came at `now`.
    ///
    /// # Errors
    /// A refusal of the service, or a reply that lacks an element.
    pub fn read(response: &Response, now: SystemTime) -> Result<Self, Error> {
        Self::read_result(response, "AssumeRoleResult", now)
    }

    /// Reads the reply of [`AssumeRoleWithWebIdentity`](crate::AssumeRoleWithWebIdentity) that came at `now`.
    ///
    /// # Errors
    /// As [`AssumedRole::read`].
    pub fn read_of_web_identity(response: &Response, now: SystemTime) -> Result<Self, Error> {
        Self::read_result(response, "AssumeRoleWithWebIdentityResult", now)
    }

    fn read_result(response: &Response, name: &str, now: SystemTime) -> Result<Self, Error> {
        xml::result(response, name, now, |result| {
            let credentials = xml::element(result, "Credentials")?;
            let user = xml::element(result, "AssumedRoleUser")?;
            let arn = xml::text(user, "Arn")?;
            Ok(Self {
                credentials: Credentials {
                    access_key_id: xml::opaque(credentials, "AccessKeyId")?,
                    secret_access_key: SecretAccessKey::new(xml::opaque(credentials, "SecretAccessKey")?),
                    session_token: Some(SessionToken::new(xml::opaque(credentials, "SessionToken")?)),
                    expires_at: Some(time(&xml::text(credentials, "Expiration")?)?),
                    account_id: arn.split(':').nth(4).and_then(|id| AccountId::new(id).ok()),
                },
                assumed_role_id: xml::text(user, "AssumedRoleId")?,
                arn,
            })
        })
    }
}

/// Parses a time in ISO 8601, cut to whole seconds.
fn time(text: &str) -> Result<SystemTime, Error> {
    let malformed = || error::malformed("its element Expiration is not a time");
    let time: jiff::Timestamp = text.parse().map_err(|_| malformed())?;
    let seconds = jiff::Timestamp::from_second(time.as_second()).map_err(|_| malformed())?;
    Ok(seconds.into())
}
