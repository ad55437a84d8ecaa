//! Applies fixes to the two config files in memory, to try them before they are offered or made.

use crate::{Finding, Fix, Snapshot, checks};
use daypass_config_parse::{Batch, Config, Dialect, Document, FileKind, SectionKind, SectionName};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// How many fixes of a code are tried one by one, if all together would cause another finding.
const ONE_BY_ONE: usize = 50;

/// Runs all checks that need no network and returns the findings, grouped by family.
///
/// A finding has a fix only if a trial in memory shows that it removes the finding and causes no other. Reads nothing
/// but the snapshot and, if it was gathered from disk, the paths of programs that a tried fix names.
pub fn examine(snapshot: &Snapshot) -> Vec<Finding> {
    let mut found = checks::examine(snapshot);
    let named = found.iter().filter(|finding| finding.fix.as_ref().is_some_and(|fix| !fix.is_safe()));
    let codes: BTreeSet<String> = named.map(|finding| finding.code.clone()).collect();
    for code in codes {
        let after =
            Edits::of(snapshot, &found, &code).map(|edits| checks::examine(&edits.in_place_of(snapshot)));
        let left: Option<BTreeSet<&str>> = after.as_ref().map(|after| {
            after.iter().filter(|left| left.code == code).map(|left| left.message.as_str()).collect()
        });
        // Findings about lines (C1xx) have no unique message, so one that remains may not be this one.
        let stays = |finding: &Finding| {
            left.as_ref()
                .is_none_or(|left| !finding.code.starts_with('C') && left.contains(finding.message.as_str()))
        };
        for finding in found.iter_mut().filter(|finding| finding.code == code) {
            if finding.fix.as_ref().is_some_and(|fix| !fix.is_safe()) && stays(finding) {
                finding.fix = None;
            }
        }
    }
    found
}

/// The two config files after fixes.
#[derive(Debug, Clone)]
pub(crate) struct Edits {
    pub(crate) config: Document,
    pub(crate) credentials: Option<Document>,
    /// The old and new names of renamed sections.
    pub(crate) renamed: Vec<(SectionName, SectionName)>,
}

impl Edits {
    /// Applies the fixes of one code; `None` if none helps without causing another finding. Fixes that together would
    /// are tried one by one.
    pub(crate) fn of(snapshot: &Snapshot, findings: &[Finding], code: &str) -> Option<Self> {
        let mut seen: HashSet<&Fix> = HashSet::new();
        let fixes = findings.iter().filter(|found| found.code == code).filter_map(|found| found.fix.as_ref());
        let fixes: Vec<&Fix> = fixes.filter(|fix| !fix.is_safe() && seen.insert(fix)).collect();
        let nothing = Self {
            config: snapshot.config.clone(),
            credentials: snapshot.credentials.clone(),
            renamed: Vec::new(),
        };
        let mut all = nothing.clone();
        let changed = all.make_all(&fixes);
        if changed == 0 {
            return None;
        }
        if all.is_better(snapshot, findings, code) {
            return Some(all);
        }
        let (mut some, mut counted) = (nothing, findings.to_vec());
        let mut is_changed = false;
        for fix in fixes.iter().take(if changed > 1 { ONE_BY_ONE } else { 0 }) {
            let mut tried = some.clone();
            if tried.make(fix) && tried.is_better(snapshot, &counted, code) {
                counted = checks::examine(&tried.in_place_of(snapshot));
                (some, is_changed) = (tried, true);
            }
        }
        is_changed.then_some(some)
    }

    /// Says whether fewer findings have the code and no other code has more. What a wrong encoding hid is not new
    /// (C101).
    fn is_better(&self, snapshot: &Snapshot, before: &[Finding], code: &str) -> bool {
        if self.takes_a_name(snapshot) {
            return false;
        }
        let after = checks::examine(&self.in_place_of(snapshot));
        let (known, left) = (counts(before), counts(&after));
        let count = |counts: &BTreeMap<&str, usize>, code: &str| counts.get(code).copied().unwrap_or(0);
        let no_worse = |other: &&str| *other == code || count(&left, other) <= count(&known, other);
        count(&left, code) < count(&known, code) && (code == "C101" || left.keys().all(no_worse))
    }

    /// Says whether a renamed section would get a name that exists already, in the other file too.
    fn takes_a_name(&self, snapshot: &Snapshot) -> bool {
        let before = Config::new(&snapshot.config, snapshot.credentials.as_ref(), Dialect::AwsCli);
        self.renamed.iter().any(|(_, new)| before.section(new.kind(), new.name()).is_some())
    }

    /// Returns the snapshot with these files.
    pub(crate) fn in_place_of(&self, snapshot: &Snapshot) -> Snapshot {
        let (config, credentials) = (self.config.clone(), self.credentials.clone());
        let mut after = Snapshot { config, credentials, ..snapshot.clone() };
        // A fixed line may name a program that no line named before.
        if snapshot.config_file.is_some() {
            after.collect_facts();
        }
        after
    }

    /// Makes fixes, all comments as one edit, and returns how many changed something.
    fn make_all(&mut self, fixes: &[&Fix]) -> usize {
        let (comments, others): (Vec<&Fix>, Vec<&Fix>) =
            fixes.iter().partition(|fix| matches!(fix, Fix::CommentOut { .. }));
        let mut changed = others.into_iter().filter(|fix| self.make(fix)).count();
        if comments.len() > 1 && self.comment_out(&comments) {
            return changed + comments.len();
        }
        changed += comments.into_iter().take(ONE_BY_ONE).filter(|fix| self.make(fix)).count();
        changed
    }

    /// Turns the keys of these fixes into comments, and says whether that changed something.
    fn comment_out(&mut self, fixes: &[&Fix]) -> bool {
        let batch = |is_meant: fn(SectionKind) -> bool| {
            fixes.iter().fold(Batch::new(), |batch, fix| match fix {
                Fix::CommentOut { section, keys } if is_meant(section.kind()) => {
                    keys.iter().fold(batch, |batch, key| batch.comment_out(section, key))
                }
                _ => batch,
            })
        };
        let in_config = self.config.apply(&batch(|_| true)).is_ok_and(|changed| changed);
        let profiles = batch(|kind| kind == SectionKind::Profile);
        let in_credentials =
            self.credentials.as_mut().is_some_and(|file| file.apply(&profiles).is_ok_and(|changed| changed));
        in_config || in_credentials
    }

    /// Makes a fix, and says whether it changed something.
    fn make(&mut self, fix: &Fix) -> bool {
        match fix {
            Fix::Line(file, code) => self.fix_lines(*file, *code),
            Fix::CommentOut { .. } => self.comment_out(&[fix]),
            Fix::Set { key, values } => {
                let set = |batch: Batch, (profile, value): &(String, String)| {
                    batch.set(&SectionName::profile(profile), key, value)
                };
                self.config.apply(&values.iter().fold(Batch::new(), set)).is_ok_and(|changed| changed)
            }
            Fix::SetEndpoint { services, key, value } => self
                .config
                .set_nested(&SectionName::services(services), key, "endpoint_url", value)
                .is_ok_and(|changed| changed),
            Fix::Convert { profiles } => self.config.move_to_sessions(profiles) > 0,
            Fix::Close(..) | Fix::SetAside(_) | Fix::Remove(_) | Fix::Sweep(_) | Fix::Rewrite(_) => false,
        }
    }

    fn fix_lines(&mut self, file: FileKind, code: daypass_config_parse::Code) -> bool {
        let document = match file {
            FileKind::Credentials => self.credentials.as_mut(),
            _ => Some(&mut self.config),
        };
        let Some(document) = document else { return false };
        let Some(fixed) = document.fix(code) else { return false };
        *document = fixed.document;
        for (old, new) in fixed.renamed {
            let other = match file {
                FileKind::Credentials => Some(&mut self.config),
                _ => self.credentials.as_mut(),
            };
            if let Some(other) = other {
                // A reference that cannot be written stays and becomes a finding, so this fix is rejected.
                drop(other.rename_references(&old, new.name()));
            }
            self.renamed.push((old, new));
        }
        true
    }
}

fn counts(findings: &[Finding]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for found in findings {
        *counts.entry(found.code.as_str()).or_default() += 1;
    }
    counts
}
