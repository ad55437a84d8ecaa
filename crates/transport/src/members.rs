//! Reads JSON replies as leniently as the AWS SDKs: `null` counts as absent, numbers may be floats or strings.

use crate::{Response, ServiceError};
use serde_json::{Map, Value};
use std::fmt;

/// The members of a JSON object. Each read takes a member out, so that a secret is moved and not copied.
pub struct Members(Map<String, Value>);

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Members {
    /// Parses the JSON object of a successful reply.
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

    /// Takes a required string.
    ///
    /// # Errors
    /// The member is absent or not a string; so it is for the other required types.
    pub fn text(&mut self, name: &str) -> Result<String, Malformed> {
        self.optional_text(name)?.ok_or_else(|| missing(name))
    }

    /// Takes a string that may be absent.
    pub fn optional_text(&mut self, name: &str) -> Result<Option<String>, Malformed> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Malformed::new(format!("its member {name} is not a text"))),
        }
    }

    /// Takes a required token, key, id or secret; [`opaque`] says which characters it may have.
    pub fn opaque(&mut self, name: &str) -> Result<String, Malformed> {
        opaque(self.text(name)?, name)
    }

    /// Takes a token, key, id or secret that may be absent; see [`opaque`].
    pub fn optional_opaque(&mut self, name: &str) -> Result<Option<String>, Malformed> {
        self.optional_text(name)?.map(|text| opaque(text, name)).transpose()
    }

    /// Takes a required number, not negative; its fraction is cut off.
    pub fn number(&mut self, name: &str) -> Result<u64, Malformed> {
        self.optional_number(name)?.ok_or_else(|| missing(name))
    }

    /// Takes a number that may be absent.
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

    /// Takes a required object.
    pub fn object(&mut self, name: &str) -> Result<Self, Malformed> {
        Self::of(self.0.remove(name).filter(|value| !value.is_null()).ok_or_else(|| missing(name))?, name)
    }

    /// Takes a required list of objects.
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

/// Why a reply is not usable. The message quotes nothing of the reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    what: String,
    web_page: bool,
}

impl Malformed {
    /// Creates the error with this message, which must not quote the reply.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), web_page: false }
    }

    /// Whether the reply is a web page.
    pub fn is_web_page(&self) -> bool {
        self.web_page
    }

    /// Creates the error for a web page in place of the reply.
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

/// Checks a token, key, id or secret of a reply before it is stored or put into a header: printable ASCII without
/// blanks, from one byte to 32 KiB. Those of AWS are base64, hexadecimal or JWT, with up to some KiB.
pub fn opaque(text: String, name: &str) -> Result<String, Malformed> {
    match text.len() {
        0 => Err(Malformed::new(format!("its member {name} is empty"))),
        1..=MAX_OPAQUE_BYTES if text.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(text),
        1..=MAX_OPAQUE_BYTES => {
            Err(Malformed::new(format!("its member {name} has characters that it cannot have")))
        }
        _ => Err(Malformed::new(format!("its member {name} is far too long"))),
    }
}

/// The longest token, key, id or secret that is accepted, in bytes.
const MAX_OPAQUE_BYTES: usize = 32 * 1024;

fn missing(name: &str) -> Malformed {
    Malformed::new(format!("its member {name} is missing"))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn whole(number: f64) -> Option<u64> {
    (0.0..9e15).contains(&number).then_some(number as u64)
}
