//! RegisterClient: checks and stores a client registration.

use super::{
    client::{CODE_GRANT, DEVICE_GRANT, REFRESH_GRANT},
    model::Registration,
    start_url::check_start_url,
};
use crate::{
    call::Call,
    failure::{
        Failure, INVALID_CLIENT_METADATA, INVALID_REDIRECT_URI, INVALID_REQUEST, INVALID_SCOPE,
        UNSUPPORTED_GRANT_TYPE,
    },
    reply,
    site::Site,
};
use daypass_transport::Response;
use http::Uri;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    client_name: Option<String>,
    client_type: Option<String>,
    scopes: Option<Vec<String>>,
    grant_types: Option<Vec<String>>,
    redirect_uris: Option<Vec<String>>,
    issuer_url: Option<String>,
}

/// Answers `POST /client/register`. Members: service model of sso-oidc; checks: docs/evidence/oidc.md#registration.
pub(crate) fn register(site: &mut Site, call: &Call<'_>) -> Result<Response, Failure> {
    let input: Input = call.json()?;
    let name = input.client_name.filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| INVALID_REQUEST.because("clientName is required."))?;
    match input.client_type.as_deref() {
        Some("public") => {}
        Some(_) => return Err(INVALID_CLIENT_METADATA.because("clientType must be public.")),
        None => return Err(INVALID_REQUEST.because("clientType is required.")),
    }
    let scopes = input.scopes.unwrap_or_default();
    if let Some(scope) = scopes.iter().find(|scope| !is_scope(scope)) {
        return Err(INVALID_SCOPE.because(format!("The scope {scope:?} is not known.")));
    }
    let grant_types = input.grant_types.unwrap_or_default();
    let known = [DEVICE_GRANT, CODE_GRANT, REFRESH_GRANT];
    if let Some(grant) = grant_types.iter().find(|grant| !known.contains(&grant.as_str())) {
        return Err(UNSUPPORTED_GRANT_TYPE.because(format!("The grant type {grant:?} is not supported.")));
    }
    let redirect_uris = input.redirect_uris.unwrap_or_default();
    if let Some(uri) = redirect_uris.iter().find(|uri| !is_loopback(uri)) {
        return Err(INVALID_REDIRECT_URI.because(format!("The redirect URI {uri:?} is not on loopback.")));
    }
    if grant_types.iter().any(|grant| grant == CODE_GRANT) {
        if redirect_uris.is_empty() {
            return Err(INVALID_REDIRECT_URI.because("authorization_code needs redirectUris."));
        }
        let issuer = input.issuer_url.filter(|url| !url.is_empty());
        let issuer = issuer.ok_or_else(|| INVALID_REQUEST.because("authorization_code needs issuerUrl."))?;
        check_start_url(&site.organisation, site.settings.check_start_url, &issuer)?;
    }
    let (id, secret) = (site.ids.opaque("client", 24), site.ids.opaque("client secret", 96));
    let expires_at = call.now.after(site.settings.registration_seconds);
    let reply = json!({
        "clientId": id,
        "clientSecret": secret,
        "clientIdIssuedAt": call.now.wire.as_secs(),
        "clientSecretExpiresAt": call.now.on_wire(expires_at).as_secs(),
    });
    site.oidc
        .registrations
        .insert(id, Registration { secret, name, scopes, grant_types, redirect_uris, expires_at });
    Ok(reply::json(200, &reply))
}

/// Says whether a scope has the form of `sso:account:access`, `codewhisperer:completions` or `openid`.
fn is_scope(scope: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    };
    scope.split(':').all(is_word) && (scope.contains(':') || scope == "openid")
}

/// Says whether a redirect URI is plain http on loopback, on any port (RFC 8252, section 7.3).
fn is_loopback(uri: &str) -> bool {
    uri.parse::<Uri>().is_ok_and(|uri| {
        uri.scheme_str() == Some("http") && matches!(uri.host(), Some("127.0.0.1" | "[::1]" | "localhost"))
    })
}
