//! `AssumeRoleWithWebIdentity`, which is not signed: the token says who asks.

use super::{is_session_name, reply};
use crate::{call::Call, failure::Failure, site::Site};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use daypass_transport::Response;
use serde_json::Value;

/// The audience of a token for STS.
const AUDIENCE: &str = "sts.amazonaws.com";

/// Answers `Action=AssumeRoleWithWebIdentity`. A token is a JWT whose issuer the role trusts; its signature is not looked at
/// (docs/evidence/machines.md).
pub(crate) fn assume_role(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let invalid = |words: &str| Failure::new("ValidationError", 400, words);
    let refused = |words: &str| Failure::new("InvalidIdentityToken", 400, words);
    let arn =
        call.form("RoleArn").filter(|arn| !arn.is_empty()).ok_or_else(|| invalid("RoleArn is required"))?;
    let session = call.form("RoleSessionName").filter(|name| is_session_name(name));
    let session = session.ok_or_else(|| invalid("RoleSessionName is required"))?;
    if call.header("authorization").is_some() {
        return Err(invalid("a web identity is not signed for"));
    }
    let token = call.form("WebIdentityToken").unwrap_or_default();
    let mut parts = token.split('.');
    let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(refused(
            "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
        ));
    };
    let claims: Value = BASE64_URL_SAFE_NO_PAD
        .decode(payload)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or_else(|| refused("The ID Token provided is not a valid JWT."))?;
    if claims.get("aud").and_then(Value::as_str) != Some(AUDIENCE) {
        return Err(refused("Incorrect token audience"));
    }
    if claims.get("exp").and_then(Value::as_u64).is_none_or(|end| end <= call.now.wire.as_secs()) {
        return Err(Failure::new("ExpiredTokenException", 400, "Token expired"));
    }
    let issuer = claims.get("iss").and_then(Value::as_str).unwrap_or_default();
    let role = site.organisation.roles.iter().find(|role| role.arn == arn);
    let role = role.filter(|role| role.trusts.iter().any(|trusted| trusted == issuer)).ok_or_else(|| {
        Failure::new("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity")
    })?;
    let principal = site.organisation.assumed(role, session);
    let expires_at = call.now.after(3600.min(role.max_seconds));
    let (id, key) = site.keys.issue(&mut site.ids, principal, expires_at);
    Ok(reply::assumed("AssumeRoleWithWebIdentity", &id, &key, call.now.on_wire(expires_at), &call.request_id))
}
