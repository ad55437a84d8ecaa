//! What `--fix` does: modes, damaged files and leftovers always; lines of config files only when their code is named.

use super::{Finding, Fix};
use crate::{context::Context, copies, exit::Exit, host, report::Report};
use daypass_config_parse::{Batch, Config, Dialect, Document, FileKind, SectionKind, SectionName};
use daypass_files::Edit;
use daypass_token_cache::Store;
use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
};

/// Mends findings, and remembers what it did.
pub(crate) struct Mender<'a> {
    context: &'a Context,
    codes: &'a [String],
    tried: Vec<Fix>,
    done: Vec<String>,
    /// Each edited file, and the copy of it that was made before the first edit.
    copies: RefCell<Vec<(PathBuf, PathBuf)>>,
}

impl<'a> Mender<'a> {
    /// Mends what is safe, and what has one of these codes.
    pub(crate) fn new(context: &'a Context, codes: &'a [String]) -> Self {
        Self { context, codes, tried: Vec::new(), done: Vec::new(), copies: RefCell::default() }
    }

    /// Mends what may be mended; whether anything was tried that had not been before.
    pub(crate) fn mend(&mut self, findings: &[Finding]) -> Result<bool, Report> {
        let before = self.tried.len();
        for finding in findings {
            let Some(fix) = &finding.fix else { continue };
            let named = self.codes.iter().any(|code| code.eq_ignore_ascii_case(&finding.code));
            if (fix.is_safe() || named) && !self.tried.contains(fix) {
                self.tried.push(fix.clone());
                if self.apply(fix)? {
                    self.done.push(format!("{} {}", finding.code, self.sentence(fix)));
                }
            }
        }
        Ok(self.tried.len() > before)
    }

    /// What was mended, a line each.
    pub(crate) fn done(&self) -> &[String] {
        &self.done
    }

    fn apply(&self, fix: &Fix) -> Result<bool, Report> {
        let failed = |path: &Path, error: &dyn std::error::Error| {
            let shown = self.context.paths.pretty(path);
            Report::new(Exit::Failed, format!("{shown} could not be mended")).cause(error)
        };
        match fix {
            Fix::Close(path, mode) => close(path, *mode).map_err(|error| failed(path, &error)).map(|()| true),
            Fix::Remove(path) => match fs::remove_file(path) {
                Ok(()) => Ok(true),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
                Err(error) => Err(failed(path, &error)),
            },
            Fix::Sweep(folder) => Ok(Store::at(folder).sweep() > 0),
            Fix::SetAside(path) => match entry(path).map(|entry| entry.set_aside()) {
                // Another process mended it, or it is gone: all the better.
                None | Some(Err(_)) => Ok(false),
                Some(Ok(_)) => Ok(true),
            },
            Fix::Rewrite(path) => rewrite(path).map_err(|error| failed(path, &error)),
            Fix::Line(file, code) => self.edit(*file, |bytes| {
                Some(Document::parse_as(*file, bytes).fix(*code)?.document.into_bytes())
            }),
            Fix::CommentOut { section, keys } => self.comment_out(section, keys),
            Fix::Set { key, values } => {
                let batch = values.iter().fold(Batch::new(), |batch, (profile, value)| {
                    batch.set(&SectionName::profile(profile), key, value)
                });
                self.edit(FileKind::Config, |bytes| batched(bytes, &batch))
            }
            Fix::SetEndpoint { services, key, value } => {
                let batch =
                    Batch::new().set_nested(&SectionName::services(services), key, "endpoint_url", value);
                self.edit(FileKind::Config, |bytes| batched(bytes, &batch))
            }
            Fix::Convert { profiles } => self.edit(FileKind::Config, |bytes| converted(bytes, profiles)),
        }
    }

    /// Edits one of the two files as it is now: whole or not at all, with a copy of what it was.
    fn edit(&self, file: FileKind, change: impl FnOnce(&[u8]) -> Option<Vec<u8>>) -> Result<bool, Report> {
        let path = match file {
            FileKind::Credentials => &self.context.paths.credentials,
            _ => &self.context.paths.config,
        };
        let Some(path) = path else { return Ok(false) };
        let change = |before: &[u8]| Ok(change(before).unwrap_or_else(|| before.to_owned()));
        let keep = |before: &[u8]| {
            self.keep(path, before).map_err(|error| {
                let message = format!(
                    "no copy of {} can be kept, so it was not changed",
                    self.context.paths.pretty(path)
                );
                Report::new(Exit::Failed, message).cause(&error)
            })
        };
        self.context.edit_bytes(path, Edit::new(path), change, keep)
    }

    /// Keeps the file as it was before the first edit of this run.
    fn keep(&self, path: &Path, before: &[u8]) -> std::io::Result<()> {
        if self.copy(path).is_none() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let copy = copies::keep(&self.context.paths.state.join("doctor"), &name, before, host::now())?;
            self.copies.borrow_mut().push((path.to_owned(), copy));
        }
        Ok(())
    }

    fn copy(&self, path: &Path) -> Option<PathBuf> {
        self.copies.borrow().iter().find(|(of, _)| of == path).map(|(_, copy)| copy.clone())
    }

    /// Makes comments of keys of a section in both files, until no section gives it one of them.
    fn comment_out(&self, section: &SectionName, keys: &[String]) -> Result<bool, Report> {
        let mut changed = false;
        for file in [FileKind::Config, FileKind::Credentials] {
            if file == FileKind::Credentials && section.kind() != SectionKind::Profile {
                continue;
            }
            let path = match file {
                FileKind::Credentials => &self.context.paths.credentials,
                _ => &self.context.paths.config,
            };
            if !path.as_ref().is_some_and(|path| path.is_file()) {
                continue;
            }
            changed |= self.edit(file, |bytes| {
                let mut document = Document::parse_as(file, bytes);
                let batch = keys.iter().fold(Batch::new(), |batch, key| batch.comment_out(section, key));
                document.apply(&batch).ok()?;
                Some(document.into_bytes())
            })?;
        }
        Ok(changed)
    }

    fn sentence(&self, fix: &Fix) -> String {
        let shown = |path: &Path| self.context.paths.pretty(path);
        let kept = |file: FileKind| match file {
            FileKind::Credentials => self.context.paths.credentials.as_deref(),
            _ => self.context.paths.config.as_deref(),
        };
        let edited = |file: FileKind| {
            let path = kept(file).unwrap_or(Path::new(""));
            let copy = self.copy(path).unwrap_or_default();
            format!("mended in {}; as it was before this run: {}", shown(path), shown(&copy))
        };
        match fix {
            Fix::Close(path, mode) => format!("{} is {mode:04o} now", shown(path)),
            Fix::SetAside(path) => format!("{} is out of the way", shown(path)),
            Fix::Remove(path) => format!("{} is removed", shown(path)),
            Fix::Sweep(folder) => format!("temporary files are removed from {}", shown(folder)),
            Fix::Rewrite(path) => format!("{} is written anew", shown(path)),
            Fix::Line(file, _) => edited(*file),
            Fix::CommentOut { section, keys } => {
                let copies = self.copies.borrow();
                let copies: Vec<_> = copies.iter().map(|(_, copy)| shown(copy)).collect();
                format!(
                    "{} of [{section}] made a comment; as it was before this run: {}",
                    keys.join(", "),
                    copies.join(", ")
                )
            }
            Fix::Set { .. } | Fix::SetEndpoint { .. } | Fix::Convert { .. } => edited(FileKind::Config),
        }
    }
}

fn close(path: &Path, mode: u32) -> std::io::Result<()> {
    #[cfg(unix)]
    return fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode));
    #[cfg(not(unix))]
    {
        let _only_unix = (path, mode);
        Ok(())
    }
}

fn entry(path: &Path) -> Option<daypass_token_cache::Entry> {
    let entries = Store::at(path.parent()?).entries().ok()?;
    entries.into_iter().find(|entry| entry.path == path)
}

fn rewrite(path: &Path) -> Result<bool, daypass_token_cache::Error> {
    let Some((folder, key)) = path.parent().zip(entry(path).and_then(|entry| entry.key())) else {
        return Ok(false);
    };
    let store = Store::at(folder);
    let Some(token) = store.load_token(&key)? else { return Ok(false) };
    store.save_token(&key, &token).map(|_| true)
}

fn batched(bytes: &[u8], batch: &Batch) -> Option<Vec<u8>> {
    let mut document = Document::parse(bytes);
    document.apply(batch).ok()?;
    Some(document.into_bytes())
}

/// Legacy profiles given a session each portal: one that is there, or a new one named after the portal.
fn converted(bytes: &[u8], profiles: &[String]) -> Option<Vec<u8>> {
    let mut document = Document::parse(bytes);
    for name in profiles {
        let config = Config::new(&document, None, Dialect::AwsCli);
        let Some(profile) = config.profile(name) else { continue };
        let (Some(url), Some(region)) = (profile.get("sso_start_url"), profile.get("sso_region")) else {
            continue;
        };
        let same = |session: &daypass_config_parse::Section<'_>| {
            session.get("sso_start_url") == Some(url) && session.get("sso_region") == Some(region)
        };
        let known = config.sso_sessions().find(same).map(|session| session.name().to_owned());
        let session = known.clone().unwrap_or_else(|| free_name(&config, url));
        let (section, own) = (SectionName::sso_session(&session), SectionName::profile(name));
        let mut batch = Batch::new();
        if known.is_none() {
            batch = batch.set(&section, "sso_start_url", url).set(&section, "sso_region", region).set(
                &section,
                "sso_registration_scopes",
                "sso:account:access",
            );
        }
        let batch =
            batch.unset(&own, "sso_start_url").unset(&own, "sso_region").set(&own, "sso_session", &session);
        document.apply(&batch).ok()?;
    }
    Some(document.into_bytes())
}

/// The first label of the portal's host, with a number where that is taken.
fn free_name(config: &Config<'_>, url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let label: String = url.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let label = if label.is_empty() { "sso".to_owned() } else { label };
    (1..=u32::MAX)
        .map(|count| if count == 1 { label.clone() } else { format!("{label}-{count}") })
        .find(|name| config.sso_session(name).is_none())
        .unwrap_or(label)
}
