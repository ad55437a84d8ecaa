//! Checks of the cache folders and files: modes, owners, damaged files, leftovers, expired registrations.

use crate::{CacheFolder, Finding, Fix, ManualStep, view::SnapshotView};
use daypass_sso_types::Remedy;
use daypass_token_cache::{CacheFile, Content};
use std::time::Duration;

/// The age at which an incomplete file counts as damaged: a writer may still complete a younger one.
const WRITE_TIME: Duration = Duration::from_secs(10);

fn folders_of<'s>(view: &'s SnapshotView<'_>) -> [&'s CacheFolder; 3] {
    [&view.sso_cache, &view.cli_cache, &view.login_cache]
}

fn files<'s>(view: &'s SnapshotView<'_>) -> impl Iterator<Item = (&'s CacheFolder, &'s CacheFile)> {
    folders_of(view).into_iter().flat_map(|folder| folder.files.iter().map(move |file| (folder, file)))
}

/// K201, K202: cache folders that others can list, or that are not folders or cannot be read.
pub(super) fn folders(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for folder in folders_of(view) {
        if folder.is_blocked || folder.is_closed {
            let message = match folder.is_blocked {
                true => "something other than a folder is in the place of the cache folder",
                false => "the cache folder cannot be read",
            };
            let step = match folder.is_blocked {
                true => ManualStep::MoveAside(folder.path.clone()),
                false => ManualStep::OpenToOwner(folder.path.clone()),
            };
            let finding = Finding::error("K202", message).at(&folder.path, None);
            findings.push(finding.affects("no AWS tool finds or stores a sign-in").step(step));
        } else if let Some(mode) = folder.mode.filter(|mode| mode & 0o077 != 0) {
            findings.push(
                Finding::warning("K201", format!("the folder is open to others (mode {mode:04o})"))
                    .at(&folder.path, None)
                    .affects("other users of this machine can list the files")
                    .fix(Fix::Close(folder.path.clone(), 0o700)),
            );
        }
    }
    findings
}

/// K203: cache files with secrets that others can read.
pub(super) fn modes(view: &SnapshotView<'_>) -> Vec<Finding> {
    let open = files(view).filter_map(|(_, entry)| {
        let is_secret = !matches!(entry.content, Content::Foreign);
        let mode = entry.mode.filter(|mode| is_secret && mode & 0o077 != 0)?;
        Some(
            Finding::error(
                "K203",
                format!("a file with a token or credentials is open to others (mode {mode:04o})"),
            )
            .at(&entry.path, None)
            .affects("anyone with an account on this machine can act as you")
            .fix(Fix::Close(entry.path.clone(), 0o600)),
        )
    });
    open.collect()
}

/// K204 to K208: cache files that no tool can use.
pub(super) fn damaged(view: &SnapshotView<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (folder, entry) in files(view) {
        let at = |finding: Finding| finding.at(&entry.path, None);
        match &entry.content {
            Content::Corrupt(_) | Content::Leftover if !is_settled(view, entry) => {}
            Content::Corrupt(_) if entry.length == Some(0) => {
                findings.push(
                    at(Finding::error("K205", "the cache file is empty because its writer was interrupted"))
                        .affects("the AWS CLI and the SDKs fail on it instead of signing in")
                        .fix(Fix::Remove(entry.path.clone())),
                );
            }
            Content::Corrupt(reason) => findings.push(
                at(Finding::error("K204", format!("the cache file is damaged: {reason}")))
                    .affects("the AWS CLI and the SDKs fail on it instead of signing in")
                    .fix(Fix::SetAside(entry.path.clone())),
            ),
            Content::SetAside => findings.push(
                at(Finding::note("K206", "a damaged file that was set aside; it may hold parts of secrets"))
                    .affects("no tool; the file stays until you remove it")
                    .remedy(Remedy::RemoveFiles(vec![entry.path.clone()])),
            ),
            Content::Leftover => findings.push(
                at(Finding::warning("K207", "a temporary file of a daypass that was killed"))
                    .affects("no tool; it holds what was about to be stored")
                    .fix(Fix::Sweep(folder.path.clone())),
            ),
            Content::Unreadable => {
                let finding = at(Finding::error("K208", "the cache file cannot be read"));
                let finding = finding.affects("the tools of this user fail on it");
                // Only the owner of the file can change its mode; the owner of the folder can remove it.
                findings.push(match entry.owner.is_some() {
                    true => finding.remedy(Remedy::RemoveFiles(vec![entry.path.clone()])),
                    false => finding.step(ManualStep::OpenToOwner(entry.path.clone())),
                });
            }
            _ => {}
        }
    }
    findings
}

fn is_settled(view: &SnapshotView<'_>, file: &CacheFile) -> bool {
    file.modified.is_none_or(|changed| view.now.duration_since(changed).is_ok_and(|age| age >= WRITE_TIME))
}

/// K209: client registrations that have expired.
pub(super) fn registrations(view: &SnapshotView<'_>) -> Vec<Finding> {
    let over = files(view).filter(
        |(_, entry)| matches!(&entry.content, Content::Registration(found) if found.expires_at <= view.now),
    );
    over.map(|(_, entry)| {
        Finding::note("K209", "a client registration that has expired")
            .at(&entry.path, None)
            .affects("no tool: the next sign-in registers a new client")
            .fix(Fix::Remove(entry.path.clone()))
    })
    .collect()
}

/// K215: cache folders that belong to another user, for example after a `sudo`.
pub(super) fn owner(view: &SnapshotView<'_>) -> Vec<Finding> {
    let strange = folders_of(view).into_iter().filter_map(|folder| {
        let (owner, home) = (folder.owner?, view.home_owner?);
        (owner != home).then(|| {
            Finding::error("K215", "the cache folder belongs to another user than the home folder")
                .at(&folder.path, None)
                .affects("the tools of this user cannot save a sign-in")
                .step(ManualStep::ChangeOwner { path: folder.path.clone(), owner: home })
        })
    });
    strange.collect()
}
