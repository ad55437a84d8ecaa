//! What undoes a run: the file as it was before, and the changes that were made to it.

use crate::{
    change::{Change, ChangeKind, KeyChange, edits},
    error::Error,
    options::MARKER,
};
use daypass_config_parse::{Config, Dialect, Document, EditError, SectionName};
use serde_json::{Value, json};

/// What one run changed in one config file, and the file before. It holds the whole file: keep it as private as that.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backup {
    /// The file before; `None` if there was none.
    pub before: Option<Vec<u8>>,
    /// What was changed.
    pub changes: Vec<Change>,
}

/// How a run is undone in the file as it is now.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Undo {
    /// What changes, by kind.
    pub changes: Vec<Change>,
    /// What stays, because somebody else changed it since.
    pub kept: Vec<Kept>,
    /// Whether nobody else touched the file since, so that it becomes what it was before, to the byte.
    pub is_exact: bool,
    /// The file after; `None` if there was none before and this is exact.
    pub after: Option<Document>,
}

/// Something that cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kept {
    /// The profile.
    pub profile: String,
    /// Why it stays.
    pub reason: KeptReason,
}

/// Why something cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeptReason {
    /// The profile is gone, or no longer marked as made by this crate.
    NoLongerOurs,
    /// A profile of the name of a removed one exists again.
    ExistsAgain,
    /// These keys have other values than the run gave them.
    Edited(Vec<String>),
}

impl Backup {
    /// Makes the backup of a run.
    pub fn new(before: Option<Vec<u8>>, changes: Vec<Change>) -> Self {
        Self { before, changes }
    }

    /// Writes it: a line of JSON about the whole, one for each change, then the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = json!({ "version": 1, "existed": self.before.is_some(), "changes": self.changes.len() });
        let mut bytes = format!("{head}\n").into_bytes();
        for change in &self.changes {
            bytes.extend(format!("{}\n", change.to_json()).into_bytes());
        }
        bytes.extend(self.before.iter().flatten());
        bytes
    }

    /// Reads what [`Backup::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        read(bytes).ok_or_else(Error::backup)
    }

    /// Works out how to undo the run in this file. Where others changed the file since, only what still is as the run
    /// left it is undone.
    pub fn undo(&self, document: &Document) -> Result<Undo, EditError> {
        let before = Document::parse(self.before.clone().unwrap_or_default());
        let mut redone = before.clone();
        let is_exact =
            redone.apply(&edits(&self.changes)).is_ok() && redone.as_bytes() == document.as_bytes();
        if is_exact {
            let after = self.before.is_some().then_some(before);
            return Ok(Undo { changes: inverse(&self.changes), kept: Vec::new(), is_exact, after });
        }
        let (changes, kept) = possible(document, inverse(&self.changes));
        let mut after = document.clone();
        after.apply(&edits(&changes))?;
        Ok(Undo { changes, kept, is_exact, after: Some(after) })
    }
}

/// Of the changes backwards those that undo nothing but what the run did, and the others.
fn possible(document: &Document, changes: Vec<Change>) -> (Vec<Change>, Vec<Kept>) {
    let config = Config::new(document, None, Dialect::AwsCli);
    let (mut possible, mut kept) = (Vec::new(), Vec::new());
    for mut change in changes {
        let profile = config.profile(&change.name);
        let ours = profile.as_ref().is_some_and(|profile| profile.get(MARKER).is_some());
        let value = |key: &str| profile.as_ref().and_then(|profile| profile.get(key)).map(str::to_owned);
        let edited: Vec<_> = change
            .keys
            .iter()
            .filter(|key| value(&key.name) != key.was && value(&key.name) != key.is)
            .map(|key| key.name.clone())
            .collect();
        let reason = match change.kind {
            ChangeKind::New if config.section(SectionName::profile("").kind(), &change.name).is_none() => {
                None
            }
            ChangeKind::New => Some(KeptReason::ExistsAgain),
            // It is gone already.
            ChangeKind::Gone if profile.is_none() => continue,
            ChangeKind::Changed | ChangeKind::Gone if !ours => Some(KeptReason::NoLongerOurs),
            ChangeKind::Gone => {
                let own = |key: &str| change.keys.iter().any(|known| known.name == key);
                let added =
                    profile.iter().flat_map(daypass_config_parse::Section::keys).filter(|key| !own(key));
                let edited: Vec<_> = edited.into_iter().chain(added.map(str::to_owned)).collect();
                (!edited.is_empty()).then_some(KeptReason::Edited(edited))
            }
            ChangeKind::Changed => {
                change.keys.retain(|key| value(&key.name) == key.was);
                (!edited.is_empty()).then_some(KeptReason::Edited(edited))
            }
        };
        let partly = change.kind == ChangeKind::Changed && ours && !change.keys.is_empty();
        let name = change.name.clone();
        if partly || reason.is_none() {
            possible.push(change);
        }
        kept.extend(reason.map(|reason| Kept { profile: name, reason }));
    }
    possible.sort_by_key(|change| change.kind);
    (possible, kept)
}

/// The changes backwards.
fn inverse(changes: &[Change]) -> Vec<Change> {
    let back = |change: &Change| Change {
        kind: match change.kind {
            ChangeKind::New => ChangeKind::Gone,
            ChangeKind::Changed => ChangeKind::Changed,
            ChangeKind::Gone => ChangeKind::New,
        },
        keys: change
            .keys
            .iter()
            .map(|key| KeyChange { name: key.name.clone(), was: key.is.clone(), is: key.was.clone() })
            .collect(),
        note: if change.kind == ChangeKind::Gone { "comes back".to_owned() } else { String::new() },
        name: change.name.clone(),
    };
    changes.iter().map(back).collect()
}

fn read(mut bytes: &[u8]) -> Option<Backup> {
    let head = line(&mut bytes)?;
    let count = usize::try_from(head.get("changes")?.as_u64()?).ok()?;
    let changes = (0..count).map(|_| change(&line(&mut bytes)?)).collect::<Option<_>>()?;
    Some(Backup { before: head.get("existed")?.as_bool()?.then(|| bytes.to_vec()), changes })
}

fn line(bytes: &mut &[u8]) -> Option<Value> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end + 1)?;
    *bytes = rest;
    serde_json::from_slice(line).ok()
}

/// Reads what [`Change::to_json`] made.
fn change(value: &Value) -> Option<Change> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let word = text(value, "change")?;
    let key = |value: &Value| {
        Some(KeyChange { name: text(value, "key")?, was: text(value, "was"), is: text(value, "is") })
    };
    Some(Change {
        kind: ChangeKind::ALL.into_iter().find(|kind| kind.word() == word)?,
        name: text(value, "profile")?,
        note: text(value, "note")?,
        keys: value.get("keys")?.as_array()?.iter().map(key).collect::<Option<_>>()?,
    })
}
