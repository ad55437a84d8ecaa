//! The async driver.

use crate::{AssumeRole, AssumedRole, CallerIdentity, Error};
use daypass_sso_types::{Credentials, Region};
use daypass_transport::{Caller, Endpoint};
use std::time::SystemTime;

/// STS at one endpoint, signing for one region.
#[derive(Debug, Clone)]
pub struct Client {
    caller: Caller,
    endpoint: Endpoint,
    region: Region,
}

impl Client {
    /// Speaks to this endpoint through this caller. The region is what signatures name; `aws-global` and
    /// its like sign for their partition's main region.
    pub fn new(caller: Caller, endpoint: Endpoint, region: Region) -> Self {
        Self { caller, endpoint, region }
    }

    /// `GetCallerIdentity`. `now` goes into the signature: AWS allows five minutes either way.
    /// Dropping the future loses a reply that can be asked for again.
    pub async fn caller_identity(
        &self,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<CallerIdentity, Error> {
        let request = CallerIdentity::request(&self.endpoint, &self.region, credentials, now)?;
        CallerIdentity::read(&self.caller.send(request).await?, now)
    }

    /// `AssumeRole`, with these credentials. Dropping the future loses credentials that can be asked for again; a code of
    /// an MFA device is used up by then.
    pub async fn assume_role(
        &self,
        credentials: &Credentials,
        role: &AssumeRole,
        now: SystemTime,
    ) -> Result<AssumedRole, Error> {
        let request = role.request(&self.endpoint, &self.region, credentials, now)?;
        AssumedRole::read(&self.caller.send(request).await?, now)
    }
}
