//! Scripted answers: status, headers and body as a test gives them.

use crate::reply;
use daypass_transport::Response;
use http::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The JSON of `answer=`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    content_type: Option<String>,
    /// The body as text; without it `json` is the body, without both it is empty.
    body: Option<String>,
    json: Option<Json>,
}

fn ok() -> u16 {
    200
}

/// Builds the response that the JSON describes; `None` if the JSON is invalid.
pub(crate) fn read(json: &Json) -> Option<Response> {
    let Answer { status, headers, content_type, body, json } = Answer::deserialize(json).ok()?;
    let (body, usual_type) = match (body, json) {
        (Some(_), Some(_)) => return None,
        (Some(body), None) => (body, "text/plain"),
        (None, Some(json)) => (json.to_string(), "application/json"),
        (None, None) => (String::new(), ""),
    };
    if !(200..600).contains(&status) {
        return None;
    }
    let mut response = reply::empty(status);
    let content_type = content_type.unwrap_or_else(|| usual_type.to_owned());
    if !content_type.is_empty() {
        response.headers_mut().insert(http::header::CONTENT_TYPE, content_type.parse().ok()?);
    }
    *response.body_mut() = body.into_bytes();
    set_headers(&mut response, headers.iter().map(|(name, value)| (name.as_str(), Some(value.as_str()))))?;
    Some(response)
}

/// Sets headers, or removes those without a value; `None` if a header is invalid.
pub(crate) fn set_headers<'h>(
    response: &mut Response,
    headers: impl Iterator<Item = (&'h str, Option<&'h str>)>,
) -> Option<()> {
    for (name, value) in headers {
        let name: HeaderName = name.parse().ok()?;
        match value {
            Some(value) => {
                response.headers_mut().insert(name, HeaderValue::from_str(value).ok()?);
            }
            None => {
                response.headers_mut().remove(name);
            }
        }
    }
    Some(())
}
