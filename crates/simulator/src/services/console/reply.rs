//! Replies of the console's federation endpoint: a token as JSON, everything else as pages.

use crate::{failure::Failure, page, reply};
use daypass_transport::Response;
use serde_json::json;

/// Builds an error as a page, because people see it.
pub(crate) fn refusal(failure: &Failure) -> Response {
    page::message(failure.status(), "This request cannot be answered", failure.message())
}

pub(super) fn sign_in_token(token: &str) -> Response {
    reply::json(200, &json!({ "SigninToken": token }))
}

/// Builds the page that stands for the console.
pub(super) fn console(arn: &str, destination: &str) -> Response {
    let words = format!("Signed in to the console as {arn}. The real one would now open {destination}");
    page::message(200, "AWS console", &words)
}
