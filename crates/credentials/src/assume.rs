//! Role chaining: a role assumed with the credentials of another source, each hop cached.

use crate::{AssumeRole, Error, ErrorKind, Provider, error::called_in_vain};
use daypass_sso_types::{Credentials, Region};
use daypass_sts_client as sts;
use daypass_token_cache::{AssumeRoleKey, CacheKey, RoleEntry};
use daypass_transport::{BoxFuture, Partition, Service};
use std::{io, time::UNIX_EPOCH};

/// Asks a person for the code of an MFA device.
///
/// It is asked while no lock is held, and may take its time: the code then has to be good for the call that follows.
/// The future is dropped with the call that needed it. A closure that gives a boxed future is one.
///
/// ```
/// use daypass_credentials::MfaPrompt;
/// use std::sync::Arc;
///
/// let prompt = |serial: &str| -> daypass_transport::BoxFuture<'static, std::io::Result<String>> {
///     let serial = serial.to_owned();
///     Box::pin(async move { Err(std::io::Error::other(format!("nobody has {serial} at hand"))) })
/// };
/// let prompt: Arc<dyn MfaPrompt> = Arc::new(prompt);
/// # drop(prompt);
/// ```
pub trait MfaPrompt: Send + Sync {
    /// The code that the device with this serial number or ARN shows now.
    fn code(&self, serial: &str) -> BoxFuture<'static, io::Result<String>>;
}

impl<F: Fn(&str) -> BoxFuture<'static, io::Result<String>> + Send + Sync> MfaPrompt for F {
    fn code(&self, serial: &str) -> BoxFuture<'static, io::Result<String>> {
        self(serial)
    }
}

/// What the lock is held for, for those who wait.
const WHAT: &str = "these role credentials";

impl AssumeRole {
    /// The AWS CLI's key: the arguments of AssumeRole without a made-up session name.
    pub(crate) fn cache_key(&self) -> CacheKey {
        CacheKey::for_assume_role(&AssumeRoleKey {
            role_arn: &self.role_arn,
            role_session_name: self.role_session_name.as_deref(),
            external_id: self.external_id.as_deref(),
            serial_number: self.mfa_serial.as_deref(),
            duration_seconds: self.duration_seconds,
        })
    }
}

impl Provider {
    pub(crate) async fn assumed_credentials(&self, assume: &AssumeRole) -> Result<Credentials, Error> {
        let key = assume.cache_key();
        if let Some(cached) = self.reusable(&key, None) {
            self.decide(format!("credentials of {} are cached and good", assume.role_arn));
            return Ok(cached);
        }
        let source = self.of_source(&assume.source).await?;
        let code = match &assume.mfa_serial {
            None => None,
            Some(serial) => {
                // Whoever is assuming the role right now has asked for a code already.
                drop(self.lock(&key, WHAT).await?);
                if let Some(cached) = self.reusable(&key, None) {
                    return Ok(cached);
                }
                Some(self.mfa_code(&assume.role_arn, serial).await?)
            }
        };
        let _lock = self.lock(&key, WHAT).await?;
        if let Some(cached) = self.reusable(&key, None) {
            return Ok(cached);
        }
        let assumed = self.assume(assume, &source, code).await?;
        let entry = RoleEntry::assumed(assumed.credentials.clone());
        self.saved("the role credentials", self.roles.save_role(&key, &entry));
        Ok(assumed.credentials)
    }

    async fn assume(
        &self,
        assume: &AssumeRole,
        source: &Credentials,
        code: Option<String>,
    ) -> Result<sts::AssumedRole, Error> {
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
        client.assume_role(source, &request, now).await.map_err(|error| {
            use sts::ErrorKind as Kind;
            let arn = &assume.role_arn;
            let (kind, message) = match error.kind() {
                Kind::Network | Kind::Unavailable | Kind::Throttled | Kind::Malformed => {
                    let why = called_in_vain("STS", error.failure());
                    (ErrorKind::Network, format!("{arn} could not be assumed: {why}"))
                }
                Kind::AccessDenied
                | Kind::ExpiredToken
                | Kind::InvalidClientTokenId
                | Kind::SignatureDoesNotMatch
                | Kind::ClockSkew => (ErrorKind::Refused, format!("{arn} could not be assumed")),
                _ => (ErrorKind::Service, format!("{arn} could not be assumed")),
            };
            Error::new(kind, message).with_source(error)
        })
    }

    async fn mfa_code(&self, role_arn: &str, serial: &str) -> Result<String, Error> {
        let Some(mfa) = &self.mfa else {
            return Err(Error::configuration(format!(
                "{role_arn} needs an MFA code, and there is nobody to ask"
            ))
            .with_fact("mfa_serial", serial));
        };
        let code = mfa.code(serial).await;
        code.map_err(|error| Error::configuration(format!("no MFA code for {role_arn}")).with_source(error))
    }
}
