//! Secrets do not leave by serde, by `Debug` or by an error.

use crate::support::{SEC1, at, granted, id_token, key, reply};
use daypass_console_login::{Flow, Refreshed, SignIn, TokenRequest, read_pasted_code};
use daypass_sso_types::{AuthorizationCode, CodeVerifier, RefreshToken};
use std::marker::PhantomData;

/// Whether a type is `Serialize`: an inherent method is found before that of a trait.
struct Probe<T>(PhantomData<T>);

impl<T: serde::Serialize> Probe<T> {
    #[expect(clippy::unused_self, reason = "found by the receiver's type")]
    fn serializes(&self) -> bool {
        true
    }
}

trait Otherwise {
    fn serializes(&self) -> bool {
        false
    }
}

impl<T> Otherwise for Probe<T> {}

#[test]
fn l61_nothing_with_a_secret_in_it_can_be_serialized() {
    assert!(Probe::<String>(PhantomData).serializes(), "the probe sees");
    assert!(!Probe::<TokenRequest<'_>>(PhantomData).serializes());
    assert!(!Probe::<SignIn>(PhantomData).serializes());
    assert!(!Probe::<Refreshed>(PhantomData).serializes());
    assert!(!Probe::<daypass_console_login::ProofKey>(PhantomData).serializes());
}

#[test]
fn l61_debug_shows_no_secret() {
    let endpoint = crate::support::endpoint("https://h");
    let (code, verifier) = (AuthorizationCode::new("code-secret"), CodeVerifier::new("verifier-secret"));
    let redeem = TokenRequest::redeem(&endpoint, Flow::CrossDevice, &code, &verifier);
    let token = RefreshToken::new("refresh-secret");
    let refresh = TokenRequest::refresh("c", &token);
    let id = id_token("arn:aws:iam::005000000022:root");
    let body = granted(&format!(r#","refreshToken":"refresh-secret","idToken":"{id}""#));
    let sign_in = SignIn::read(&reply(200, body), at(0)).expect("a sign-in");
    let pasted = read_pasted_code("state=other&code=code-secret", "s").expect_err("another state");
    let text = format!(
        "{redeem:?} {refresh:?} {sign_in:?} {:?} {:?} {pasted:?} {pasted}",
        key(SEC1),
        key(SEC1).to_pem()
    );
    for secret in ["-secret", "secret1", "session1", &id, "MHcC", "jpsQ"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains(r#"TokenRequest { grant_type: "refresh_token", .. }"#), "{text}");
}
