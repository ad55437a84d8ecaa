//! Changes that were planned: how many are shown, the question before they are written, and their undoing from the backup.

use crate::HomeFiles;
use daypass_config_files::Backup as Kept;
use daypass_config_parse::EditError;
use daypass_populate::{Backup, counted, diff};
use daypass_reports::{Exit, Report};
use daypass_terminal::Text;
use std::path::Path;

/// How many changes of a kind are shown, unless all are asked for.
const SHOWN: usize = 10;

/// Returns how many changes of a kind are shown; `all`: a person asked for the plan.
pub fn shown_changes(all: bool) -> usize {
    if all { usize::MAX } else { SHOWN }
}

impl HomeFiles<'_> {
    /// Returns whether these changes may be written to a file: `yes` by flag, or by the answer to a question, which `confirm`
    /// asks.
    ///
    /// # Errors
    /// Nobody can be asked, or the question was cancelled.
    pub fn agreed(
        &self,
        yes: bool,
        count: &str,
        path: &Path,
        confirm: &dyn Fn(&str) -> Result<bool, Report>,
    ) -> Result<bool, Report> {
        if yes {
            return Ok(true);
        }
        if !self.terminal.prompts() {
            let message = format!("{count} not written: there is no terminal to ask on");
            let report = Report::new(Exit::Usage, message);
            return Err(match self.line.retyped_with("--yes", None) {
                Some(words) => report.try_command(words),
                None => report,
            });
        }
        let agreed = confirm(&format!("Write {count} to {}?", self.paths.pretty(path)))?;
        if !agreed {
            self.terminal.say("Nothing was written.");
        }
        Ok(agreed)
    }

    /// Undoes the last run of a command on the config file: restores the file if it has not changed since then, else reverts
    /// the changes one by one. Returns the stamp of the run, unless nothing was undone; `plan` only shows.
    ///
    /// # Errors
    /// There is no run to undo, or the file cannot be read or written.
    pub fn undo(
        &self,
        command: &str,
        plan: bool,
        yes: bool,
        confirm: &dyn Fn(&str) -> Result<bool, Report>,
    ) -> Result<Option<String>, Report> {
        let path = self.config_path()?;
        let (shown, document) = (self.paths.pretty(path), self.read()?.config);
        let last = self.backups(path, command).last().map_err(|error| self.failed(&error))?;
        let Some(last) = last else {
            return Err(Report::new(
                Exit::Failed,
                format!("there is no run of {command} on {shown} to undo"),
            ));
        };
        let stamp = last.stamp().to_owned();
        let backup = read_backup(&last, |path| self.paths.pretty(path))?;
        if document.as_bytes() == backup.before.as_deref().unwrap_or_default() {
            if !plan {
                // The next undo is for the run before this one.
                last.remove();
            }
            self.terminal.say("Nothing to undo: the file is as it was before the run.");
            return Ok((!plan).then_some(stamp));
        }
        let undo = backup.undo(&document).map_err(|error| unchangeable(&shown, &error))?;
        let text = Text::lines(diff(&undo.changes, shown_changes(plan), true));
        self.terminal.print(&text).map_err(|error| Report::of_output(&error))?;
        undo.kept.iter().for_each(|kept| self.terminal.warn(kept.warning()));
        let count = counted(undo.changes.len(), "change");
        if plan || undo.changes.is_empty() || !self.agreed(yes, &count, path, confirm)? {
            return Ok(None);
        }
        self.write_planned(path, &document, undo.after, None)?;
        last.remove();
        let how = if undo.is_exact {
            "is as it was before the run"
        } else {
            "has these profiles as they were before the run"
        };
        self.terminal.say(format!("{shown} {how}."));
        Ok(Some(stamp))
    }
}

/// Reads the contents of a backup; `pretty` prints paths.
///
/// # Errors
/// It is no backup.
pub fn read_backup(kept: &Kept, pretty: impl Fn(&Path) -> String) -> Result<Backup, Report> {
    Backup::from_bytes(kept.bytes()).map_err(|error| {
        Report::new(Exit::Failed, "cannot read the backup").fact("file", pretty(kept.path())).cause(&error)
    })
}

/// Reports a file whose planned edit is refused.
pub fn unchangeable(shown: &str, error: &EditError) -> Report {
    Report::new(Exit::Configuration, format!("cannot edit {shown}")).cause(error)
}
