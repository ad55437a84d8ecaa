//! Gets the credentials of programs, web identities and machines, caches those that say when they expire, and lets one
//! process ask for all.

use crate::{Error, ExternalSource, Fault, Provider};
use daypass_sso_types::Credentials;
use daypass_token_cache::{PROCESS_LOCK_WAIT, RoleEntry};

impl Provider {
    pub(crate) async fn external_credentials(&self, source: &ExternalSource) -> Result<Credentials, Error> {
        let runner = self.runner.as_deref();
        let ask = async || {
            let asked = source.credentials(&self.caller, runner, self.now()).await;
            asked.map_err(|error| match source {
                ExternalSource::Process(line) => {
                    Error::from(error).with_fault(Fault::Process(line.profile().to_owned()))
                }
                _ => error.into(),
            })
        };
        // A program that asks for its own line does not wait for itself.
        let Some(key) = source.cache_key().filter(|_| !source.asks_for_itself(runner)) else {
            return ask().await;
        };
        if let Some(cached) = self.reusable(&key, None) {
            return Ok(cached);
        }
        let _lock = self.lock(&key, "these credentials", PROCESS_LOCK_WAIT).await?;
        if let Some(cached) = self.reusable(&key, None) {
            return Ok(cached);
        }
        let credentials = ask().await?;
        // Keys without an end are not written to disk: whoever wanted that would have them in a file.
        if credentials.expires_at.is_some() {
            let entry = RoleEntry::assumed(credentials.clone());
            self.report_save("the credentials", self.roles.save_role(&key, &entry));
        }
        Ok(credentials)
    }
}
