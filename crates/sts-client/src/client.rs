//! The async client of STS.

use crate::{AssumeRole, AssumeRoleWithWebIdentity, AssumedRole, CallerIdentity, Error};
use daypass_sso_types::{Credentials, Region};
use daypass_transport::{Caller, Endpoint};
use std::time::SystemTime;

/// A client of STS at one endpoint, which signs for one region.
#[derive(Debug, Clone)]
pub struct Client {
    caller: Caller,
    endpoint: Endpoint,
    region: Region,
}

impl Client {
    /// Creates a client that calls this endpoint through this caller and signs for this region. A pseudo-region such as
    /// `aws-global` stands for the main region of its partition.
    pub fn new(caller: Caller, endpoint: Endpoint, region: Region) -> Self {
        Self { caller, endpoint, region }
    }

    /// Asks whose credentials these are (`GetCallerIdentity`). The signature has the time `now`, of which AWS allows
    /// five minutes either way. Dropping the future loses a reply that can be asked for again.
    pub async fn caller_identity(
        &self,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<CallerIdentity, Error> {
        let request = CallerIdentity::request(&self.endpoint, &self.region, credentials, now)?;
        CallerIdentity::read(&self.caller.send(request).await?, now)
    }

    /// Assumes a role with these credentials (`AssumeRole`). Dropping the future loses credentials that can be asked
    /// for again, but a code of an MFA device may be used up.
    pub async fn assume_role(
        &self,
        credentials: &Credentials,
        role: &AssumeRole,
        now: SystemTime,
    ) -> Result<AssumedRole, Error> {
        let request = role.request(&self.endpoint, &self.region, credentials, now)?;
        AssumedRole::read(&self.caller.send(request).await?, now)
    }

    /// Assumes a role with a web identity (`AssumeRoleWithWebIdentity`); `now` tells how far the clock is off. Dropping the
    /// future loses credentials that can be asked for again.
    pub async fn assume_role_with_web_identity(
        &self,
        role: &AssumeRoleWithWebIdentity,
        now: SystemTime,
    ) -> Result<AssumedRole, Error> {
        let request = role.request(&self.endpoint)?;
        AssumedRole::read_of_web_identity(&self.caller.send(request).await?, now)
    }
}
