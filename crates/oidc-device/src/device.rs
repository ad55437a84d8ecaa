//! `StartDeviceAuthorization`: starts a device grant (RFC 8628, section 3.2).

use crate::{Error, Registration, wire};
use daypass_sso_types::DeviceCode;
use daypass_transport::{Endpoint, Request, Response};
use serde::Serialize;
use std::time::{Duration, SystemTime};

/// A started device grant: the device code for the client, and the user code for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the members of RFC 8628's reply")]
pub struct DeviceAuthorization {
    /// The device code, which polls present.
    pub device_code: DeviceCode,
    /// The user code, which the person compares or types: 1 to 64 letters, digits and hyphens.
    pub user_code: String,
    /// The address at which the person types the user code, in normal form without user information. Open only `https`.
    pub verification_uri: String,
    /// The address with the user code in it. It is optional in RFC 8628; AWS always sends it.
    pub verification_uri_complete: Option<String>,
    /// The time at which both codes expire.
    pub expires_at: SystemTime,
    /// The shortest time between polls; 5 s if the reply does not say.
    pub interval: Duration,
}

impl DeviceAuthorization {
    /// Returns the address to open: with the user code in it, if there is one.
    pub fn address(&self) -> &str {
        self.verification_uri_complete.as_ref().unwrap_or(&self.verification_uri)
    }

    /// Builds the request, `POST /device_authorization`.
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
    ///
    /// # Errors
    /// A refusal of the service, or a reply that lacks a member or has an invalid one.
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
