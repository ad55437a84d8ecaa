//! `daypass init --install` and `--uninstall`: shows what changes in the start files of a shell, asks, and writes it.

use super::{Init, run};
use crate::{
    context::Context,
    exit::Exit,
    planned_changes::{agreed, stamp},
    report::Report,
};
use daypass_config_parse::Document;
use daypass_populate::counted;
use daypass_shell_integration::{FileChange, Shell, StartFolders, install, uninstall};
use daypass_terminal::Text;

pub(crate) fn change(context: &Context, flags: &Init) -> Result<Exit, Report> {
    let shell = run::shell(&context.env, flags)?;
    let folders = StartFolders::of(&context.env, &context.paths);
    let planned = match flags.install {
        true => install(shell, &run::integration(shell), &folders),
        false => uninstall(shell, &folders),
    };
    let changes = planned.map_err(|error| {
        Report::new(Exit::Failed, format!("cannot read what {} starts with", shell.name())).cause(&error)
    })?;
    let pretty = |path: &_| context.paths.pretty(path);
    context.print(&Text::lines(changes.iter().flat_map(|change| change.shown(&pretty))))?;
    let Some(first) = changes.first() else {
        context.ui.say("Nothing to write.");
        return Ok(Exit::Done);
    };
    if flags.plan || !agreed(context, flags.yes, &counted(changes.len(), "change"), &first.path)? {
        return Ok(Exit::Done);
    }
    changes.iter().try_for_each(|change| write(context, change))?;
    let loaded = if flags.install { "has" } else { "is without" };
    context.ui.say(format!("The next {} {loaded} the integration.", shell.name()));
    Ok(Exit::Done)
}

/// Whether the start files of a shell load the integration of this program.
pub(super) fn is_done(context: &Context, shell: Shell) -> bool {
    let folders = StartFolders::of(&context.env, &context.paths);
    install(shell, &run::integration(shell), &folders).is_ok_and(|changes| changes.is_empty())
}

/// Writes one file, after a backup of what was in it.
pub(crate) fn write(
    context: &Context,
    FileChange { path, before, after, lines, .. }: &FileChange,
) -> Result<(), Report> {
    let planned = Document::parse(before.as_deref().unwrap_or_default());
    let backups = context.home().backups(path, "init");
    let stamp = stamp();
    let copy = before.as_deref().map(|before| (&backups, stamp.as_str(), before));
    let after = after.as_deref().map(Document::parse);
    context.home().write_planned(path, &planned, after, copy).map_err(|report| match lines.first() {
        Some(line) => report.fact("line", line),
        None => report,
    })
}
