//! `AssumeRole`: credentials of another role, from credentials that may have it.

use crate::{Error, error, sign, xml};
use daypass_sso_types::{AccountId, Credentials, Region, SecretAccessKey, SessionToken};
use daypass_transport::{Endpoint, Request, Response};
use std::{fmt, time::SystemTime};

/// What to assume. Chained from a role's credentials, STS gives no more than an hour.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the parameters in use; built with a struct literal or `new`")]
pub struct AssumeRole {
    /// The role's ARN.
    pub role_arn: String,
    /// 2 to 64 characters of `A-Za-z0-9_+=,.@-`; appears in the ARN and in `CloudTrail`.
    pub session_name: String,
    /// 900 to 43200; 3600 where it is not given.
    pub duration_seconds: Option<u32>,
    /// What the role's trust policy asks of third parties.
    pub external_id: Option<String>,
    /// The MFA device.
    pub serial_number: Option<String>,
    /// The MFA device's code, good for half a minute.
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
    /// Without the optional members.
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

    /// The signed request.
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
        sign::form(endpoint, region, &parameters, credentials, now)
    }
}

/// An assumed role.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the members of the API's reply that are used")]
pub struct AssumedRole {
    /// Its credentials, with the account of its ARN.
    pub credentials: Credentials,
    /// Its ARN, with the session name.
    pub arn: String,
    /// The role's id, a colon and the session name.
    pub assumed_role_id: String,
}

impl AssumedRole {
    /// Reads the reply that came at `now`.
    pub fn read(response: &Response, now: SystemTime) -> Result<Self, Error> {
        xml::result(response, "AssumeRoleResult", now, |result| {
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

/// ISO 8601 in UTC, cut to whole seconds.
fn time(text: &str) -> Result<SystemTime, Error> {
    let malformed = || error::malformed("its element Expiration is not a time");
    let time: jiff::Timestamp = text.parse().map_err(|_| malformed())?;
    let seconds = jiff::Timestamp::from_second(time.as_second()).map_err(|_| malformed())?;
    Ok(seconds.into())
}
