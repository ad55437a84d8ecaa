//! The tokens of ECR, of its public registry and of CodeArtifact, with verified signatures (docs/evidence/machines.md).

pub(crate) mod reply;

use crate::{
    call::Call,
    failure::Failure,
    sigv4::{self, SignatureError, SignedService},
    site::{Site, organisation::Principal},
};
use daypass_transport::Response;

/// The value of `X-Amz-Target` for a private registry.
pub(crate) const PRIVATE: &str = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
/// The value of `X-Amz-Target` for the public registry.
pub(crate) const PUBLIC: &str = "SpencerFrontendService.GetAuthorizationToken";
/// How long a token is good.
const SECONDS: u64 = 12 * 3600;

/// Says whether the request is this operation of the JSON protocol.
pub(crate) fn is_target(call: &Call<'_>, target: &str) -> bool {
    call.header("x-amz-target") == Some(target)
}

/// Answers GetAuthorizationToken of ECR: a list with one login.
pub(crate) fn private(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let caller = caller(site, call, SignedService::Ecr)?;
    let password = site.ids.opaque("registry password", 60);
    let region = &site.organisation.region;
    Ok(reply::private(&password, call.now.on_wire(call.now.after(SECONDS)), &caller.account, region))
}

/// Answers GetAuthorizationToken of the public registry: one login.
pub(crate) fn public(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let _caller = caller(site, call, SignedService::EcrPublic)?;
    let password = site.ids.opaque("registry password", 60);
    Ok(reply::public(&password, call.now.on_wire(call.now.after(SECONDS))))
}

/// Answers GetAuthorizationToken of CodeArtifact.
pub(crate) fn domain(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let caller = caller(site, call, SignedService::CodeArtifact)?;
    let invalid = |words: &str| Failure::new("ValidationException", 400, words);
    let _domain = call.query("domain").filter(|name| !name.is_empty()).ok_or_else(|| invalid("domain"))?;
    if call.query("domain-owner").is_some_and(|owner| owner != caller.account) {
        return Err(Failure::new("AccessDeniedException", 403, "The domain is another account's."));
    }
    let seconds = match call.query("duration").map(str::parse::<u64>) {
        None | Some(Ok(0)) => SECONDS,
        Some(Ok(seconds)) if (900..=43_200).contains(&seconds) => seconds,
        Some(_) => return Err(invalid("duration must be 0, or 900 to 43200")),
    };
    let token = site.ids.opaque("domain token", 120);
    Ok(reply::domain(&token, call.now.on_wire(call.now.after(seconds))))
}

fn caller(site: &Site, call: &Call<'_>, service: SignedService) -> Result<Principal, Failure> {
    let refused = |name, words: &str| Failure::new(name, 400, words);
    match sigv4::verify(call, service, &site.keys) {
        Ok(key) => Ok(key.principal.clone()),
        Err(SignatureError::Missing) => {
            Err(refused("MissingAuthenticationTokenException", "Missing Authentication Token"))
        }
        Err(SignatureError::Incomplete(words)) => Err(refused("IncompleteSignatureException", &words)),
        Err(SignatureError::UnknownKey) => Err(refused(
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        )),
        Err(SignatureError::Expired) => {
            Err(refused("ExpiredTokenException", "The security token included in the request is expired"))
        }
        Err(SignatureError::Skewed(words) | SignatureError::Mismatch(words)) => {
            Err(refused("InvalidSignatureException", &words))
        }
    }
}
