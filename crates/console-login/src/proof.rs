//! DPoP proofs (RFC 9449): a signature over the request's method, address and time, one for each attempt.

use crate::{ProofKey, Signer, SignerError};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_sso_types::Entropy;
use daypass_transport::uuid;
use serde::Serialize;
use std::time::SystemTime;

#[derive(Serialize)]
struct Header<'a> {
    typ: &'static str,
    alg: &'static str,
    jwk: Jwk<'a>,
}

/// The members in the order of the AWS CLI. A server that remembers the text of a key sees one text for each session.
#[derive(Serialize)]
struct Jwk<'a> {
    kty: &'static str,
    x: &'a str,
    y: &'a str,
    crv: &'static str,
}

#[derive(Serialize)]
struct Claims<'a> {
    htm: &'static str,
    htu: &'a str,
    iat: u64,
    jti: String,
}

/// Builds the proof for one `POST` to this address, as the value of the header `DPoP`. `uri` is the address that is
/// called, with its port unless it is the default one, and without a query. The proof is of this time, and the entropy
/// gives it an id of its own: an attempt that repeats a request needs a new one, because a service remembers the ids.
///
/// # Errors
/// The signer refuses the key, or has no entropy.
pub fn proof(
    key: &ProofKey,
    uri: &http::Uri,
    now: SystemTime,
    entropy: &dyn Entropy,
    signer: &dyn Signer,
) -> Result<String, SignerError> {
    let [x, y] = &key.encoded_coordinates();
    let jwk = Jwk { kty: "EC", x, y, crv: "P-256" };
    let header = Header { typ: "dpop+jwt", alg: "ES256", jwk };
    let uri = uri.to_string();
    let htu = uri.split('?').next().unwrap_or_default();
    let iat = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let claims = Claims { htm: "POST", htu, iat, jti: uuid(entropy) };
    let text = format!("{}.{}", encoded(&header), encoded(&claims));
    let signature = signer.sign(key, text.as_bytes())?;
    Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn encoded(part: &impl Serialize) -> String {
    let json = serde_json::to_vec(part).expect("texts and numbers always serialize");
    URL_SAFE_NO_PAD.encode(json)
}
