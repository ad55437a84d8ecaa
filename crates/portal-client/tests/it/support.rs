//! What the modules share: replies, a caller that reaches a wiremock server.

use daypass_sso_types::{AccessToken, AccountId, RoleName};
pub(crate) use daypass_testkit::socket::{at, caller, endpoint, rendered, reply};

pub(crate) fn token() -> AccessToken {
    AccessToken::new("planted-token")
}

pub(crate) fn account() -> AccountId {
    AccountId::new("111122223333").expect("an account")
}

pub(crate) fn role(name: &str) -> RoleName {
    RoleName::new(name).expect("a role")
}
