//! Builds the URL that the browser opens for the authorization code grant.

use crate::{DEFAULT_SCOPE, Pkce, Registration};
use daypass_transport::{Endpoint, encode_query};

/// Builds the authorize URL as the AWS CLI does: on the endpoint's origin (without a path prefix), with the scopes in a
/// parameter `scopes`, and the challenge last. Without scopes it asks for [`DEFAULT_SCOPE`].
pub fn authorize_url(
    endpoint: &Endpoint,
    registration: &Registration,
    redirect_uri: &str,
    scopes: &[String],
    pkce: &Pkce,
) -> String {
    let scopes = if scopes.is_empty() { DEFAULT_SCOPE.to_owned() } else { scopes.join(" ") };
    let query = encode_query(&[
        ("response_type", "code"),
        ("client_id", &registration.client_id),
        ("redirect_uri", redirect_uri),
        ("state", &pkce.state),
        ("code_challenge_method", "S256"),
        ("scopes", &scopes),
        ("code_challenge", &pkce.challenge),
    ]);
    format!("{}/authorize?{query}", endpoint.origin())
}
