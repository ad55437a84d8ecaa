//! JSON in, as lenient as the AWS SDKs: `null` is absent, numbers may be floats or texts.

use crate::Error;
use daypass_transport::{Response, ServiceError};
use serde_json::{Map, Value};

/// The members of a JSON object.
pub(crate) struct Members(Map<String, Value>);

impl Members {
    pub(crate) fn parse(response: &Response) -> Result<Self, Error> {
        if ServiceError::read(response).is_html() {
            return Err(Error::web_page());
        }
        match serde_json::from_slice(response.body()) {
            Ok(value) => Self::of(value, "it"),
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

    /// A number that is not negative, its fraction cut.
    pub(crate) fn number(&mut self, name: &str) -> Result<u64, Error> {
        let number = match self.0.remove(name) {
            None | Some(Value::Null) => return Err(missing(name)),
            Some(Value::Number(number)) => number.as_u64().or_else(|| whole(number.as_f64()?)),
            Some(Value::String(text)) => {
                text.trim().parse().ok().or_else(|| whole(text.trim().parse().ok()?))
            }
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => None,
        };
        number.ok_or_else(|| Error::malformed(format!("its member {name} is not a number")))
    }

    pub(crate) fn object(&mut self, name: &str) -> Result<Self, Error> {
        Self::of(self.0.remove(name).filter(|value| !value.is_null()).ok_or_else(|| missing(name))?, name)
    }

    pub(crate) fn objects(&mut self, name: &str) -> Result<Vec<Self>, Error> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Err(missing(name)),
            Some(Value::Array(list)) => list.into_iter().map(|value| Self::of(value, name)).collect(),
            Some(_) => Err(Error::malformed(format!("its member {name} is not a list"))),
        }
    }

    fn of(value: Value, name: &str) -> Result<Self, Error> {
        let Value::Object(members) = value else {
            return Err(Error::malformed(format!("{name} is not a JSON object")));
        };
        Ok(Self(members))
    }
}

fn missing(name: &str) -> Error {
    Error::malformed(format!("its member {name} is missing"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole(number: f64) -> Option<u64> {
    (0.0..9e15).contains(&number).then_some(number as u64)
}
