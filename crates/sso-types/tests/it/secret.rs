//! Secrets: nothing that formats them may show them.

use daypass_sso_types::{
    AccessToken, AuthorizationCode, ClientSecret, CodeVerifier, Credentials, DeviceCode, DpopKey, IdToken,
    RefreshToken, SecretAccessKey, SessionToken,
};
use std::fmt::Debug;

const PLANTED: &str = "planted-secret-0123456789";

/// Plain and pretty, and inside other values, as an error or a log line would hold it.
fn check(name: &str, secret: impl Debug + Clone) {
    for text in [
        format!("{secret:?}"),
        format!("{secret:#?}"),
        format!("{:?}", Some(&secret)),
        format!("{:?}", vec![secret.clone()]),
        format!("{:?}", Err::<(), _>(secret.clone())),
    ] {
        assert!(!text.contains(PLANTED), "{name} shows itself in {text}");
        assert!(text.contains(&format!("{name}(redacted)")), "{name} does not say what it is in {text}");
    }
}

#[test]
fn debug_is_redacted() {
    check("AccessToken", AccessToken::new(PLANTED));
    check("RefreshToken", RefreshToken::new(PLANTED));
    check("ClientSecret", ClientSecret::new(PLANTED));
    check("DeviceCode", DeviceCode::new(PLANTED));
    check("AuthorizationCode", AuthorizationCode::new(PLANTED));
    check("CodeVerifier", CodeVerifier::new(PLANTED));
    check("IdToken", IdToken::new(PLANTED));
    check("DpopKey", DpopKey::new(PLANTED));
    check("SecretAccessKey", SecretAccessKey::new(PLANTED));
    check("SessionToken", SessionToken::new(PLANTED));
}

#[test]
fn credentials_show_the_key_id_alone() {
    let credentials = Credentials {
        access_key_id: "ASIAEXAMPLE".to_owned(),
        secret_access_key: SecretAccessKey::new(PLANTED),
        session_token: Some(SessionToken::new(PLANTED)),
        expires_at: None,
        account_id: None,
    };
    let text = format!("{credentials:#?}");
    assert!(text.contains("ASIAEXAMPLE"));
    assert!(!text.contains(PLANTED), "{text}");
}

#[test]
fn expose_gives_back_what_was_put_in() {
    for value in ["", "aoa", " spaced ", "ünïcödé", "line\nbreak"] {
        assert_eq!(AccessToken::new(value).expose(), value);
        assert_eq!(SessionToken::new(value.to_owned()).expose(), value);
    }
}

#[test]
fn equality_is_of_the_secret() {
    assert_eq!(RefreshToken::new("a"), RefreshToken::new("a"));
    assert_ne!(RefreshToken::new("a"), RefreshToken::new("b"));
}
