//! Turns a batch into a patch for each section name, and patches into splices.

use std::collections::HashMap;

use super::{
    EditError, EditErrorKind,
    batch::{Batch, Edit},
    patch::{Change, Patch},
    property, section,
    seen::{Seen, said, seen},
    splice::Splice,
};
use crate::{
    Dialect, Document, SectionKind, SectionName,
    view::{SecondSection, replaces},
};

/// Folds a batch into one patch for each name that exists after it, and one for each section that it removes.
pub(super) fn fold(document: &Document, batch: &Batch) -> Result<Vec<Patch>, EditError> {
    let sections = by_name(document, batch);
    let mut fold = BatchFold { document, sections, patches: Vec::new(), live: HashMap::new() };
    for (name, edit) in &batch.edits {
        fold.edit(name, edit)?;
    }
    Ok(fold.patches)
}

struct BatchFold<'d> {
    document: &'d Document,
    /// The sections that exist before the batch.
    sections: HashMap<SectionName, Vec<usize>>,
    patches: Vec<Patch>,
    /// The index of the patch for a name at this point of the batch. A patch that removes its section has none.
    live: HashMap<SectionName, usize>,
}

impl BatchFold<'_> {
    fn edit(&mut self, name: &SectionName, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Set(key, value) => self.write(name, key, Change::Set(value.clone())),
            Edit::SetNested(key, sub_key, value) => {
                self.write(name, key, Change::Nested(vec![(sub_key.clone(), Some(value.clone()))]));
            }
            Edit::Add => self.patch(name).added = true,
            Edit::Rename(to) => return self.rename(name, SectionName::new(name.kind(), to.as_str())),
            Edit::Unset(_) | Edit::CommentOut(_) | Edit::UnsetNested(..) | Edit::Remove
                if !self.exists(name) && !self.sdks_read(name) => {}
            Edit::Unset(key) => self.patch(name).change(key, Change::Unset),
            Edit::CommentOut(key) => self.patch(name).change(key, Change::CommentOut),
            Edit::UnsetNested(key, sub_key) => {
                self.patch(name).change(key, Change::Nested(vec![(sub_key.clone(), None)]));
            }
            Edit::Remove => {
                let patch = self.patch(name);
                (patch.removed, patch.added) = (true, false);
                patch.changes.clear();
                self.detach(name);
            }
        }
        Ok(())
    }

    fn write(&mut self, name: &SectionName, key: &str, change: Change) {
        let patch = self.patch(name);
        patch.added = true;
        patch.change(key, change);
    }

    fn rename(&mut self, name: &SectionName, to: SectionName) -> Result<(), EditError> {
        if !self.exists(name) {
            return Err(EditError::new(EditErrorKind::NoSection, name, None, "there is no such section"));
        }
        if to == *name {
            return Ok(());
        }
        if self.exists(&to) {
            let reason = "there is a section of the new name already";
            return Err(EditError::new(EditErrorKind::SectionExists, &to, None, reason));
        }
        let patch = self.patch(name);
        patch.renamed = true;
        patch.name = to.clone();
        let at = self.live.get(name).copied().unwrap_or_default();
        self.detach(name);
        self.live.insert(to, at);
        Ok(())
    }

    fn exists(&self, name: &SectionName) -> bool {
        match self.live.get(name).and_then(|at| self.patches.get(*at)) {
            Some(patch) => patch.added || !patch.now.is_empty(),
            None => self.sections.contains_key(name),
        }
    }

    /// Whether the SDKs read a section of this name, even in a line that is not a header for the AWS CLI. Such a
    /// section cannot be edited, and reading back the outcome must find that.
    fn sdks_read(&self, name: &SectionName) -> bool {
        let mut sections = self.document.reading(Dialect::Sdk).sections.iter();
        sections.any(|section| {
            said(self.document, Dialect::Sdk, &section)
                .is_some_and(|seen| (seen.kind, seen.name) == (name.kind(), name.name()))
        })
    }

    fn patch(&mut self, name: &SectionName) -> &mut Patch {
        let at = *self.live.entry(name.clone()).or_insert(self.patches.len());
        if at == self.patches.len() {
            let now = self.sections.get(name).cloned().unwrap_or_default();
            self.patches.push(Patch::new(name, now));
        }
        self.patches.get_mut(at).expect("an index of ours")
    }

    /// Detaches the name from the sections that had it, for the rest of the batch.
    fn detach(&mut self, name: &SectionName) {
        self.sections.remove(name);
        self.live.remove(name);
    }
}

/// Returns the splices of all patches.
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
    let mut targets: Vec<usize> = cli.into_iter().chain(sdk).collect();
    if targets.is_empty() {
        targets.extend(patch.now.last());
    }
    let writes = patch.changes.iter().any(|(_, change)| change.writes());
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

/// Returns the section of the patch that decides a key in this dialect: the last one that counts.
fn effective(document: &Document, patch: &Patch, dialect: Dialect) -> Option<usize> {
    let mut winner: Option<(usize, &str)> = None;
    for &index in &patch.now {
        let Some(Seen { header, .. }) = seen(document, dialect, index) else { continue };
        let meets = winner.map_or(SecondSection::Joins, |(_, w)| replaces(dialect, w, header));
        if meets != SecondSection::IsIgnored {
            winner = Some((index, header));
        }
    }
    winner.map(|(index, _)| index)
}

/// Finds the sections that a batch names, by the name in each of the two dialects: indices into the AWS CLI's reading.
fn by_name(document: &Document, batch: &Batch) -> HashMap<SectionName, Vec<usize>> {
    let mut wanted: HashMap<(SectionKind, &str), Vec<usize>> = HashMap::new();
    for (name, edit) in &batch.edits {
        wanted.entry((name.kind(), name.name())).or_default();
        if let Edit::Rename(to) = edit {
            wanted.entry((name.kind(), to)).or_default();
        }
    }
    for index in 0..document.reading(Dialect::AwsCli).sections.len() {
        let [cli, sdk] =
            Dialect::BOTH.map(|dialect| seen(document, dialect, index).map(|s| (s.kind, s.name)));
        for name in [cli, sdk.filter(|sdk| cli != Some(*sdk))].into_iter().flatten() {
            if let Some(places) = wanted.get_mut(&name) {
                places.push(index);
            }
        }
    }
    wanted.retain(|_, places| !places.is_empty());
    wanted.into_iter().map(|((kind, name), places)| (SectionName::new(kind, name), places)).collect()
}
