//! DPoP proofs: header, claims, signature.

use crate::support::{Fixed, SEC1, SHORT_X, SHORT_Y, at, endpoint, key, part};
use daypass_console_login::{TokenRequest, proof};

fn zeros(buffer: &mut [u8]) {
    buffer.fill(0);
}

#[test]
fn l65_a_proof_has_the_parts_of_the_aws_clis() {
    let uri = TokenRequest::uri(&endpoint("https://us-east-2.signin.aws.amazon.com"));
    let text = proof(&key(SEC1), &uri, at(1_795_402_559), &zeros, &Fixed).expect("a proof");
    assert_eq!(
        part(&text, 0),
        r#"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","crv":"P-256"}}"#
    );
    assert_eq!(
        part(&text, 1),
        r#"{"htm":"POST","htu":"https://us-east-2.signin.aws.amazon.com/v1/token","iat":1795402559,"jti":"00000000-0000-4000-8000-000000000000"}"#
    );
    assert_eq!(text.split('.').count(), 3);
    assert_eq!(text.split('.').nth(2).expect("a signature").len(), 86, "64 bytes without padding");
}

#[test]
fn l64_the_address_in_a_proof_is_the_one_that_is_called() {
    for (url, htu) in [
        ("https://signin-fips.amazonaws-us-gov.com", "https://signin-fips.amazonaws-us-gov.com/v1/token"),
        ("https://eu-west-1.signin.aws.amazon.com:443/", "https://eu-west-1.signin.aws.amazon.com/v1/token"),
        ("http://127.0.0.1:8080/a/b/", "http://127.0.0.1:8080/a/b/v1/token"),
        ("http://[::1]:8080", "http://[::1]:8080/v1/token"),
    ] {
        let uri = TokenRequest::uri(&endpoint(url));
        let text = proof(&key(SEC1), &uri, at(0), &zeros, &Fixed).expect("a proof");
        assert!(part(&text, 1).contains(&format!(r#""htu":"{htu}""#)), "{url}");
        let request = TokenRequest::refresh("c", &daypass_sso_types::RefreshToken::new("r"))
            .request(&endpoint(url), &text);
        assert_eq!(request.uri().to_string(), htu);
    }
}

#[test]
fn l73_coordinates_always_have_32_bytes() {
    for pem in [SHORT_X, SHORT_Y] {
        let text = proof(&key(pem), &http::Uri::from_static("https://h/"), at(0), &zeros, &Fixed);
        let header: serde_json::Value =
            serde_json::from_str(&part(&text.expect("a proof"), 0)).expect("JSON");
        for name in ["x", "y"] {
            let coordinate = header["jwk"][name].as_str().expect("a text");
            assert_eq!(coordinate.len(), 43, "{name} of {pem}");
        }
        let first = header["jwk"][if pem == SHORT_X { "x" } else { "y" }].as_str().expect("a text");
        assert!(first.starts_with('A'), "it begins with zeros: {first}");
        assert!(header["jwk"]["d"].is_null(), "the private number stays here");
    }
}

#[test]
fn a_query_is_not_part_of_the_address_and_1970_is_the_earliest_time() {
    let uri = http::Uri::from_static("https://h/v1/token?x=y");
    let before = std::time::SystemTime::UNIX_EPOCH - std::time::Duration::from_secs(5);
    let text = proof(&key(SEC1), &uri, before, &zeros, &Fixed).expect("a proof");
    assert!(part(&text, 1).contains(r#""htu":"https://h/v1/token","iat":0,"#), "{}", part(&text, 1));
}

/// ring says that the signature is right; the simulator's tests say it a second way.
#[cfg(feature = "ring")]
#[test]
fn l65_the_signature_covers_header_and_claims() {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use daypass_console_login::{RingSigner, Signer as _};
    let signer = RingSigner::new();
    for key in [key(SEC1), key(SHORT_X), key(SHORT_Y), signer.generate().expect("a key")] {
        let uri = http::Uri::from_static("https://h/v1/token");
        let text = proof(&key, &uri, at(0), &zeros, &signer).expect("a proof");
        let (head, signature) = text.rsplit_once('.').expect("a signature");
        let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
        let point = [&[4][..], key.coordinates().as_flattened()].concat();
        let public =
            ring::signature::UnparsedPublicKey::new(&ring::signature::ECDSA_P256_SHA256_FIXED, point);
        public.verify(head.as_bytes(), &signature).expect("the signature of this text");
        public.verify(b"another text", &signature).expect_err("no signature of another");
    }
}
