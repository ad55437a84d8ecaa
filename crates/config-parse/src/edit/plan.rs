//! From a batch to one patch per section, and from patches to splices.

use std::collections::HashMap;

use super::{
    EditError, EditErrorKind,
    batch::{Batch, Edit},
    property, section,
    splice::Splice,
};
use crate::{
    Dialect, Document, SectionKind, SectionName,
    document::FileKind,
    view::{Meets, replaces},
};

/// What becomes of the sections of one name.
#[derive(Debug)]
pub(super) struct Patch {
    /// The name after the batch.
    pub(super) name: SectionName,
    /// Indices of the sections that have it now, in the AWS CLI's reading.
    pub(super) now: Vec<usize>,
    pub(super) renamed: bool,
    pub(super) removed: bool,
    /// Whether the section has to be there afterwards even without changes.
    pub(super) added: bool,
    /// One entry per key, in the order first mentioned.
    pub(super) changes: Vec<(String, Change)>,
}

#[derive(Debug)]
pub(super) enum Change {
    Set(String),
    Unset,
    /// Sub-keys to set or, without a value, to remove.
    Nested(Vec<(String, Option<String>)>),
}

impl Patch {
    /// Whether its name gets written.
    pub(super) fn is_written(&self) -> bool {
        !self.removed && (self.renamed || (self.added && self.now.is_empty()))
    }

    fn change(&mut self, key: &str, change: Change) {
        let slot = self.changes.iter_mut().find(|(known, _)| known == key);
        match (slot, change) {
            (Some((_, Change::Nested(pairs))), Change::Nested(more)) => {
                for (sub_key, value) in more {
                    pairs.retain(|(known, _)| *known != sub_key);
                    pairs.push((sub_key, value));
                }
            }
            (Some((_, known)), change) => *known = change,
            (None, change) => self.changes.push((key.to_owned(), change)),
        }
    }
}

/// Plays the batch through: one patch for each name that it leaves, and one for each section it removes.
pub(super) fn fold(document: &Document, batch: &Batch) -> Result<Vec<Patch>, EditError> {
    let sections = by_name(document);
    let mut patches: Vec<Patch> = Vec::new();
    let mut live: HashMap<SectionName, usize> = HashMap::new();
    for (name, edit) in &batch.edits {
        let exists = |name: &SectionName, live: &HashMap<SectionName, usize>, patches: &[Patch]| match live
            .get(name)
            .and_then(|at| patches.get(*at))
        {
            Some(patch) => !patch.removed && (patch.added || patch.renamed || !patch.now.is_empty()),
            None => sections.contains_key(name),
        };
        let here = exists(name, &live, &patches);
        if let (Edit::Rename(to), true) = (edit, here) {
            let to = SectionName::new(name.kind(), to.as_str());
            if to != *name && exists(&to, &live, &patches) {
                let reason = "there is a section of the new name already";
                return Err(EditError::new(EditErrorKind::SectionExists, &to, None, reason));
            }
        }
        let at = *live.entry(name.clone()).or_insert_with(|| {
            patches.push(Patch {
                name: name.clone(),
                now: sections.get(name).cloned().unwrap_or_default(),
                renamed: false,
                removed: false,
                added: false,
                changes: Vec::new(),
            });
            patches.len() - 1
        });
        let patch = patches.get_mut(at).expect("an index just made");
        match edit {
            Edit::Set(key, value) => {
                patch.added = true;
                patch.change(key, Change::Set(value.clone()));
            }
            Edit::SetNested(key, sub_key, value) => {
                patch.added = true;
                patch.change(key, Change::Nested(vec![(sub_key.clone(), Some(value.clone()))]));
            }
            Edit::Unset(key) if here => patch.change(key, Change::Unset),
            Edit::UnsetNested(key, sub_key) if here => {
                patch.change(key, Change::Nested(vec![(sub_key.clone(), None)]));
            }
            Edit::Unset(_) | Edit::UnsetNested(..) => {}
            Edit::Add => patch.added = true,
            Edit::Remove => {
                patch.removed = true;
                patch.added = false;
                patch.changes.clear();
                let gone = live.remove(name);
                debug_assert!(gone.is_some(), "it was entered above");
                live.insert(name.clone(), patches.len());
                patches.push(Patch {
                    name: name.clone(),
                    now: Vec::new(),
                    renamed: false,
                    removed: false,
                    added: false,
                    changes: Vec::new(),
                });
            }
            Edit::Rename(_) if !here => {
                return Err(EditError::new(EditErrorKind::NoSection, name, None, "there is no such section"));
            }
            Edit::Rename(to) => {
                let to = SectionName::new(name.kind(), to.as_str());
                if to != *name {
                    patch.renamed = true;
                    patch.name = to.clone();
                    live.insert(to, at);
                    live.insert(name.clone(), patches.len());
                    patches.push(Patch {
                        name: name.clone(),
                        now: Vec::new(),
                        renamed: false,
                        removed: false,
                        added: false,
                        changes: Vec::new(),
                    });
                }
            }
        }
    }
    Ok(patches)
}

/// All the splices of all the patches.
pub(super) fn splices(document: &Document, patches: &[Patch]) -> Result<Vec<Splice>, EditError> {
    let mut splices = Vec::new();
    let mut appended = section::Appended::new(document);
    for patch in patches {
        if patch.removed {
            for index in &patch.now {
                splices.push(section::removal(document, *index));
            }
        } else if patch.now.is_empty() {
            if patch.added {
                appended.push(patch);
            }
        } else {
            edit(document, patch, &mut splices)?;
        }
    }
    splices.extend(appended.into_splice());
    splices.dedup();
    Ok(splices)
}

fn edit(document: &Document, patch: &Patch, splices: &mut Vec<Splice>) -> Result<(), EditError> {
    let (cli, sdk) = (effective(document, patch, Dialect::AwsCli), effective(document, patch, Dialect::Sdk));
    let targets: Vec<usize> = match (cli, sdk) {
        (Some(cli), Some(sdk)) if cli != sdk => vec![cli, sdk],
        (Some(one), _) | (None, Some(one)) => vec![one],
        (None, None) => patch.now.last().copied().into_iter().collect(),
    };
    let writes = patch.changes.iter().any(|(_, change)| !matches!(change, Change::Unset));
    if patch.renamed {
        splices.extend(patch.now.iter().filter_map(|index| section::header(document, *index, &patch.name)));
    } else if writes && patch.name.is_plain() && (cli.is_none() || sdk.is_none()) {
        splices.extend(targets.iter().filter_map(|index| section::header(document, *index, &patch.name)));
    }
    for index in &patch.now {
        let is_target = targets.contains(index);
        property::edit(document, *index, is_target, patch, splices)?;
    }
    Ok(())
}

/// The section of the patch's that decides a key for this dialect, being the last that counts.
fn effective(document: &Document, patch: &Patch, dialect: Dialect) -> Option<usize> {
    let (text, cli) = (document.readable(), document.reading(Dialect::AwsCli));
    let mut winner: Option<(usize, &str)> = None;
    for &index in &patch.now {
        let section = cli.sections.get(index)?;
        let (header, seen) = match dialect {
            Dialect::AwsCli => {
                let header = cli.text(text, section.header);
                (header, sees(document, dialect, index))
            }
            Dialect::Sdk => {
                let sdk = document.reading(Dialect::Sdk);
                let at = sdk.sections.binary_search_by_key(&section.start, |s| s.start).ok();
                let header = at.and_then(|at| sdk.sections.get(at)).map_or("", |s| sdk.text(text, s.header));
                (header, sees(document, dialect, index))
            }
        };
        let Some(name) = seen else { continue };
        let meets =
            winner.map_or(Meets::Joins, |(_, w)| replaces(dialect, document.kind(), name.kind(), w, header));
        if meets != Meets::IsIgnored {
            winner = Some((index, header));
        }
    }
    winner.map(|(index, _)| index)
}

/// The sections by the names that either dialect gives them: indices into the AWS CLI's reading.
fn by_name(document: &Document) -> HashMap<SectionName, Vec<usize>> {
    let mut names: HashMap<SectionName, Vec<usize>> = HashMap::new();
    for index in 0..document.reading(Dialect::AwsCli).sections.len() {
        let (cli, sdk) = (sees(document, Dialect::AwsCli, index), sees(document, Dialect::Sdk, index));
        if let Some(name) = sdk.filter(|sdk| cli.as_ref() != Some(sdk)) {
            names.entry(name).or_default().push(index);
        }
        if let Some(name) = cli {
            names.entry(name).or_default().push(index);
        }
    }
    names
}

/// What a dialect makes of the section with this index in the AWS CLI's reading.
fn sees(document: &Document, dialect: Dialect, index: usize) -> Option<SectionName> {
    let (text, cli) = (document.readable(), document.reading(Dialect::AwsCli));
    let section = cli.sections.get(index)?;
    let reading = document.reading(dialect);
    let section = match dialect {
        Dialect::AwsCli => section,
        Dialect::Sdk => {
            let at = reading.sections.binary_search_by_key(&section.start, |s| s.start).ok()?;
            reading.sections.get(at)?
        }
    };
    match document.kind() {
        FileKind::Config => Some(SectionName::new(section.kind?, reading.text(text, section.name))),
        FileKind::Credentials => {
            let name = dialect.credentials_name(reading.text(text, section.header))?;
            Some(SectionName::new(SectionKind::Profile, name))
        }
    }
}
