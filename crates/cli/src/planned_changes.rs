//! The question before planned changes are written, or undone, which Ctrl-C answers, too.

use crate::{context::Context, machine, report::Report};
use daypass_token_cache::time;
use std::path::Path;

/// The stamp of the backups of this run.
pub(crate) fn stamp() -> String {
    time::format(machine::now()).replace(':', "")
}

/// Whether these changes may be written to a file: by flag, or by the answer to a question.
pub(crate) fn agreed(context: &Context, yes: bool, count: &str, path: &Path) -> Result<bool, Report> {
    context.home().agreed(yes, count, path, &|question| confirmed(context, question))
}

/// Undoes the last run of a command on the config file. Returns the stamp of the run, unless nothing was undone.
pub(crate) fn undo(
    context: &Context,
    command: &str,
    plan: bool,
    yes: bool,
) -> Result<Option<String>, Report> {
    context.home().undo(command, plan, yes, &|question| confirmed(context, question))
}

fn confirmed(context: &Context, question: &str) -> Result<bool, Report> {
    context.block_on(async { Ok(context.ui.confirm(question, false)?) })
}
