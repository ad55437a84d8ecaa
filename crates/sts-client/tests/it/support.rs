//! What the modules share: replies, a caller that reaches a wiremock server.

use daypass_sso_types::{Credentials, Region, SecretAccessKey, SessionToken};
pub(crate) use daypass_testkit::socket::{at, caller, endpoint, rendered, reply};

/// The documentation's example keys, with a planted token.
pub(crate) fn credentials() -> Credentials {
    Credentials {
        access_key_id: "AKIDEXAMPLE".to_owned(),
        secret_access_key: SecretAccessKey::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        session_token: Some(SessionToken::new("planted/token+=")),
        expires_at: None,
        account_id: None,
    }
}

pub(crate) fn region(name: &str) -> Region {
    Region::new(name).expect("a region")
}
