//! Changing the config file: read anew, edited, written whole, by one daypass at a time.

use crate::{context::Context, exit::Exit, host, report::Report};
use daypass_config_parse::{Batch, Config, Dialect, Document, EditError, SectionName};
use daypass_token_cache::{
    CacheKey, FileState, Lock,
    atomic::{self, Care},
};
use std::{
    fs::{self, File},
    io,
    path::Path,
    time::Duration,
};

/// How long to wait for another daypass that edits the same file; an edit takes a millisecond.
const PATIENCE: Duration = Duration::from_secs(2);

impl Context {
    /// Applies an edit to the config file as it is now. Nothing is written where nothing changes.
    pub(crate) fn edit_config(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        self.edit_file(self.config_file()?, Document::parse, edit)
    }

    /// Says what an edit of this section would be refused for, before anything is asked or called.
    pub(crate) fn rehearse_config(&self, section: &SectionName) -> Result<(), Report> {
        let trial = Batch::new().set(section, "region", "rehearsed");
        let rehearsed = self.edited(self.config_file()?, Document::parse, |document| {
            // Whoever is asked wants something changed. Without a person all may be as it shall be already, which a
            // file that may not be written allows.
            let mut scratch = document.clone();
            let document = if self.ui.prompts() { document } else { &mut scratch };
            apply(document, &trial, std::slice::from_ref(section))
        });
        rehearsed.map(drop)
    }

    fn config_file(&self) -> Result<&Path, Report> {
        self.paths.config.as_deref().ok_or_else(|| {
            Report::new(Exit::Configuration, "AWS_CONFIG_FILE is empty, so there is no config file to write")
        })
    }

    /// The same for the credentials file.
    pub(crate) fn edit_credentials(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let path = self.paths.credentials.as_deref().ok_or_else(|| {
            let message = "AWS_SHARED_CREDENTIALS_FILE is empty, so there is no credentials file to write";
            Report::new(Exit::Configuration, message)
        })?;
        self.edit_file(path, Document::parse_credentials, edit)
    }

    fn edit_file(
        &self,
        path: &Path,
        parse: fn(Vec<u8>) -> Document,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let _lock = self.config_lock(path);
        let Some(document) = self.edited(path, parse, edit)? else { return Ok(()) };
        let rescue = self.paths.state.join("rescue");
        let saved = atomic::write_rescued(path, document.as_bytes(), Care::Config, Some(&rescue))
            .map_err(|error| self.not_written(path, &error))?;
        saved.notices.iter().for_each(|notice| self.ui.log(1, notice.to_string()));
        self.note_done("a file of the configuration was written");
        Ok(())
    }

    /// What a failed write left, as far as that is known.
    fn not_written(&self, path: &Path, error: &daypass_token_cache::Error) -> Report {
        let shown = self.paths.pretty(path);
        let report = |what: &str| Report::new(Exit::Failed, format!("cannot write {shown}; {what}"));
        let report = match error.state() {
            Some(FileState::Unchanged) => report("it is as it was"),
            Some(FileState::Restored) => report("its contents were put back as they were"),
            Some(FileState::Unknown { copy: Some(copy) }) => {
                report("it may be damaged").fact("copy", self.paths.pretty(copy))
            }
            _ => report("it may be damaged, look at it before you go on"),
        };
        report.cause(error)
    }

    /// The file as it would be; none where nothing changes.
    fn edited(
        &self,
        path: &Path,
        parse: fn(Vec<u8>) -> Document,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<Option<Document>, Report> {
        let shown = self.paths.pretty(path);
        let report = |what: &str| Report::new(Exit::Configuration, format!("{shown} {what}"));
        let before = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            // A device or a pipe, for one: `AWS_CONFIG_FILE=/dev/null` means that there is no file.
            Ok(found) if !found.is_file() => {
                return Err(report("is not a regular file, so it is not written"));
            }
            _ => fs::read(path).map_err(|error| report("cannot be read").cause(&error))?,
        };
        let mut document = parse(before.clone());
        edit(&mut document).map_err(|error| {
            report("cannot be changed like this").cause(&error).mend(["daypass", "doctor"])
        })?;
        if document.as_bytes() == before {
            return Ok(None);
        }
        match File::options().write(true).open(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(report("may not be written").cause(&error))
            }
            _ => Ok(Some(document)),
        }
    }

    /// Without the lock too an edit goes on: it reads just before it writes, and the file stays whole.
    pub(crate) fn config_lock(&self, path: &Path) -> Option<Lock> {
        let key = CacheKey::for_session(&format!("config {}", path.display()));
        Lock::acquire(&self.paths.locks(), &key, "editing the config file", PATIENCE, &mut |time| {
            host::pause(time);
        })
        .ok()
    }
}

/// Makes these changes to these sections. A section that is there under a name which some tool cannot read is the
/// user's and stays usable; a new one of such a name is refused.
pub(crate) fn apply(
    document: &mut Document,
    edits: &Batch,
    sections: &[SectionName],
) -> Result<bool, EditError> {
    let config = Config::new(document, None, Dialect::AwsCli);
    let mut odd = sections.iter().filter(|section| !section.is_plain()).peekable();
    let insist =
        odd.peek().is_some() && odd.all(|section| config.section(section.kind(), section.name()).is_some());
    if insist { document.apply_insisting(edits).map(|_| true) } else { document.apply(edits) }
}

/// Refuses such a new name while it can still be typed anew.
pub(crate) fn check_name(config: &Config<'_>, section: &SectionName) -> Result<(), String> {
    match section.is_plain() || config.section(section.kind(), section.name()).is_some() {
        true => Ok(()),
        false => Err(format!(
            "{:?} is a name that some SDKs cannot read; use only A-Z a-z 0-9 _ . + @ % : / -",
            section.name()
        )),
    }
}
