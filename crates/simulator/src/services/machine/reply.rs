//! Replies of a machine: text, and credentials as JSON.

use crate::{failure::Failure, reply, services::sts::model::Key, time::iso};
use daypass_transport::Response;
use serde_json::json;
use std::time::Duration;

/// Builds an error: a status and a line.
pub(crate) fn refusal(failure: &Failure) -> Response {
    let mut response = reply::empty(failure.status());
    *response.body_mut() = failure.message().as_bytes().to_vec();
    reply::with_header(response, "content-type", "text/plain")
}

pub(super) fn text(text: &str) -> Response {
    let mut response = reply::empty(200);
    *response.body_mut() = text.as_bytes().to_vec();
    reply::with_header(response, "content-type", "text/plain")
}

pub(super) fn instance(id: &str, key: &Key, ends_at: Duration) -> Response {
    reply::json(
        200,
        &json!({
            "Code": "Success",
            "Type": "AWS-HMAC",
            "AccessKeyId": id,
            "SecretAccessKey": key.secret,
            "Token": key.token,
            "Expiration": iso(ends_at),
        }),
    )
}

pub(super) fn container(id: &str, key: &Key, ends_at: Duration, arn: &str) -> Response {
    reply::json(
        200,
        &json!({
            "RoleArn": arn,
            "AccessKeyId": id,
            "SecretAccessKey": key.secret,
            "Token": key.token,
            "Expiration": iso(ends_at),
        }),
    )
}
