//! Builds replies by content type.

use daypass_transport::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::Value;

pub(crate) fn json(status: u16, body: &Value) -> Response {
    new(status, "application/json", body.to_string())
}

pub(crate) fn xml(status: u16, body: &str) -> Response {
    new(status, "text/xml", format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}"))
}

/// Builds a page that may load nothing.
///
/// Its form is sent to this server and redirected to a client on loopback. The policy allows `http:` for that, because
/// it cannot name `[::1]`.
pub(crate) fn html(status: u16, body: String) -> Response {
    let response = new(status, "text/html; charset=utf-8", body);
    let response = with_header(
        response,
        "content-security-policy",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self' http:",
    );
    with_header(with_header(response, "cache-control", "no-store"), "referrer-policy", "no-referrer")
}

/// Builds a redirect (302).
pub(crate) fn redirect(location: &str) -> Response {
    with_header(new(302, "text/plain", String::new()), "location", location)
}

pub(crate) fn empty(status: u16) -> Response {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

/// Sets a header; an invalid value is left out.
pub(crate) fn with_header(mut response: Response, name: &'static str, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    response
}

fn new(status: u16, content_type: &'static str, body: String) -> Response {
    let mut response = empty(status);
    *response.body_mut() = body.into_bytes();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
