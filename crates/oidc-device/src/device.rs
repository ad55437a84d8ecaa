//! `StartDeviceAuthorization`: a device code for us, a user code for the person (RFC 8628, section 3.2).

use crate::{Error, Registration, wire};
use daypass_sso_types::DeviceCode;
use daypass_transport::{Endpoint, Request, Response};
use serde::Serialize;
use std::time::{Duration, SystemTime};

/// A started device grant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the members of RFC 8628's reply")]
pub struct DeviceAuthorization {
    /// What polling presents.
    pub device_code: DeviceCode,
    /// What the person compares or types.
    pub user_code: String,
    /// Where the person types it: a web address without user information, in its normal form. Open only `https`.
    pub verification_uri: String,
    /// The same with the code in it; RFC 8628 leaves it out where it likes, AWS always sends it.
    pub verification_uri_complete: Option<String>,
    /// When both codes end.
    pub expires_at: SystemTime,
    /// The least time between polls; 5 s where the reply does not say.
    pub interval: Duration,
}

impl DeviceAuthorization {
    /// What to open: with the code in it, where there is such an address.
    pub fn address(&self) -> &str {
        self.verification_uri_complete.as_ref().unwrap_or(&self.verification_uri)
    }

    /// `POST /device_authorization`.
    pub fn request(endpoint: &Endpoint, registration: &Registration, start_url: &str) -> Request {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Body<'a> {
            client_id: &'a str,
            client_secret: &'a str,
            start_url: &'a str,
        }
        let (client_id, client_secret) = (&*registration.client_id, registration.client_secret.expose());
        wire::post(endpoint, "/device_authorization", &Body { client_id, client_secret, start_url })
    }

    /// Reads the reply that came at `now`.
    pub fn read(response: &Response, now: SystemTime) -> Result<Self, Error> {
        let mut reply = wire::members(response)?;
        Ok(Self {
            device_code: DeviceCode::new(reply.opaque("deviceCode")?),
            user_code: wire::user_code(reply.text("userCode")?)?,
            verification_uri: wire::address(&reply.text("verificationUri")?, "verificationUri")?,
            verification_uri_complete: reply
                .optional_text("verificationUriComplete")?
                .filter(|text| !text.is_empty())
                .map(|text| wire::address(&text, "verificationUriComplete"))
                .transpose()?,
            expires_at: wire::lifetime(now, reply.number("expiresIn")?, "expiresIn")?,
            interval: Duration::from_secs(reply.optional_number("interval")?.unwrap_or(5)),
        })
    }
}
