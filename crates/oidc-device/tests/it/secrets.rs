//! T26-02 and T14-07: secrets do not leave by serde, and what cannot be one does not come in.

use crate::support::{at, reply};
use daypass_oidc_device::{
    DeviceAuthorization, ErrorKind, Grant, Registration, RegistrationRequest, TokenRequest,
};
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
fn t26_02_nothing_with_a_secret_in_it_can_be_serialized() {
    assert!(Probe::<String>(PhantomData).serializes(), "the probe sees");
    assert!(!Probe::<TokenRequest<'_>>(PhantomData).serializes());
    assert!(!Probe::<RegistrationRequest>(PhantomData).serializes());
    assert!(!Probe::<Registration>(PhantomData).serializes());
    assert!(!Probe::<DeviceAuthorization>(PhantomData).serializes());
    assert!(!Probe::<Grant>(PhantomData).serializes());
}

#[test]
fn t14_06_07_a_token_is_printable_ascii_of_bounded_length() {
    let long = "x".repeat(32 * 1024 + 1);
    for bad in ["", " ", "a b", "a\\r\\nX: y", "\\u001b[31m", "t\\u00e9", "\\u0000", "a\\t", &long] {
        let body = format!(r#"{{"accessToken":"{bad}","expiresIn":60}}"#);
        let error = Grant::read(&reply(200, body), at(0)).expect_err("no token");
        assert_eq!(error.kind(), ErrorKind::Malformed, "{error}");
        let body = format!(r#"{{"accessToken":"a","refreshToken":"{bad}","expiresIn":60}}"#);
        Grant::read(&reply(200, body), at(0)).expect_err("no refresh token");
        for member in ["clientId", "clientSecret"] {
            let other = if member == "clientId" { "clientSecret" } else { "clientId" };
            let body = format!(r#"{{"{member}":"{bad}","{other}":"c","clientSecretExpiresAt":1}}"#);
            let request = RegistrationRequest::device("d", &[]);
            Registration::read(&request, &reply(200, body), at(0)).expect_err("no registration");
        }
    }
    let most = "~".repeat(32 * 1024);
    let body = format!(r#"{{"accessToken":"{most}","expiresIn":60}}"#);
    Grant::read(&reply(200, body), at(0)).expect("a long one");
}
