//! Builds the URL that the browser opens.

use crate::{Flow, Pkce};
use daypass_transport::{Endpoint, encode_query};

/// Builds the authorize URL as the AWS CLI does: on the endpoint's origin (without a path prefix), with seven parameters.
/// The method of the challenge is called `SHA-256`, not `S256` as in RFC 7636.
pub fn authorize_url(endpoint: &Endpoint, flow: Flow, pkce: &Pkce) -> String {
    let query = encode_query(&[
        ("response_type", "code"),
        ("client_id", flow.client_id()),
        ("state", &pkce.state),
        ("code_challenge_method", "SHA-256"),
        ("scope", "openid"),
        ("redirect_uri", &flow.redirect_uri(endpoint)),
        ("code_challenge", &pkce.challenge),
    ]);
    format!("{}/v1/authorize?{query}", endpoint.origin())
}
