//! Makes fixes on disk: safe fixes always, edits of config files only if their code is named.

use crate::{
    AppliedFix, Error, ErrorKind, Finding, Fix, FixOutcome, Snapshot,
    edits::Edits,
    renamed_cache_files::{self, CacheFileMove},
    safe_fixes,
};
use daypass_config_parse::{Config, Dialect, Document, FileKind, SectionKind};
use daypass_files::{Edit, EditError, Lock, WritePolicy, keep_copy};
use daypass_token_cache::{CacheFile, CacheKey, DOCTOR_FIX_LOCK_WAIT, time};
use std::{
    collections::HashSet,
    fmt, fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// How often a fix is repeated because another program changed the file meanwhile.
const MAX_CONCURRENT_CHANGES: usize = 5;

/// Makes fixes and records them. Each file is copied before its first edit.
///
/// Blocks on the disk, and while it waits for a lock.
pub struct Fixer<'a> {
    codes: &'a [String],
    now: SystemTime,
    sleep: &'a mut dyn FnMut(Duration),
    tried: HashSet<Fix>,
    concurrent_changes: usize,
    done: Vec<AppliedFix>,
    copies: Vec<(PathBuf, PathBuf)>,
}

impl fmt::Debug for Fixer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fixer").field("codes", &self.codes).field("done", &self.done).finish_non_exhaustive()
    }
}

impl<'a> Fixer<'a> {
    /// Creates a fixer of safe fixes and of findings with these codes. `sleep` is called while another program holds a
    /// lock.
    pub fn new(codes: &'a [String], now: SystemTime, sleep: &'a mut dyn FnMut(Duration)) -> Self {
        let (tried, done, copies) = (HashSet::new(), Vec::new(), Vec::new());
        Self { codes, now, sleep, tried, concurrent_changes: 0, done, copies }
    }

    /// Fixes findings of a snapshot, and says whether to examine a new snapshot, since one fix may reveal the next.
    /// Call it until it returns false.
    pub fn fix(&mut self, snapshot: &Snapshot, findings: &[Finding]) -> Result<bool, Error> {
        let before = self.tried.len();
        for finding in findings {
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.is_safe()) else { continue };
            if self.tried.insert(fix.clone())
                && let Some(outcome) = safe_fixes::make(fix)?
            {
                self.done.push(AppliedFix { code: finding.code.clone(), outcome });
            }
        }
        let mut again = self.tried.len() > before;
        let named =
            |finding: &&Finding| self.codes.iter().any(|code| code.eq_ignore_ascii_case(&finding.code));
        let mut codes: Vec<&str> =
            findings.iter().filter(named).map(|finding| finding.code.as_str()).collect();
        codes.dedup();
        for code in codes {
            if let Some(edits) = Edits::of(snapshot, findings, code) {
                self.write(snapshot, &edits, code)?;
                // The findings of the other codes describe a file that has just changed.
                again = true;
                break;
            }
        }
        Ok(again && self.concurrent_changes < MAX_CONCURRENT_CHANGES)
    }

    /// Returns the fixes made, in order.
    pub fn done(&self) -> &[AppliedFix] {
        &self.done
    }

    /// Writes changed files, and moves the cache files of renamed sessions: the new cache file is written before the
    /// config file that names it, and the old one is removed after that.
    fn write(&mut self, snapshot: &Snapshot, edits: &Edits, code: &str) -> Result<(), Error> {
        let moves = renamed_cache_files::of(snapshot, edits);
        let _locks: Vec<_> = moves.iter().filter_map(|one| self.lock(snapshot, &one.key)).collect();
        let copied: Vec<&CacheFileMove> = moves.iter().filter(|one| copy(one).is_ok()).collect();
        let credentials = edits.credentials.as_ref().zip(snapshot.credentials.as_ref());
        let files = [
            (FileKind::Credentials, credentials),
            (FileKind::Config, Some((&edits.config, &snapshot.config))),
        ];
        for (kind, documents) in files {
            let Some((after, before)) =
                documents.filter(|(after, before)| after.as_bytes() != before.as_bytes())
            else {
                continue;
            };
            let path = snapshot.path_of(kind);
            let copy = self.replace(snapshot, &path, before, after)?;
            let Some(copy) = copy else {
                self.concurrent_changes += 1;
                for one in copied {
                    drop(fs::remove_file(&one.to));
                }
                return Ok(());
            };
            let outcome = FixOutcome::Edited {
                file: path,
                copy,
                sessions: if kind == FileKind::Config { sessions(edits, &copied) } else { Vec::new() },
                sign_in: if kind == FileKind::Config {
                    new_sessions(before, after, edits)
                } else {
                    Vec::new()
                },
            };
            self.done.push(AppliedFix { code: code.to_owned(), outcome });
        }
        for one in copied {
            drop(fs::remove_file(&one.from));
        }
        Ok(())
    }

    /// Replaces a file whole, after copying it before its first edit; `None` if it is no longer as in the snapshot.
    fn replace(
        &mut self,
        snapshot: &Snapshot,
        path: &Path,
        before: &Document,
        after: &Document,
    ) -> Result<Option<PathBuf>, Error> {
        /// Why an edit is not made.
        enum Refused {
            Changed,
            NoCopy(io::Error),
        }
        let key = CacheKey::for_edit(path);
        let (paths, now, copies) = (&snapshot.paths, self.now, &mut self.copies);
        let keep = |bytes: &[u8]| {
            if copies.iter().all(|(of, _)| of != path) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let stamp = time::format(now).replace(':', "");
                let copy =
                    keep_copy(&paths.state.join("doctor"), &name, &stamp, bytes).map_err(Refused::NoCopy)?;
                copies.push((path.to_owned(), copy));
            }
            Ok(())
        };
        let change = |bytes: &[u8]| match bytes == before.as_bytes() {
            true => Ok(after.as_bytes().to_vec()),
            false => Err(Refused::Changed),
        };
        let edited = Edit::new(path)
            .rescue_in(&paths.state.join("rescue"))
            .locked(&paths.locks(), &key, DOCTOR_FIX_LOCK_WAIT, self.sleep)
            .apply(change, keep);
        match edited {
            Ok(_notices) => Ok(self.copies.iter().find(|(of, _)| of == path).map(|(_, copy)| copy.clone())),
            Err(EditError::Change(Refused::NoCopy(error)) | EditError::Backup(Refused::NoCopy(error))) => {
                Err(Error::new(ErrorKind::Copy, path, error))
            }
            Err(EditError::Read(error)) => Err(Error::new(ErrorKind::Read, path, error)),
            Err(EditError::Write(error) | EditError::NotWritable(error)) => {
                Err(Error::new(ErrorKind::Write, path, error))
            }
            // Another program changed the file meanwhile.
            Err(_) => Ok(None),
        }
    }

    /// Takes the lock of a token. The file is moved without it, too, since a move leaves it whole.
    fn lock(&mut self, snapshot: &Snapshot, key: &CacheKey) -> Option<Lock> {
        Lock::acquire(&snapshot.paths.locks(), key, "moving a sign-in", DOCTOR_FIX_LOCK_WAIT, self.sleep).ok()
    }
}

/// Lists renamed sessions, and whether their token moved.
fn sessions(edits: &Edits, moved: &[&CacheFileMove]) -> Vec<(String, bool)> {
    let moved: HashSet<CacheKey> = moved.iter().map(|one| one.key).collect();
    let is_signed_in = |name: &str| moved.contains(&CacheKey::for_session(name));
    let renamed = edits.renamed.iter();
    let renamed = renamed.filter(|(old, _)| old.kind() == SectionKind::SsoSession);
    renamed.map(|(old, new)| (new.name().to_owned(), is_signed_in(old.name()))).collect()
}

/// Lists sessions that did not exist before under any name.
fn new_sessions(before: &Document, after: &Document, edits: &Edits) -> Vec<String> {
    let names = |document: &Document| {
        let config = Config::new(document, None, Dialect::AwsCli);
        config.sso_sessions().map(|session| session.name().to_owned()).collect::<Vec<_>>()
    };
    let mut known: HashSet<String> = names(before).into_iter().collect();
    known.extend(edits.renamed.iter().map(|(_, new)| new.name().to_owned()));
    let is_hidden = !before.encoding().is_readable();
    names(after).into_iter().filter(|name| !is_hidden && !known.contains(name)).collect()
}

/// Copies a cache file to its new name. No session had that name: a whole file of it is replaced, a damaged one set aside.
fn copy(one: &CacheFileMove) -> io::Result<()> {
    if one.to.symlink_metadata().is_ok()
        && let Some(entry) = CacheFile::at(&one.to)
    {
        drop(entry.set_aside());
    }
    let bytes = fs::read(&one.from)?;
    daypass_files::write(&one.to, &bytes, WritePolicy::Private).map(drop).map_err(io::Error::other)
}
