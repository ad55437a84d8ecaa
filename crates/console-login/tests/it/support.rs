//! What the modules share: keys, a signer with a known signature, replies.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_console_login::{ProofKey, Signer, SignerError};
use daypass_sso_types::DpopKey;
pub(crate) use daypass_testkit::socket::{at, endpoint, rendered, reply};

/// The key of RFC 7515, appendix A.3, as the AWS CLI writes it.
pub(crate) const SEC1: &str = "-----BEGIN EC PRIVATE KEY-----
MHcCAQEEII6bEJ5xkJi/mASH3x9dd+nLKWBuvtImO19XwhPfhPSyoAoGCCqGSM49
AwEHoUQDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEXH8UTNG72b
focs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
-----END EC PRIVATE KEY-----
";

/// The same key as JavaScript's and Java's libraries write it.
pub(crate) const PKCS8: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjpsQnnGQmL+YBIff
H1136cspYG6+0iY7X1fCE9+E9LKhRANCAAR/zc4ncPbEXUGDy+5v20t7WAczNXvp
7xO6z248e9FURcfxRM0bvZt+hyzf7bnuufSzaV1uqQskrYpGIyiFiOWt
-----END PRIVATE KEY-----
";

/// A key whose *x* begins with a zero byte.
pub(crate) const SHORT_X: &str = "-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIBocrLYUXUNUeLoObEPSMowgQZluan7JpQBwYBgRsUsOoAoGCCqGSM49
AwEHoUQDQgAEALxnHosVJotL/IZ+7BbS1rvOuCPew3SZ+o9cscyBgP4Y3fV0t/yL
smv4LVrmx/Jc8AnlHLNyTDP+IgCpHxzhZg==
-----END EC PRIVATE KEY-----
";

/// A key whose *y* begins with a zero byte.
pub(crate) const SHORT_Y: &str = "-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIOMwGzskKXu3/Omg7ENYHbveN0oRakIvlKEirZxrH1/PoAoGCCqGSM49
AwEHoUQDQgAEPFLr/2A3beFmFBGCBw2Dsdkfo3SVigv9IsplEPtdE/QAaBTJjG3u
QAp4kderRgBmc6f0EHmxCxLOpEf+YbnT4Q==
-----END EC PRIVATE KEY-----
";

pub(crate) fn key(pem: &str) -> ProofKey {
    ProofKey::from_pem(&DpopKey::new(pem)).expect("a key")
}

/// A signer that knows one key and one signature.
pub(crate) struct Fixed;

impl Signer for Fixed {
    fn generate(&self) -> Result<ProofKey, SignerError> {
        Ok(key(SEC1))
    }

    fn sign(&self, _: &ProofKey, _: &[u8]) -> Result<[u8; 64], SignerError> {
        Ok([0xab; 64])
    }
}

/// The members of one part of a JWT.
pub(crate) fn part(jwt: &str, at: usize) -> String {
    let part = jwt.split('.').nth(at).expect("three parts");
    String::from_utf8(URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("text")
}

/// An id token with this subject; nobody checks its signature.
pub(crate) fn id_token(sub: &str) -> String {
    let claims = serde_json::json!({ "iss": "https://signin.aws.amazon.com/signin", "sub": sub });
    format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

/// The reply to a redeemed code, with these members more.
pub(crate) fn granted(members: &str) -> String {
    let keys = r#"{"accessKeyId":"ASIA1","secretAccessKey":"secret1","sessionToken":"session1"}"#;
    format!(r#"{{"accessToken":{keys},"tokenType":"aws_sigv4","expiresIn":900{members}}}"#)
}
