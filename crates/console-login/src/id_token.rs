//! Reads who signed in from the id token of the service.

use crate::LoginSession;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_sso_types::IdToken;
use daypass_transport::Malformed;
use serde_json::Value;

/// Returns the console identity that an id token names: its `sub`.
///
/// The signature is not checked. The token comes straight from the service over TLS, which OpenID Connect Core (section
/// 3.1.3.7, item 6) accepts in its place; a token from anywhere else proves nothing.
///
/// # Errors
/// A text that is not a JWT of three parts, or has no `sub` that is an ARN. The message quotes nothing of it.
pub fn login_session_of(id_token: &IdToken) -> Result<LoginSession, Malformed> {
    let no_token = || Malformed::new("its idToken is not a JWT with three parts");
    let parts: Vec<&str> = id_token.expose().split('.').collect();
    let [_, claims, _] = parts.as_slice() else { return Err(no_token()) };
    let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).map_err(|_| no_token())?;
    let claims: Value = serde_json::from_slice(&claims).map_err(|_| no_token())?;
    let sub = claims.get("sub").and_then(Value::as_str);
    let sub = sub.ok_or_else(|| Malformed::new("its idToken names nobody: it has no sub"))?;
    LoginSession::new(sub)
        .map_err(|_| Malformed::new("its idToken names no console identity: its sub is not an ARN"))
}
