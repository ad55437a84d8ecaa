//! STS by the query protocol: GetCallerIdentity and AssumeRole, with verified signatures, and AssumeRoleWithWebIdentity.

pub(crate) mod model;
pub(crate) mod reply;
pub(crate) mod web_identity;

use crate::{
    call::Call,
    failure::Failure,
    sigv4::{self, SignatureError, SignedService},
    site::{
        Site,
        organisation::{IamRole, Principal},
    },
};
use daypass_transport::Response;

/// The valid code of every MFA device.
const TOKEN_CODE: &str = "123456";

/// Returns who signed the request. Codes and statuses: STS API reference, common errors, as the AWS CLI shows them.
fn caller(site: &Site, call: &Call<'_>) -> Result<Principal, Failure> {
    match sigv4::verify(call, SignedService::Sts, &site.keys) {
        Ok(key) => Ok(key.principal.clone()),
        Err(SignatureError::Missing) => {
            Err(Failure::new("MissingAuthenticationToken", 403, "Request is missing Authentication Token"))
        }
        Err(SignatureError::Incomplete(words)) => Err(Failure::new("IncompleteSignature", 400, words)),
        Err(SignatureError::UnknownKey) => Err(Failure::new(
            "InvalidClientTokenId",
            403,
            "The security token included in the request is invalid.",
        )),
        Err(SignatureError::Expired) => {
            Err(Failure::new("ExpiredToken", 403, "The security token included in the request is expired"))
        }
        Err(SignatureError::Skewed(words) | SignatureError::Mismatch(words)) => {
            Err(Failure::new("SignatureDoesNotMatch", 403, words))
        }
    }
}

/// Answers `Action=GetCallerIdentity`, which needs no permission, only a signature
/// (docs/evidence/sts-and-console.md#sts).
pub(crate) fn caller_identity(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    Ok(reply::identity(&caller(site, call)?, &call.request_id))
}

/// Answers `Action=AssumeRole`, with the limits of docs/evidence/sts-and-console.md#sts.
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
    // An unknown role and a role that does not trust the caller get equal errors, which do not tell whether it exists.
    let role = site.organisation.roles.iter().find(|role| role.arn == arn);
    let role = role.filter(|role| role.trusts(&caller) && conditions_hold(role, call));
    let role = role.ok_or_else(|| {
        let words =
            format!("User: {} is not authorized to perform: sts:AssumeRole on resource: {arn}", caller.arn);
        Failure::new("AccessDenied", 403, words)
    })?;
    let seconds = seconds(call, role)?;
    let principal = site.organisation.assumed(role, session);
    let expires_at = call.now.after(seconds);
    let (id, key) = site.keys.issue(&mut site.ids, principal, expires_at);
    Ok(reply::assumed("AssumeRole", &id, &key, call.now.on_wire(expires_at), &call.request_id))
}

/// Says whether the conditions of the trust policy hold: the external id, and a valid MFA code.
fn conditions_hold(role: &IamRole, call: &Call<'_>) -> bool {
    let external = role.external_id.as_deref().is_none_or(|id| call.form("ExternalId") == Some(id));
    let mfa = role.mfa_serial.as_deref().is_none_or(|serial| {
        call.form("SerialNumber") == Some(serial) && call.form("TokenCode") == Some(TOKEN_CODE)
    });
    external && mfa
}

/// Returns the lifetime in seconds. Every caller here has a role, so the limit of role chaining applies.
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

/// Answers every other `POST /`.
pub(crate) fn other(site: &Site, call: &Call<'_>) -> Result<Response, Failure> {
    let Some(action) = call.form("Action") else {
        return Err(Failure::new("MissingAction", 400, "The request has no Action."));
    };
    let caller = caller(site, call)?;
    let words = format!("Could not find operation {action} for version 2011-06-15 (asked by {})", caller.arn);
    Err(Failure::new("InvalidAction", 400, words))
}
