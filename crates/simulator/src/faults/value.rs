//! The values of faults, and the forms that they must have.

use serde_json::Value as Json;
use std::fmt;

/// The form of a fault's value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ValueForm {
    /// No value.
    Bare,
    /// A whole number in these bounds.
    Number(i64, i64),
    /// A whole number in these bounds, or no value.
    MaybeNumber(i64, i64),
    /// A text without white space.
    Text,
    /// A text without white space, or no value.
    MaybeText,
    /// A JSON object.
    Object,
}

/// A value of one of the forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Bare,
    Number(i64),
    Text(String),
    Json(Json),
}

impl ValueForm {
    /// Parses a value from the text after `=`.
    pub(crate) fn read(self, text: Option<&str>) -> Option<Value> {
        let number = |text: &str, least, most| {
            let number = text.parse().ok().filter(|number| (least..=most).contains(number))?;
            Some(Value::Number(number))
        };
        match (self, text) {
            (Self::Bare | Self::MaybeNumber(..) | Self::MaybeText, None) => Some(Value::Bare),
            (Self::Number(least, most) | Self::MaybeNumber(least, most), Some(text)) => {
                number(text, least, most)
            }
            (Self::Text | Self::MaybeText, Some(text)) => {
                (!text.is_empty()).then(|| Value::Text(text.to_owned()))
            }
            (Self::Object, Some(text)) => serde_json::from_str(text).ok().and_then(|json| self.take(json)),
            (Self::Bare, Some(_)) | (Self::Number(..) | Self::Text | Self::Object, None) => None,
        }
    }

    /// Parses a value from JSON; `null` and `true` are no value.
    pub(crate) fn take(self, json: Json) -> Option<Value> {
        match (self, json) {
            (Self::Object, Json::Object(members)) => Some(Value::Json(Json::Object(members))),
            (Self::Object, _) | (_, Json::Bool(false) | Json::Array(_) | Json::Object(_)) => None,
            (_, Json::Null | Json::Bool(true)) => self.read(None),
            (_, Json::Number(number)) => self.read(Some(&number.to_string())),
            (_, Json::String(text)) => self.read(Some(&text)),
        }
    }
}

impl Value {
    pub(crate) fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Bare | Self::Text(_) | Self::Json(_) => None,
        }
    }

    pub(crate) fn unsigned(&self) -> Option<u64> {
        self.number().and_then(|number| number.try_into().ok())
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bare | Self::Number(_) | Self::Json(_) => None,
        }
    }

    pub(crate) fn json(&self) -> Option<&Json> {
        match self {
            Self::Json(json) => Some(json),
            Self::Bare | Self::Number(_) | Self::Text(_) => None,
        }
    }
}

impl fmt::Display for Value {
    /// Writes `=` and the value; nothing if there is no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bare => Ok(()),
            Self::Number(number) => write!(f, "={number}"),
            Self::Text(text) => write!(f, "={text}"),
            Self::Json(json) => write!(f, "={json}"),
        }
    }
}
