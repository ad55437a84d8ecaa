//! The lines of a lease's file.

use crate::terms::LeaseTerms;
use daypass_token_cache::time;
use serde_json::{Map, Value};
use std::time::SystemTime;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Record {
    /// The first line.
    Made(Box<LeaseTerms>),
    /// Credentials with this access key id were handed out.
    Answered(SystemTime),
    /// A request was refused.
    Refused(SystemTime),
    /// The lease was ended, and by what.
    Ended(SystemTime, String),
}

impl Record {
    pub(crate) fn of_line(line: &[u8]) -> Option<Self> {
        let line: Value = serde_json::from_slice(line).ok()?;
        let text = |name: &str| line.get(name).and_then(Value::as_str);
        let at = time::parse(text("time")?)?;
        match text("event")? {
            "made" => LeaseTerms::of_line(&line).map(|terms| Self::Made(Box::new(terms))),
            "answered" => Some(Self::Answered(at)),
            "refused" => Some(Self::Refused(at)),
            "ended" => Some(Self::Ended(at, text("by").unwrap_or_default().to_owned())),
            _ => None,
        }
    }
}

pub(crate) fn made(terms: &LeaseTerms) -> String {
    line(&terms.id, "made", terms.made, terms.to_members())
}

pub(crate) fn answered(id: &str, at: SystemTime, place: Option<&str>, key_id: &str) -> String {
    line(id, "answered", at, members([("place", place), ("key", Some(key_id))]))
}

pub(crate) fn refused(id: &str, at: SystemTime, place: Option<&str>, why: &str) -> String {
    line(id, "refused", at, members([("place", place), ("why", Some(why))]))
}

pub(crate) fn ended(id: &str, at: SystemTime, by: &str) -> String {
    line(id, "ended", at, members([("by", Some(by)), ("", None)]))
}

fn members(texts: [(&str, Option<&str>); 2]) -> Map<String, Value> {
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into())));
    texts.collect()
}

fn line(id: &str, event: &str, at: SystemTime, mut members: Map<String, Value>) -> String {
    members.insert("lease".to_owned(), id.into());
    members.insert("event".to_owned(), event.into());
    members.insert("time".to_owned(), time::format(at).into());
    format!("{}\n", Value::Object(members))
}
