//! Replies of the registries and of CodeArtifact; times are seconds since 1970.

use crate::{failure::Failure, reply};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use daypass_transport::Response;
use serde_json::json;
use std::time::Duration;

/// Builds an error.
pub(crate) fn refusal(failure: &Failure) -> Response {
    let body = json!({ "__type": failure.name(), "message": failure.message() });
    reply::with_header(reply::json(failure.status(), &body), "x-amzn-errortype", failure.name())
}

pub(super) fn private(password: &str, ends_at: Duration, account: &str, region: &str) -> Response {
    let login = json!({
        "authorizationToken": login(password),
        "expiresAt": ends_at.as_secs_f64(),
        "proxyEndpoint": format!("https://{account}.dkr.ecr.{region}.amazonaws.com"),
    });
    reply::json(200, &json!({ "authorizationData": [login] }))
}

pub(super) fn public(password: &str, ends_at: Duration) -> Response {
    let login = json!({ "authorizationToken": login(password), "expiresAt": ends_at.as_secs_f64() });
    reply::json(200, &json!({ "authorizationData": login }))
}

pub(super) fn domain(token: &str, ends_at: Duration) -> Response {
    reply::json(200, &json!({ "authorizationToken": token, "expiration": ends_at.as_secs_f64() }))
}

fn login(password: &str) -> String {
    BASE64_STANDARD.encode(format!("AWS:{password}"))
}
