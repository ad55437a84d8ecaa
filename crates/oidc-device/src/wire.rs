//! JSON out and in: exact on the way out, as lenient as the AWS SDKs on the way in.

use crate::Error;
use daypass_transport::{Endpoint, Request, Response, ServiceError};
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::{Map, Value};
use std::time::{Duration, SystemTime};

/// An unsigned `POST` with a JSON body, as every operation of this service is.
pub(crate) fn post(endpoint: &Endpoint, path: &str, body: &impl Serialize) -> Request {
    let body = serde_json::to_vec(body).expect("texts and lists of texts always serialize");
    http::Request::post(endpoint.uri(path))
        .header(CONTENT_TYPE, "application/json")
        .body(body)
        .expect("the URI is one, the header is constant")
}

/// The members of a successful reply. `null` counts as absent.
pub(crate) struct Reply(Map<String, Value>);

impl Reply {
    pub(crate) fn parse(response: &Response) -> Result<Self, Error> {
        if !response.status().is_success() {
            return Err(Error::refused(response));
        }
        if ServiceError::read(response).is_html() {
            return Err(Error::malformed("a web page; is there a captive portal or a proxy in between?"));
        }
        match serde_json::from_slice(response.body()) {
            Ok(Value::Object(members)) => Ok(Self(members)),
            Ok(_) => Err(Error::malformed("not a JSON object")),
            Err(_) if response.body().is_empty() => Err(Error::malformed("empty")),
            Err(_) => Err(Error::malformed("not JSON")),
        }
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<String, Error> {
        self.optional_text(name)?.ok_or_else(|| missing(name))
    }

    pub(crate) fn optional_text(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Error::malformed(format!("its member {name} is not a text"))),
        }
    }

    pub(crate) fn seconds(&mut self, name: &str) -> Result<Duration, Error> {
        self.optional_seconds(name)?.ok_or_else(|| missing(name))
    }

    /// A whole number of seconds, also as a float or in a string.
    pub(crate) fn optional_seconds(&mut self, name: &str) -> Result<Option<Duration>, Error> {
        let number = match self.0.remove(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_u64().or_else(|| whole(number.as_f64()?)),
            Some(Value::String(text)) => {
                text.trim().parse().ok().or_else(|| whole(text.trim().parse().ok()?))
            }
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => None,
        };
        let number = number
            .ok_or_else(|| Error::malformed(format!("its member {name} is not a number of seconds")))?;
        Ok(Some(Duration::from_secs(number)))
    }
}

/// `start` + `time`, or an error where no file could hold such a time.
pub(crate) fn after(start: SystemTime, time: Duration, name: &str) -> Result<SystemTime, Error> {
    let year_10000 = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(253_402_300_800));
    let end = start.checked_add(time).filter(|end| year_10000.is_none_or(|limit| *end < limit));
    end.ok_or_else(|| Error::malformed(format!("its member {name} is out of range")))
}

fn missing(name: &str) -> Error {
    Error::malformed(format!("its member {name} is missing"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole(number: f64) -> Option<u64> {
    (0.0..9e15).contains(&number).then_some(number as u64)
}
