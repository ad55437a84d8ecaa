//! Replies of the console's sign-in: errors, credentials, and the page that shows a code.

use crate::{failure::Failure, page, reply, services::sts::model::Key, text::escape};
use daypass_transport::Response;
use serde_json::{Value, json};

/// Builds an error. One exception has several reasons, which `error` tells (docs/evidence/console-login.md#errors).
pub(crate) fn refusal(failure: &Failure) -> Response {
    let error = if failure.oauth().is_empty() { "INVALID_REQUEST" } else { failure.oauth() };
    let body = json!({ "error": error, "message": failure.message() });
    reply::with_header(reply::json(failure.status(), &body), "x-amzn-errortype", failure.name())
}

/// Builds the reply to CreateOAuth2Token; only a redeemed code has an id token.
pub(super) fn tokens(
    id: &str,
    key: &Key,
    seconds: u64,
    refresh_token: &str,
    id_token: Option<&str>,
) -> Response {
    let mut body = json!({
        "accessToken": { "accessKeyId": id, "secretAccessKey": key.secret, "sessionToken": key.token },
        "tokenType": "aws_sigv4",
        "expiresIn": seconds,
        "refreshToken": refresh_token,
    });
    if let (Some(body), Some(id_token)) = (body.as_object_mut(), id_token) {
        body.insert("idToken".to_owned(), Value::from(id_token));
    }
    reply::json(200, &body)
}

/// Builds the page that shows the code to a person who signs in on another device.
pub(super) fn code_page(code: &str) -> Response {
    let body = format!(
        "<p>Copy this code to the device on which you started the sign-in.</p>\n<p><code id=\"code\">{}</code></p>",
        escape(code)
    );
    page::page(200, "Your authorization code", &body)
}
