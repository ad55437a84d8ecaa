//! Changes of a file that were planned: how many are shown, the question before they are written, and their undoing from the
//! backup that the command made.

use crate::{command_line, context::Context, exit::Exit, machine, report::Report};
use daypass_config_files::Backup as Kept;
use daypass_config_parse::EditError;
use daypass_populate::{Backup, counted, diff};
use daypass_terminal::Text;
use daypass_token_cache::time;
use std::path::Path;

/// How many changes of a kind are shown without `--plan`.
const SHOWN: usize = 10;

/// How many changes of a kind are shown.
pub(crate) fn shown(plan: bool) -> usize {
    if plan { usize::MAX } else { SHOWN }
}

/// The stamp of the backups of this run.
pub(crate) fn stamp() -> String {
    time::format(machine::now()).replace(':', "")
}

/// Whether these changes may be written to a file: by flag, or by the answer to a question.
pub(crate) fn agreed(context: &Context, yes: bool, count: &str, path: &Path) -> Result<bool, Report> {
    if yes {
        return Ok(true);
    }
    if !context.ui.prompts() {
        let message = format!("{count} not written: there is no terminal to ask on");
        let report = Report::new(Exit::Usage, message);
        return Err(match command_line::OURS.retyped_with("--yes", None) {
            Some(words) => report.try_command(words),
            None => report,
        });
    }
    let question = format!("Write {count} to {}?", context.paths.pretty(path));
    let agreed = context.block_on(async { Ok(context.ui.confirm(&question, false)?) })?;
    if !agreed {
        context.ui.say("Nothing was written.");
    }
    Ok(agreed)
}

/// Undoes the last run of a command on the config file: restores the file if it has not changed since then, else reverts the
/// changes one by one. Returns the stamp of the run, unless nothing was undone.
pub(crate) fn undo(
    context: &Context,
    command: &str,
    plan: bool,
    yes: bool,
) -> Result<Option<String>, Report> {
    let path = context.config_file()?;
    let (shown, document) = (context.paths.pretty(path), context.files()?.config);
    let last = context.backups(path, command).last().map_err(|error| context.config_files_failed(&error))?;
    let Some(last) = last else {
        return Err(Report::new(Exit::Failed, format!("there is no run of {command} on {shown} to undo")));
    };
    let stamp = last.stamp().to_owned();
    let backup = read(context, &last)?;
    if document.as_bytes() == backup.before.as_deref().unwrap_or_default() {
        if !plan {
            // The next undo is for the run before this one.
            last.remove();
        }
        context.ui.say("Nothing to undo: the file is as it was before the run.");
        return Ok((!plan).then_some(stamp));
    }
    let undo = backup.undo(&document).map_err(|error| unchangeable(&shown, &error))?;
    context.print(&Text::lines(diff(&undo.changes, self::shown(plan), true)))?;
    undo.kept.iter().for_each(|kept| context.ui.warn(kept.warning()));
    let count = counted(undo.changes.len(), "change");
    if plan || undo.changes.is_empty() || !agreed(context, yes, &count, path)? {
        return Ok(None);
    }
    context.write_planned(path, &document, undo.after, None)?;
    last.remove();
    let how = if undo.is_exact {
        "is as it was before the run"
    } else {
        "has these profiles as they were before the run"
    };
    context.ui.say(format!("{shown} {how}."));
    Ok(Some(stamp))
}

/// Reads the contents of a backup.
pub(crate) fn read(context: &Context, kept: &Kept) -> Result<Backup, Report> {
    Backup::from_bytes(kept.bytes()).map_err(|error| {
        Report::new(Exit::Failed, "cannot read the backup")
            .fact("file", context.paths.pretty(kept.path()))
            .cause(&error)
    })
}

/// Reports a file whose planned edit is refused.
pub(crate) fn unchangeable(shown: &str, error: &EditError) -> Report {
    Report::new(Exit::Configuration, format!("cannot edit {shown}")).cause(error)
}
