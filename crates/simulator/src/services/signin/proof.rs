//! Verifies DPoP proofs (RFC 9449, section 4.3), strictly: what an implementation may forgive is refused here.

use crate::{
    call::Call,
    failure::{Failure, SIGNIN_INVALID_REQUEST},
    site::Site,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

#[derive(Deserialize)]
struct Header {
    typ: String,
    alg: String,
    jwk: Jwk,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
}

#[derive(Deserialize)]
struct Claims {
    htm: String,
    htu: String,
    iat: u64,
    jti: String,
}

/// Verifies the proof of a request and returns the thumbprint of its key (RFC 7638). A proof is accepted once.
pub(super) fn verify(site: &mut Site, call: &Call<'_>) -> Result<String, Failure> {
    let refused =
        |what: &str| SIGNIN_INVALID_REQUEST.because(format!("The DPoP proof is not valid: {what}."));
    let mut headers = call.request.headers().get_all("dpop").iter();
    let (Some(proof), None) = (headers.next(), headers.next()) else {
        return Err(refused("exactly one header is required"));
    };
    let proof = proof.to_str().map_err(|_| refused("it is not text"))?;
    let (signed, signature) = proof.rsplit_once('.').ok_or_else(|| refused("it is not a JWT"))?;
    let (header, claims) = signed.split_once('.').ok_or_else(|| refused("it is not a JWT"))?;
    let header: Header = part(header).ok_or_else(|| refused("its header is not in its form"))?;
    let claims: Claims = part(claims).ok_or_else(|| refused("its claims are not in their form"))?;
    let Jwk { kty, crv, x, y } = &header.jwk;
    if header.typ != "dpop+jwt" || header.alg != "ES256" || kty != "EC" || crv != "P-256" {
        return Err(refused("its type, its algorithm or its kind of key is another"));
    }
    // RFC 7518, section 6.2.1.2: each coordinate has the full 32 octets.
    let coordinate = |text: &str| URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 32);
    let (Some(x_bytes), Some(y_bytes)) = (coordinate(x), coordinate(y)) else {
        return Err(refused("a coordinate of its key is not 32 bytes"));
    };
    let point = [&[4][..], &x_bytes, &y_bytes].concat();
    let signature =
        URL_SAFE_NO_PAD.decode(signature).map_err(|_| refused("its signature is not base64url"))?;
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
        .verify(signed.as_bytes(), &signature)
        .map_err(|_| refused("its signature does not fit"))?;
    if claims.htm != "POST" || claims.htu != format!("{}{}", call.base, call.path) {
        return Err(refused("it is for another method or address"));
    }
    if claims.iat.abs_diff(call.now.wire.as_secs()) > site.settings.proof_tolerance_seconds {
        return Err(refused("its time is too far off"));
    }
    if claims.jti.is_empty() || !site.signin.proofs.insert(claims.jti) {
        return Err(refused("it was used before"));
    }
    let thumbprint = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(thumbprint)))
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
