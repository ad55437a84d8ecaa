//! JSON replies, read as leniently as the AWS SDKs read them: `null` is absent, numbers may be floats or texts.

use crate::{Response, ServiceError};
use serde_json::{Map, Value};
use std::fmt;

/// The members of a JSON object, taken out one by one. Taking moves: a secret is not copied on the way.
pub struct Members(Map<String, Value>);

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Members {
    /// The object that a successful reply is.
    ///
    /// ```
    /// use daypass_transport::Members;
    /// let mut members = Members::parse(&http::Response::new(br#"{"a":"x","b":"5.0","c":null}"#.to_vec()))?;
    /// assert_eq!(members.text("a")?, "x");
    /// assert_eq!(members.number("b")?, 5);
    /// assert_eq!(members.text("c").unwrap_err().to_string(), "its member c is missing");
    /// # Ok::<(), daypass_transport::Malformed>(())
    /// ```
    pub fn parse(response: &Response) -> Result<Self, Malformed> {
        if ServiceError::read(response).is_html() {
            return Err(Malformed::web_page());
        }
        match serde_json::from_slice(response.body()) {
            Ok(value) => Self::of(value, "it"),
            Err(_) if response.body().is_empty() => Err(Malformed::new("empty")),
            Err(_) => Err(Malformed::new("not JSON")),
        }
    }

    /// A text that must be there.
    pub fn text(&mut self, name: &str) -> Result<String, Malformed> {
        self.optional_text(name)?.ok_or_else(|| missing(name))
    }

    /// A text.
    pub fn optional_text(&mut self, name: &str) -> Result<Option<String>, Malformed> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Malformed::new(format!("its member {name} is not a text"))),
        }
    }

    /// A token, a key, an id or a secret that must be there: see [`opaque`].
    pub fn opaque(&mut self, name: &str) -> Result<String, Malformed> {
        opaque(self.text(name)?, name)
    }

    /// The same, which may be absent.
    pub fn optional_opaque(&mut self, name: &str) -> Result<Option<String>, Malformed> {
        self.optional_text(name)?.map(|text| opaque(text, name)).transpose()
    }

    /// A number that must be there: not negative, its fraction cut.
    pub fn number(&mut self, name: &str) -> Result<u64, Malformed> {
        self.optional_number(name)?.ok_or_else(|| missing(name))
    }

    /// A number.
    pub fn optional_number(&mut self, name: &str) -> Result<Option<u64>, Malformed> {
        let number = match self.0.remove(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_u64().or_else(|| whole(number.as_f64()?)),
            Some(Value::String(text)) => {
                text.trim().parse().ok().or_else(|| whole(text.trim().parse().ok()?))
            }
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => None,
        };
        number.map(Some).ok_or_else(|| Malformed::new(format!("its member {name} is not a number")))
    }

    /// An object that must be there.
    pub fn object(&mut self, name: &str) -> Result<Self, Malformed> {
        Self::of(self.0.remove(name).filter(|value| !value.is_null()).ok_or_else(|| missing(name))?, name)
    }

    /// A list of objects that must be there.
    pub fn objects(&mut self, name: &str) -> Result<Vec<Self>, Malformed> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Err(missing(name)),
            Some(Value::Array(list)) => list.into_iter().map(|value| Self::of(value, name)).collect(),
            Some(_) => Err(Malformed::new(format!("its member {name} is not a list"))),
        }
    }

    fn of(value: Value, name: &str) -> Result<Self, Malformed> {
        let Value::Object(members) = value else {
            return Err(Malformed::new(format!("{name} is not a JSON object")));
        };
        Ok(Self(members))
    }
}

/// What is wrong with a reply, in words that quote nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    what: String,
    web_page: bool,
}

impl Malformed {
    /// With these words, which must hold nothing of the reply.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), web_page: false }
    }

    /// Whether a web page came instead.
    pub fn is_web_page(&self) -> bool {
        self.web_page
    }

    /// A web page came instead.
    pub fn web_page() -> Self {
        let what = "a web page; is there a captive portal or a proxy in between?".to_owned();
        Self { what, web_page: true }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Malformed {}

/// Checks a token, a key, an id or a secret before anybody stores it or puts it into a header: printable ASCII without
/// blanks, at least one character and at most 32 KiB. AWS's are base64, hexadecimal or JWT, and some kilobytes at most.
pub fn opaque(text: String, name: &str) -> Result<String, Malformed> {
    match text.len() {
        0 => Err(Malformed::new(format!("its member {name} is empty"))),
        1..=MOST_OPAQUE if text.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(text),
        1..=MOST_OPAQUE => {
            Err(Malformed::new(format!("its member {name} has characters that it cannot have")))
        }
        _ => Err(Malformed::new(format!("its member {name} is far too long"))),
    }
}

const MOST_OPAQUE: usize = 32 * 1024;

fn missing(name: &str) -> Malformed {
    Malformed::new(format!("its member {name} is missing"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole(number: f64) -> Option<u64> {
    (0.0..9e15).contains(&number).then_some(number as u64)
}
