//! The service behind `aws login`: authorization codes, refresh, and the sessions that come of them.
//!
//! What AWS does is in docs/evidence/console-login.md.

mod authorize;
pub(crate) mod model;
mod proof;
pub(crate) mod reply;
mod sessions;
mod token;

pub(crate) use authorize::{CONFIRMATION, authorize, confirmation};
pub(crate) use sessions::{list_sessions, revoke_sessions};
pub(crate) use token::create_token;

use crate::{call::Call, site::Site};

/// Returns the region that a request is for: that in the host, as in `us-east-2.signin.aws.amazon.com` and
/// `signin.us-east-2.api.aws`, else the region of the world.
fn region(site: &Site, call: &Call<'_>) -> String {
    let labels: Vec<_> = call.host().split('.').collect();
    let is_service = |label: &str| matches!(label, "signin" | "signin-fips");
    let found = match labels.as_slice() {
        [service, region, _, ..] if is_service(service) => Some(*region),
        [region, service, _, ..] if is_service(service) => Some(*region),
        _ => None,
    };
    found.unwrap_or(&site.organisation.region).to_owned()
}
