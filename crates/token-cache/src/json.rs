//! Reads JSON objects whose unknown members keep their order and their bytes, and writes JSON as the AWS CLI does
//! (Python's `json.dumps` with its defaults).

use crate::time;
use serde::{
    Deserialize,
    de::{Deserializer, MapAccess, Visitor},
};
use serde_json::value::RawValue;
use std::{fmt, time::SystemTime};

/// The members of a JSON object, in order. Values that are not taken out are written back byte for byte.
#[derive(Clone, Default)]
pub(crate) struct Members(Vec<(String, Box<RawValue>)>);

/// Why a file is corrupt, as half a sentence whose subject is the file. It never quotes the file, which may hold
/// secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Defect(pub(crate) &'static str);

impl Members {
    /// Parses one JSON object. A byte order mark is skipped and bytes that are not UTF-8 are replaced, so that neither
    /// costs the user a sign-in.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Defect> {
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        if text.trim_ascii().is_empty() {
            return Err(Defect("it is empty"));
        }
        serde_json::from_str(&text).map_err(|error| {
            Defect(match error.classify() {
                serde_json::error::Category::Eof => "it ends in the middle of its JSON",
                serde_json::error::Category::Data => "it holds JSON, but not a single object",
                serde_json::error::Category::Syntax | serde_json::error::Category::Io => "it is not JSON",
            })
        })
    }

    /// Parses like [`Members::parse`], and takes the first object if more text follows it: two writers in place leave
    /// the whole text of the later one, and behind it the end of a longer one.
    pub(crate) fn parse_first(bytes: &[u8]) -> Result<Self, Defect> {
        Self::parse(bytes).or_else(|defect| {
            let first = serde_json::Deserializer::from_slice(bytes).into_iter().next();
            first.and_then(Result::ok).ok_or(defect)
        })
    }

    /// Takes a member out, in any letter case; the exact spelling wins over others, and the last of those. `null`
    /// counts as absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Box<RawValue>> {
        let mut found: Option<(bool, Box<RawValue>)> = None;
        let mut kept = Vec::with_capacity(self.0.len());
        for (member, value) in self.0.drain(..) {
            if !member.eq_ignore_ascii_case(name) {
                kept.push((member, value));
            } else if member == name || !found.as_ref().is_some_and(|(exact, _)| *exact) {
                found = Some((member == name, value));
            }
        }
        self.0 = kept;
        found.map(|(_, value)| value).filter(|value| value.get() != "null")
    }

    /// Takes a string member out; one of another type counts as absent.
    pub(crate) fn take_text(&mut self, name: &str) -> Option<String> {
        self.take(name).and_then(|value| serde_json::from_str(value.get()).ok())
    }

    /// Returns a string member of exactly this name, which stays; `None` if it is absent, empty or of another type.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(here, _)| here == name)?;
        serde_json::from_str(value.get()).ok().filter(|text: &String| !text.is_empty())
    }

    /// Takes a time out; one in no known spelling counts as absent.
    pub(crate) fn take_time(&mut self, name: &str) -> Option<SystemTime> {
        self.take_text(name).and_then(|text| time::parse(&text))
    }

    /// Takes a list of strings out; anything else counts as empty.
    pub(crate) fn take_list(&mut self, name: &str) -> Vec<String> {
        self.take(name).and_then(|value| serde_json::from_str(value.get()).ok()).unwrap_or_default()
    }

    /// Takes an object out; a member of another type counts as absent.
    pub(crate) fn take_object(&mut self, name: &str) -> Option<Self> {
        self.take(name).and_then(|value| Self::parse(value.get().as_bytes()).ok())
    }

    /// Whether the object has a member of exactly this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(here, _)| here == name)
    }

    /// Copies the members of another object that this one does not have.
    pub(crate) fn add_missing(&mut self, other: &Self) {
        for (name, value) in &other.0 {
            if !self.has(name) {
                self.0.push((name.clone(), value.clone()));
            }
        }
    }
}

impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        let pairs = |members: &Self| -> Vec<(String, String)> {
            members.0.iter().map(|(name, value)| (name.clone(), value.get().to_owned())).collect()
        };
        pairs(self) == pairs(other)
    }
}

impl Eq for Members {}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members: Vec<(String, Box<RawValue>)> = Vec::new();
                while let Some((name, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    match members.iter_mut().find(|(here, _)| *here == name) {
                        Some(slot) => slot.1 = value,
                        None => members.push((name, value)),
                    }
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Writes a JSON object as Python does: `{"a": "x", "b": "y"}`.
#[derive(Debug)]
pub(crate) struct Writer(String);

impl Writer {
    pub(crate) fn new() -> Self {
        Self(String::from("{"))
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        quote(&mut self.0, value);
        self
    }

    pub(crate) fn optional(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.text(name, value);
        }
        self
    }

    pub(crate) fn list(&mut self, name: &str, values: &[String]) -> &mut Self {
        self.name(name);
        quote_list(&mut self.0, values);
        self
    }

    pub(crate) fn object(&mut self, name: &str, object: Self) -> &mut Self {
        self.name(name);
        self.0.push_str(&object.finish());
        self
    }

    pub(crate) fn members(&mut self, members: &Members) -> &mut Self {
        for (name, value) in &members.0 {
            self.name(name);
            self.0.push_str(value.get());
        }
        self
    }

    pub(crate) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }

    fn name(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push_str(", ");
        }
        quote(&mut self.0, name);
        self.0.push_str(": ");
    }
}

/// Appends a JSON string in ASCII, as Python's `json.dumps` writes it.
pub(crate) fn quote(out: &mut String, text: &str) {
    use fmt::Write as _;
    out.push('"');
    // Keys and tokens need no escapes, and copying them at once keeps the hot path short.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'!' | b'#'..=b'[' | b']'..=b'~');
    // Without an early exit the compiler vectorises the loop.
    if text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        out.push_str(text);
        out.push('"');
        return;
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
    out.push('"');
}

/// Appends a JSON list of strings, as Python's `json.dumps` writes it.
pub(crate) fn quote_list(out: &mut String, values: &[String]) {
    out.push('[');
    for (n, value) in values.iter().enumerate() {
        if n > 0 {
            out.push_str(", ");
        }
        quote(out, value);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::quote;

    /// File names are hashes of these texts, so that each character must be as Python's `json.dumps` writes it.
    #[test]
    fn a_text_is_quoted_as_python_quotes_it() {
        let mut out = String::new();
        quote(&mut out, "a\"\\/\n\r\t\u{8}\u{c}\u{b}\u{1b}\u{7f}~\u{e9}\u{1f600}");
        assert_eq!(out, r#""a\"\\/\n\r\t\b\f\u000b\u001b\u007f~\u00e9\ud83d\ude00""#);
    }
}
