//! Edits of the config files, in words: what is refused, what failed, and what is left.

use crate::{context::Context, exit::Exit, host, report::Report};
use daypass_config_parse::{Batch, Config, Dialect, Document, EditError, SectionName};
use daypass_files::{Edit, EditError as Failure, Edited, Error, ErrorKind, FileState, Notice};
use daypass_token_cache::CacheKey;
use std::{path::Path, time::Duration};

/// How long to wait for another daypass that edits the same file; an edit takes a millisecond.
const CONFIG_EDIT_LOCK_WAIT: Duration = Duration::from_secs(2);

impl Context {
    /// Applies an edit to the config file as it is now. Nothing is written where nothing changes.
    pub(crate) fn edit_config(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let path = self.config_file()?;
        self.edit_file(path, Edit::new(path), Document::parse, edit)
    }

    /// Says what an edit of this section would be refused for, before anything is asked or called.
    pub(crate) fn rehearse_config(&self, section: &SectionName) -> Result<(), Report> {
        let trial = Batch::new().set(section, "region", "rehearsed");
        let path = self.config_file()?;
        let rehearsed = Edit::new(path).rehearse(self.change(path, Document::parse, |document| {
            // Whoever is asked wants something changed. Without a person all may be as it shall be already, which a
            // file that may not be written allows.
            let mut scratch = document.clone();
            let document = if self.ui.prompts() { document } else { &mut scratch };
            apply(document, &trial, std::slice::from_ref(section))
        }));
        rehearsed.map(drop).map_err(|failure| self.not_edited(path, failure))
    }

    fn config_file(&self) -> Result<&Path, Report> {
        self.paths.config.as_deref().ok_or_else(|| {
            Report::new(Exit::Configuration, "AWS_CONFIG_FILE is empty, so there is no config file to write")
        })
    }

    /// Applies an edit to the credentials file, which is closed to others.
    pub(crate) fn edit_credentials(
        &self,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        let path = self.paths.credentials.as_deref().ok_or_else(|| {
            let message = "AWS_SHARED_CREDENTIALS_FILE is empty, so there is no credentials file to write";
            Report::new(Exit::Configuration, message)
        })?;
        self.edit_file(path, Edit::new(path).with_secrets(), Document::parse_credentials, edit)
    }

    fn edit_file(
        &self,
        path: &Path,
        file: Edit<'_>,
        parse: fn(Vec<u8>) -> Document,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError>,
    ) -> Result<(), Report> {
        self.edit_bytes(path, file, self.change(path, parse, edit), |_| Ok(())).map(drop)
    }

    /// Applies an edit of bytes; `backup` gets those of the file before it is written. Says whether it was.
    pub(crate) fn edit_bytes(
        &self,
        path: &Path,
        file: Edit<'_>,
        change: impl FnOnce(&[u8]) -> Result<Vec<u8>, Report>,
        backup: impl FnOnce(&[u8]) -> Result<(), Report>,
    ) -> Result<bool, Report> {
        let rescue = self.paths.state.join("rescue");
        let lock = CacheKey::for_edit(path);
        let edited = file
            .rescue_in(&rescue)
            .locked(&self.paths.locks(), &lock, CONFIG_EDIT_LOCK_WAIT, &mut |time| host::pause(time))
            .apply(change, backup)
            .map_err(|failure| self.not_edited(path, failure))?;
        let Edited::Written(saved) = edited else { return Ok(false) };
        for notice in &saved.notices {
            match notice {
                Notice::ModeRepaired { .. } => self.ui.warn(self.pretty(notice)),
                _ => self.ui.log(1, self.pretty(notice)),
            }
        }
        self.note_done("a file of the configuration was written");
        Ok(true)
    }

    /// An edit of a document as one of bytes.
    fn change<'a>(
        &'a self,
        path: &'a Path,
        parse: fn(Vec<u8>) -> Document,
        edit: impl FnOnce(&mut Document) -> Result<bool, EditError> + 'a,
    ) -> impl FnOnce(&[u8]) -> Result<Vec<u8>, Report> + 'a {
        move |before| {
            let mut document = parse(before.to_owned());
            edit(&mut document).map_err(|error| {
                let message = format!("{} cannot be changed like this", self.paths.pretty(path));
                Report::new(Exit::Configuration, message).cause(&error).mend(["daypass", "doctor"])
            })?;
            Ok(document.into_bytes())
        }
    }

    fn not_edited(&self, path: &Path, failure: Failure<Report>) -> Report {
        let shown = self.paths.pretty(path);
        match failure {
            Failure::Change(report) | Failure::Backup(report) => report,
            Failure::Read(error) => self.not_read(path, &error),
            Failure::Write(error) => self.not_written(path, &error),
            Failure::NotWritable(error) => {
                Report::new(Exit::Configuration, format!("{shown} may not be written")).cause(&error)
            }
        }
    }

    /// What a failed write left, as far as that is known.
    pub(crate) fn not_written(&self, path: &Path, error: &Error) -> Report {
        let shown = self.paths.pretty(path);
        let report = |what: &str| Report::new(Exit::Failed, format!("cannot write {shown}; {what}"));
        let report = match error.state() {
            _ if error.kind() == ErrorKind::Changed => report("nothing was written, try again"),
            Some(FileState::Unchanged) => report("it is as it was"),
            Some(FileState::Restored) => report("its contents were put back as they were"),
            Some(FileState::Unknown { copy: Some(copy) }) => {
                report("it may be damaged").fact("copy", self.paths.pretty(copy))
            }
            _ => report("it may be damaged, look at it before you go on"),
        };
        report.cause(error)
    }

    fn pretty(&self, notice: &Notice) -> String {
        notice.to_string().replace(&format!("{}/", self.paths.home.display()), "~/")
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
