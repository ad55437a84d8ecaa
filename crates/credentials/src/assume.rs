//! Role chaining: a role assumed with the credentials of another source, each hop cached.

use crate::{AssumeRole, Error, ErrorKind, Provider};
use daypass_sso_types::{Credentials, Region};
use daypass_sts_client as sts;
use daypass_token_cache::{AssumeRoleKey, CacheKey, RoleEntry};
use daypass_transport::Service;
use std::{io, time::UNIX_EPOCH};

/// Asks a person for the code of an MFA device.
pub trait MfaPrompt: Send + Sync {
    /// The code that the device with this serial number or ARN shows now.
    fn code(&self, serial: &str) -> io::Result<String>;
}

impl<F: Fn(&str) -> io::Result<String> + Send + Sync> MfaPrompt for F {
    fn code(&self, serial: &str) -> io::Result<String> {
        self(serial)
    }
}

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
        let _lock = self.lock(&key, "these role credentials").await?;
        if let Some(cached) = self.reusable(&key, None) {
            return Ok(cached);
        }
        let assumed = self.assume(assume, &source).await?;
        let entry = RoleEntry::assumed(assumed.credentials.clone());
        self.saved("the role credentials", self.roles.save_role(&key, &entry));
        Ok(assumed.credentials)
    }

    async fn assume(&self, assume: &AssumeRole, source: &Credentials) -> Result<sts::AssumedRole, Error> {
        let now = self.now();
        let region = match &assume.region {
            Some(region) => region.clone(),
            None => Region::new("us-east-1").expect("a constant that is a region"),
        };
        let endpoint = assume.endpoints.endpoint(Service::Sts, &region)?;
        let seconds = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let session_name =
            assume.role_session_name.clone().unwrap_or_else(|| format!("daypass-session-{seconds}"));
        let mut request = sts::AssumeRole::new(assume.role_arn.as_str(), session_name);
        request.duration_seconds = assume.duration_seconds;
        request.external_id.clone_from(&assume.external_id);
        if let Some(serial) = &assume.mfa_serial {
            request.token_code = Some(self.mfa_code(&assume.role_arn, serial)?);
            request.serial_number = Some(serial.clone());
        }
        self.decide(format!("assuming {}", assume.role_arn));
        let client = sts::Client::new(self.caller.clone(), endpoint, region);
        client.assume_role(source, &request, now).await.map_err(|error| {
            use sts::ErrorKind as Kind;
            let kind = match error.kind() {
                Kind::AccessDenied => ErrorKind::Refused,
                Kind::Network | Kind::Unavailable | Kind::Throttled | Kind::Malformed => ErrorKind::Network,
                _ => ErrorKind::Service,
            };
            Error::new(kind, format!("{} could not be assumed", assume.role_arn)).with_source(error)
        })
    }

    fn mfa_code(&self, role_arn: &str, serial: &str) -> Result<String, Error> {
        let Some(mfa) = &self.mfa else {
            return Err(Error::configuration(format!(
                "{role_arn} needs an MFA code, and there is nobody to ask"
            ))
            .with_fact("mfa_serial", serial));
        };
        mfa.code(serial)
            .map_err(|error| Error::configuration(format!("no MFA code for {role_arn}")).with_source(error))
    }
}
