//! Assumes a role with the credentials of another source (role chaining), and caches the credentials of each role.

use crate::{AssumeRole, Error, Provider};
use daypass_sso_types::Credentials;
use daypass_token_cache::{AssumeRoleKey, CacheKey, REFRESH_LOCK_WAIT, RoleEntry};

/// What the process does under the lock, for the messages of processes that wait for it.
const LOCK_PURPOSE: &str = "these role credentials";

impl AssumeRole {
    /// Returns the AWS CLI's cache key: the arguments of AssumeRole without a generated session name.
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
            self.log_decision(format!("credentials of {} are cached and good", assume.role_arn));
            return Ok(cached);
        }
        if cfg!(not(feature = "assume-role")) {
            return Err(without_chaining(assume));
        }
        let source = self.credentials_of(&assume.source).await?;
        let code = match &assume.mfa_serial {
            None => None,
            Some(serial) => {
                // A process that holds the lock has asked for a code already: wait for its credentials.
                drop(self.lock(&key, LOCK_PURPOSE, REFRESH_LOCK_WAIT).await?);
                if let Some(cached) = self.reusable(&key, None) {
                    return Ok(cached);
                }
                Some(self.mfa_code(&assume.role_arn, serial).await?)
            }
        };
        let _lock = self.lock(&key, LOCK_PURPOSE, REFRESH_LOCK_WAIT).await?;
        if let Some(cached) = self.reusable(&key, None) {
            return Ok(cached);
        }
        let assumed = self.assume(assume, &source, code).await?;
        self.report_save(
            "the role credentials",
            self.roles.save_role(&key, &RoleEntry::assumed(assumed.clone())),
        );
        Ok(assumed)
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

#[cfg(not(feature = "assume-role"))]
impl Provider {
    #[expect(clippy::unused_async, reason = "the signature of the function that calls STS")]
    async fn assume(
        &self,
        assume: &AssumeRole,
        _: &Credentials,
        _: Option<String>,
    ) -> Result<Credentials, Error> {
        Err(without_chaining(assume))
    }
}

fn without_chaining(assume: &AssumeRole) -> Error {
    let arn = &assume.role_arn;
    Error::configuration(format!("{arn} is not assumed: this program is built without role chaining"))
}
