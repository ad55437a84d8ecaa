//! The token of a CodeArtifact domain, which package managers send as a password or as a bearer token.

use crate::{Error, ServiceToken, json_call};
use daypass_sso_types::{AccountId, Credentials, Region};
use daypass_sts_client::signing::Scope;
use daypass_transport::{Caller, Endpoint, Request, encode_query};
use std::time::{Duration, SystemTime};

/// A domain of CodeArtifact.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "the parameters of the operation, which callers fill in")]
pub struct Domain {
    /// The name of the domain.
    pub name: String,
    /// The account that owns the domain; `None` for the account of the credentials.
    pub owner: Option<AccountId>,
    /// How long the token is valid: 15 min to 12 h, or zero for as long as the credentials; `None` for 12 h.
    pub duration: Option<Duration>,
}

/// A token of a domain.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DomainToken {
    /// The token.
    pub token: ServiceToken,
    /// When it expires.
    pub expires_at: SystemTime,
}

impl Domain {
    /// Asks for a token (`GetAuthorizationToken`).
    ///
    /// # Errors
    /// No answer, a refusal, or an answer that lacks a member.
    pub async fn token(
        &self,
        caller: &Caller,
        endpoint: &Endpoint,
        region: &Region,
        credentials: &Credentials,
        now: SystemTime,
    ) -> Result<DomainToken, Error> {
        let duration = self.duration.map(|duration| duration.as_secs().to_string());
        let owner = self.owner.as_ref().map(AccountId::as_str);
        let mut query = vec![("domain", self.name.as_str())];
        query.extend(owner.map(|owner| ("domain-owner", owner)));
        query.extend(duration.as_deref().map(|seconds| ("duration", seconds)));
        let mut request = Request::default();
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = endpoint.uri(&format!("/v1/authorization-token?{}", encode_query(&query)));
        let scope = Scope { service: "codeartifact", region };
        let mut members = json_call::send(caller, request, scope, credentials, now).await?;
        let expires_at = json_call::time(&mut members, "expiration")?;
        Ok(DomainToken { token: ServiceToken::new(members.opaque("authorizationToken")?), expires_at })
    }
}
