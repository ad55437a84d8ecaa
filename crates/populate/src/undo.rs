//! Undoing a run: the backup of the config file and its changes, and the edit that reverts them.

use crate::{
    change::{Change, ChangeKind, KeyChange, edits},
    error::Error,
    not_undone::{NotUndone, NotUndoneReason},
    options::MARKER,
    revert,
};
use daypass_config_parse::{Config, Dialect, Document, EditError, SectionKind, SectionName};
use serde_json::{Value, json};

/// The backup of one run: the config file before, and the changes. Keep it as private as the config file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backup {
    /// The bytes of the file before; `None` if there was no file.
    pub before: Option<Vec<u8>>,
    /// The changes that the run made.
    pub changes: Vec<Change>,
    /// The bytes of the file after, for a run that changed more than the keys of `changes`; `None` if these are all.
    pub after: Option<Vec<u8>>,
}

/// How to undo a run in the current file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Undo {
    /// The changes to make, by kind.
    pub changes: Vec<Change>,
    /// The changes that are not undone, because the profile was edited after the run.
    pub kept: Vec<NotUndone>,
    /// Whether the file was not edited after the run, so that its former bytes are restored.
    pub is_exact: bool,
    /// The file after undoing; `None` if the undoing is exact and there was no file before.
    pub after: Option<Document>,
}

impl Backup {
    /// Creates the backup of a run that made these changes and no others.
    pub fn new(before: Option<Vec<u8>>, changes: Vec<Change>) -> Self {
        Self { before, changes, after: None }
    }

    /// Creates the backup of a run that changed more than keys, such as comments and headers. Its undoing restores the
    /// text of each section that is as the run left it.
    ///
    /// ```
    /// use daypass_config_parse::Document;
    /// use daypass_populate::Backup;
    ///
    /// let (before, after) = ("# BEGIN\n[profile a]\nx = 1\n# END\n", "[profile a]\nx = 2\n");
    /// let backup = Backup::of_texts(Some(before.into()), after.into(), Vec::new());
    /// let now = Document::parse(format!("{after}\n[profile mine]\nregion = eu-west-1\n"));
    /// let undone = backup.undo(&now)?.after.expect("a file").into_bytes();
    /// assert_eq!(undone, format!("{before}\n[profile mine]\nregion = eu-west-1\n").into_bytes());
    /// # Ok::<(), daypass_config_parse::EditError>(())
    /// ```
    pub fn of_texts(before: Option<Vec<u8>>, after: Vec<u8>, changes: Vec<Change>) -> Self {
        Self { before, changes, after: Some(after) }
    }

    /// Writes a head line of JSON, one line of JSON per change, then the bytes of the file before, and those after if
    /// they are kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut head =
            json!({ "version": 1, "existed": self.before.is_some(), "changes": self.changes.len() });
        if let (Some(after), Some(members)) = (&self.after, head.as_object_mut()) {
            members.insert("after".to_owned(), after.len().into());
        }
        let mut bytes = format!("{head}\n").into_bytes();
        for change in &self.changes {
            bytes.extend(format!("{}\n", change.to_json()).into_bytes());
        }
        bytes.extend(self.before.iter().flatten());
        bytes.extend(self.after.iter().flatten());
        bytes
    }

    /// Reads what [`Backup::to_bytes`] wrote.
    ///
    /// # Errors
    /// Fails with [`ErrorKind::Backup`](crate::ErrorKind::Backup) if the bytes are no backup or are cut.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        read(bytes).ok_or_else(Error::backup)
    }

    /// Computes how to undo the run in the current file.
    ///
    /// If the file was edited after the run, only profiles and keys that still are as the run left them are reverted.
    ///
    /// # Errors
    /// Fails if the edit cannot be applied to the file.
    pub fn undo(&self, document: &Document) -> Result<Undo, EditError> {
        let before = Document::parse(self.before.clone().unwrap_or_default());
        if let Some(after) = &self.after {
            let is_exact = after == document.as_bytes();
            let reverted = revert::reverted(&before, &Document::parse(after.clone()), document);
            let is_kept = |change: &Change| reverted.kept.iter().any(|kept| kept.profile == change.name);
            let changes = inverse(&self.changes).into_iter().filter(|change| !is_kept(change)).collect();
            let after =
                if is_exact { self.before.is_some().then_some(before) } else { Some(reverted.document) };
            return Ok(Undo { changes, kept: reverted.kept, is_exact, after });
        }
        let mut redone = before.clone();
        let is_exact =
            redone.apply(&edits(&self.changes)).is_ok() && redone.as_bytes() == document.as_bytes();
        if is_exact {
            let after = self.before.is_some().then_some(before);
            return Ok(Undo { changes: inverse(&self.changes), kept: Vec::new(), is_exact, after });
        }
        let (changes, kept) = split_possible(document, inverse(&self.changes));
        let mut after = document.clone();
        after.apply(&edits(&changes))?;
        Ok(Undo { changes, kept, is_exact, after: Some(after) })
    }
}

/// Splits inverted changes into those that revert only what the run did, and those that would revert later edits.
fn split_possible(document: &Document, changes: Vec<Change>) -> (Vec<Change>, Vec<NotUndone>) {
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
            ChangeKind::New => Some(NotUndoneReason::ExistsAgain),
            // The profile is removed already.
            ChangeKind::Gone if profile.is_none() => continue,
            ChangeKind::Changed | ChangeKind::Gone if !ours => Some(NotUndoneReason::NoLongerOurs),
            ChangeKind::Gone => {
                let own = |key: &str| change.keys.iter().any(|known| known.name == key);
                let added =
                    profile.iter().flat_map(daypass_config_parse::Section::keys).filter(|key| !own(key));
                let edited: Vec<_> = edited.into_iter().chain(added.map(str::to_owned)).collect();
                (!edited.is_empty()).then_some(NotUndoneReason::Edited(edited))
            }
            ChangeKind::Changed => {
                change.keys.retain(|key| value(&key.name) == key.was);
                (!edited.is_empty()).then_some(NotUndoneReason::Edited(edited))
            }
        };
        let partly = change.kind == ChangeKind::Changed && ours && !change.keys.is_empty();
        let name = change.name.clone();
        if partly || reason.is_none() {
            possible.push(change);
        }
        kept.extend(reason.map(|reason| NotUndone { profile: name, reason }));
    }
    possible.sort_by_key(|change| change.kind);
    (possible, kept)
}

/// Inverts changes: what was created is removed, and so on.
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
        section: change.section,
        note: if change.kind == ChangeKind::Gone { "comes back".to_owned() } else { String::new() },
        name: change.name.clone(),
    };
    changes.iter().map(back).collect()
}

fn read(mut bytes: &[u8]) -> Option<Backup> {
    let head = line(&mut bytes)?;
    let count = usize::try_from(head.get("changes")?.as_u64()?).ok()?;
    let changes = (0..count).map(|_| change(&line(&mut bytes)?)).collect::<Option<_>>()?;
    let after = match head.get("after") {
        Some(length) => {
            let at = bytes.len().checked_sub(usize::try_from(length.as_u64()?).ok()?)?;
            let (before, after) = bytes.split_at_checked(at)?;
            bytes = before;
            Some(after.to_vec())
        }
        None => None,
    };
    Some(Backup { before: head.get("existed")?.as_bool()?.then(|| bytes.to_vec()), changes, after })
}

fn line(bytes: &mut &[u8]) -> Option<Value> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end + 1)?;
    *bytes = rest;
    serde_json::from_slice(line).ok()
}

/// Reads what [`Change::to_json`] wrote.
fn change(value: &Value) -> Option<Change> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let word = text(value, "change")?;
    let key = |value: &Value| {
        Some(KeyChange { name: text(value, "key")?, was: text(value, "was"), is: text(value, "is") })
    };
    let section = if value.get("profile").is_some() { SectionKind::Profile } else { SectionKind::SsoSession };
    Some(Change {
        kind: ChangeKind::ALL.into_iter().find(|kind| kind.word() == word)?,
        section,
        name: text(value, if section == SectionKind::Profile { "profile" } else { section.prefix() })?,
        note: text(value, "note")?,
        keys: value.get("keys")?.as_array()?.iter().map(key).collect::<Option<_>>()?,
    })
}
