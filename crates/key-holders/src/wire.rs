//! The JSON that goes to a helper and comes back.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, path::Path};
use zeroize::Zeroizing;

pub(crate) const VERSION: u32 = 1;

/// What a helper is told.
#[derive(Serialize, Deserialize)]
pub(crate) struct Request<'a> {
    pub(crate) version: u32,
    #[serde(borrow)]
    pub(crate) item: Cow<'a, str>,
    /// Where a helper that keeps a file keeps it.
    #[serde(borrow)]
    pub(crate) folder: Cow<'a, Path>,
    pub(crate) may_ask: bool,
    /// The keys to store. A key ring's text has nothing that JSON escapes, so it is borrowed and not copied.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) keys: Option<&'a str>,
}

/// What a helper answers.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Response<'a> {
    #[serde(default)]
    pub(crate) version: u32,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) keys: Option<&'a str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<Cow<'a, str>>,
}

/// Why a helper has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// It keeps no keys under this name (`not-found`).
    NotFound,
    /// Its store is locked, or it would have to ask a person and may not (`locked`).
    Locked,
    /// A person or a policy refused, or the passphrase is wrong (`denied`).
    Denied,
    /// Its store is not there or does not work (`unavailable`), or another word that is not known here.
    Unavailable,
}

impl Failure {
    const WORDS: [(Self, &'static str); 4] = [
        (Self::NotFound, "not-found"),
        (Self::Locked, "locked"),
        (Self::Denied, "denied"),
        (Self::Unavailable, "unavailable"),
    ];

    pub(crate) fn from_word(word: &str) -> Self {
        Self::WORDS.iter().find(|(_, text)| *text == word).map_or(Self::Unavailable, |(failure, _)| *failure)
    }

    pub(crate) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(failure, _)| *failure == self).map_or("unavailable", |(_, word)| *word)
    }
}

/// Writes JSON into a buffer that is zeroed on drop, and that is long enough not to be moved while it grows.
pub(crate) fn to_json(value: &impl Serialize, keys: Option<&str>) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(Vec::with_capacity(8192 + keys.map_or(0, str::len)));
    // Into memory, of texts and numbers; a folder that is no UTF-8 is the one thing that JSON cannot say.
    if serde_json::to_writer(&mut *text, value).is_err() {
        text.clear();
    }
    text
}
