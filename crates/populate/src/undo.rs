//! What takes the last populate back: the file as it was before, and the changes that were made to it.

use super::plan::{Change, Key, Kind};
use daypass_token_cache::{
    CacheKey,
    atomic::{self, Care},
};
use serde_json::{Value, json};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The last populate of one config file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    /// The file before, or that there was none.
    pub(crate) before: Option<Vec<u8>>,
    /// What was changed.
    pub(crate) changes: Vec<Change>,
}

/// Where it is kept.
pub(crate) fn place(state: &Path, config: &Path) -> PathBuf {
    let key = CacheKey::for_session(&format!("config {}", config.display()));
    state.join("backups").join(format!("populate-{key}"))
}

impl Record {
    /// Keeps it: a line of JSON about the whole, one for each change, then the file.
    pub(crate) fn save(&self, place: &Path) -> Result<(), daypass_token_cache::Error> {
        let head = json!({ "version": 1, "existed": self.before.is_some(), "changes": self.changes.len() });
        let mut bytes = format!("{head}\n").into_bytes();
        for change in &self.changes {
            bytes.extend(format!("{}\n", write(change)).into_bytes());
        }
        bytes.extend(self.before.iter().flatten());
        atomic::write(place, &bytes, Care::Session).map(drop)
    }

    /// The one that is kept, if there is one that can be read.
    pub(crate) fn load(place: &Path) -> io::Result<Option<Self>> {
        match fs::read(place) {
            Ok(bytes) => Ok(read(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn read(mut bytes: &[u8]) -> Option<Record> {
    let head = line(&mut bytes)?;
    let count = usize::try_from(head.get("changes")?.as_u64()?).ok()?;
    let changes = (0..count).map(|_| change(&line(&mut bytes)?)).collect::<Option<_>>()?;
    Some(Record { before: head.get("existed")?.as_bool()?.then(|| bytes.to_vec()), changes })
}

fn line(bytes: &mut &[u8]) -> Option<Value> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end + 1)?;
    *bytes = rest;
    serde_json::from_slice(line).ok()
}

const KINDS: [(Kind, &str); 3] = [(Kind::New, "new"), (Kind::Changed, "changed"), (Kind::Gone, "gone")];

/// A change as JSON, for the record and for `--output json`.
pub(crate) fn write(change: &Change) -> Value {
    let kind = KINDS.iter().find(|(kind, _)| *kind == change.kind).map_or("", |(_, word)| word);
    let key = |key: &Key| json!({ "key": key.name, "was": key.was, "is": key.is });
    let keys: Vec<_> = change.keys.iter().map(key).collect();
    json!({ "change": kind, "profile": change.name, "note": change.note, "keys": keys })
}

fn change(value: &Value) -> Option<Change> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let word = text(value, "change")?;
    let key = |value: &Value| {
        Some(Key { name: text(value, "key")?, was: text(value, "was"), is: text(value, "is") })
    };
    Some(Change {
        kind: KINDS.iter().find(|(_, known)| *known == word)?.0,
        name: text(value, "profile")?,
        note: text(value, "note")?,
        keys: value.get("keys")?.as_array()?.iter().map(key).collect::<Option<_>>()?,
    })
}
