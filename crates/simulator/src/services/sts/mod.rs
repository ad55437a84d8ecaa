//! STS by the query protocol: GetCallerIdentity and AssumeRole, signatures checked.

pub(crate) mod model;
pub(crate) mod reply;

use crate::{
    call::Call,
    failure::Failure,
    sigv4::{self, Refusal, Signed},
    site::{
        Site,
        organisation::{IamRole, Principal},
    },
};
use daypass_transport::Response;

/// What a virtual MFA device would show.
const TOKEN_CODE: &str = "123456";

/// Who signed the request. Codes and statuses: STS API reference, common errors; what the AWS CLI shows.
fn caller(site: &Site, call: &Call<'_>) -> Result<Principal, Failure> {
    match sigv4::verify(call, Signed::Sts, &site.keys) {
        Ok(key) => Ok(key.principal.clone()),
        Err(Refusal::Missing) => {
            Err(Failure::new("MissingAuthenticationToken", 403, "Request is missing Authentication Token"))
        }
        Err(Refusal::Incomplete(words)) => Err(Failure::new("IncompleteSignature", 400, words)),
        Err(Refusal::UnknownKey) => Err(Failure::new(
            "InvalidClientTokenId",
            403,
            "The security token included in the request is invalid.",
        )),
        Err(Refusal::Expired) => {
            Err(Failure::new("ExpiredToken", 403, "The security token included in the request is expired"))
        }
        Err(Refusal::Skewed(words) | Refusal::Mismatch(words)) => {
            Err(Failure::new("SignatureDoesNotMatch", 403, words))
        }
    }
}

/// `Action=GetCallerIdentity`: needs no permission, only a signature (docs/evidence/sts-and-console.md#sts).
pub(crate) fn caller_identity(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    Ok(reply::identity(&caller(site, call)?, &call.request_id))
}

/// `Action=AssumeRole`: limits as in docs/evidence/sts-and-console.md#sts.
pub(crate) fn assume_role(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let caller = caller(site, call)?;
    let invalid = |words: &str| Failure::new("ValidationError", 400, words);
    let arn =
        call.form("RoleArn").filter(|arn| !arn.is_empty()).ok_or_else(|| invalid("RoleArn is required"))?;
    let session = call.form("RoleSessionName").filter(|name| is_session_name(name));
    let session = session.ok_or_else(|| {
        invalid("1 validation error detected: Value at 'roleSessionName' failed to satisfy constraint: Member must \
                 satisfy regular expression pattern: [\\w+=,.@-]{2,64}")
    })?;
    // An unknown role and one that does not trust the caller are told apart by nobody: that would tell who exists.
    let role = site.organisation.roles.iter().find(|role| role.arn == arn);
    let role = role.filter(|role| role.trusts(&caller) && asks_satisfied(role, call));
    let role = role.ok_or_else(|| {
        let words =
            format!("User: {} is not authorized to perform: sts:AssumeRole on resource: {arn}", caller.arn);
        Failure::new("AccessDenied", 403, words)
    })?;
    let seconds = seconds(call, role)?;
    let principal = site.organisation.assumed(role, session);
    let expires_at = call.now.after(seconds);
    let (id, key) = site.keys.issue(&mut site.ids, principal, expires_at);
    Ok(reply::assumed(&id, &key, call.now.on_wire(expires_at), &call.request_id))
}

/// Whether the conditions of the trust policy hold: the external id, and a fresh code of the MFA device.
fn asks_satisfied(role: &IamRole, call: &Call<'_>) -> bool {
    let external = role.external_id.as_deref().is_none_or(|id| call.form("ExternalId") == Some(id));
    let mfa = role.mfa_serial.as_deref().is_none_or(|serial| {
        call.form("SerialNumber") == Some(serial) && call.form("TokenCode") == Some(TOKEN_CODE)
    });
    external && mfa
}

/// How long the credentials are to live. Every caller here has a role already, so the limit of chaining holds.
fn seconds(call: &Call<'_>, role: &IamRole) -> Result<u64, Failure> {
    let Some(wanted) = call.form("DurationSeconds") else { return Ok(3600.min(role.max_seconds)) };
    let invalid = |words: &str| Failure::new("ValidationError", 400, words);
    match wanted.parse::<u64>() {
        Ok(seconds) if !(900..=43_200).contains(&seconds) => {
            Err(invalid("1 validation error detected: Value at 'durationSeconds' must be 900 to 43200"))
        }
        Ok(seconds) if seconds > 3600 => Err(invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
        )),
        Ok(seconds) if seconds > role.max_seconds => {
            Err(invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role."))
        }
        Ok(seconds) => Ok(seconds),
        Err(_) => Err(invalid("Value at 'durationSeconds' is not a number")),
    }
}

fn is_session_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    (2..=64).contains(&name.len()) && name.bytes().all(is_allowed)
}

/// Everything else that is posted to `/`.
pub(crate) fn other(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    let Some(action) = call.form("Action") else {
        return Err(Failure::new("MissingAction", 400, "The request has no Action."));
    };
    let caller = caller(site, call)?;
    let words = format!("Could not find operation {action} for version 2011-06-15 (asked by {})", caller.arn);
    Err(Failure::new("InvalidAction", 400, words))
}
