//! The URL that the browser opens for the authorization code grant.

use crate::{DEFAULT_SCOPE, Pkce, Registration};
use daypass_transport::{Endpoint, encode_query};

/// The authorize URL in the AWS CLI's shape: on the endpoint's origin (a path prefix is dropped), with the
/// scopes in a parameter named `scopes`, and the challenge last. Without scopes it is [`DEFAULT_SCOPE`].
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
