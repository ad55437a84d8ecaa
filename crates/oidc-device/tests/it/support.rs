//! What the modules share: replies, a registration, a caller that reaches a wiremock server.

use daypass_oidc_device::Registration;
use daypass_sso_types::ClientSecret;
pub(crate) use daypass_testkit::socket::{NoSleep, at, caller, endpoint, rendered, reply};

pub(crate) fn registration() -> Registration {
    Registration {
        client_id: "cid-1".to_owned(),
        client_secret: ClientSecret::new("csecret-1"),
        expires_at: at(4_000_000_000),
        scopes: Vec::new(),
        grant_types: Vec::new(),
    }
}

pub(crate) fn scopes(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}
