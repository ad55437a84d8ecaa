//! The fault `error`: an error with any code.

use super::{edited_reply::FaultyRequest, value::Value};
use crate::{failure::Failure, services::refusal::refusal};
use daypass_transport::Response;

/// The codes of STS with status 403. STS API reference, common errors.
const FORBIDDEN_CODES: [&str; 6] = [
    "AccessDenied",
    "ExpiredToken",
    "InvalidClientTokenId",
    "MissingAuthenticationToken",
    "RegionDisabledException",
    "SignatureDoesNotMatch",
];

/// Parses `CODE` or `STATUS:CODE`.
pub(super) fn status_and_code(text: &str) -> Option<(u16, &str)> {
    let is_code = |code: &str| {
        !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-#:".contains(&byte))
    };
    let (status, code) = if let Some((status, code)) = text.split_once(':') {
        (status.parse().ok()?, code)
    } else {
        (if FORBIDDEN_CODES.contains(&text) { 403 } else { 400 }, text)
    };
    ((200..600).contains(&status) && is_code(code)).then_some((status, code))
}

/// Builds the service's error with that code.
pub(super) fn coded(request: &FaultyRequest<'_>, value: &Value) -> Response {
    let (status, code) = value.text().and_then(status_and_code).unwrap_or((400, "Unknown"));
    refusal(request.service, &Failure::coded(code, status, "injected fault"), request.request_id)
}
