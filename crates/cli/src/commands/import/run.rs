//! `daypass import`: plan, question, one write, and the way to leave the tool.

use super::{Import, settings_file, settings_file::SettingsEdit, show};
use crate::{
    context::{Context, Files},
    exit::Exit,
    other_tool_profiles,
    planned_changes::{self, agreed, stamp},
    report::Report,
};
use daypass_at_terminal::leave_text;
use daypass_import::ImportPlan;
use daypass_other_tools::{Error, ErrorKind, Tool};
use daypass_populate::{Backup, counted};

pub(crate) fn run(context: &Context, flags: &Import) -> Result<Exit, Report> {
    if flags.undo {
        let undone = planned_changes::undo(context, "import", flags.plan, flags.yes)?;
        undone.map_or(Ok(()), |stamp| settings_file::undo(context, &stamp))?;
        return Ok(Exit::Done);
    }
    let Some(tool) = flags.tool else { return list(context, flags) };
    context.config_file()?;
    let files = context.files()?;
    let plan = planned(context, flags, tool, &files)?;
    let settings = SettingsEdit::plan(context, &plan);
    let left = other_tool_profiles::found(context, &files);
    let is_here = left.iter().any(|found| found.tool == tool) || !plan.left.is_empty();
    if !is_here && !plan.is_change(&files.config) && !context.wants_json() {
        context.ui.say(format!("Nothing of {tool} was found here."));
        return Ok(Exit::Done);
    }
    for found in left {
        if let (Some(variable), Some(command), other) = (found.in_use, found.way_out(), found.tool) {
            context.ui.warn(format!(
                "{other} is in use in this shell ({variable}): its keys go before any profile, until `{command}`"
            ));
        }
    }
    show::plan(context, flags.plan, &plan, &settings)?;
    let changes = plan.changes.len() + plan.marks.len() + settings.added.len();
    let is_change = plan.is_change(&files.config) || settings.is_change();
    if !is_change {
        context.ui.say("Nothing to write.");
    }
    let count = counted(changes, "change");
    if is_change && !flags.plan {
        if !agreed(context, flags.yes, &count, context.config_file()?)? {
            return Ok(Exit::Done);
        }
        write(context, &files, &plan, &settings, &count)?;
    }
    if !context.wants_json() {
        context.print(&leave_text(&plan))?;
    }
    Ok(Exit::Done)
}

/// Lists what is there; with a flag that belongs to an import, the tool is missing.
fn list(context: &Context, flags: &Import) -> Result<Exit, Report> {
    if flags.plan || flags.yes || flags.own {
        let report = Report::new(Exit::Usage, "which tool to import from is not given");
        return Err(report.try_command(["daypass", "import"]));
    }
    show::list(context, &flags.table, &other_tool_profiles::found(context, &context.files()?))?;
    Ok(Exit::Done)
}

fn planned(context: &Context, flags: &Import, tool: Tool, files: &Files) -> Result<ImportPlan, Report> {
    let mut around = other_tool_profiles::surroundings(context);
    if tool == Tool::Leapp {
        around.machine_ids =
            flags.machine_id.clone().map_or_else(daypass_programs::machine_ids, |id| vec![id]);
    }
    let plan = if flags.own { ImportPlan::owned } else { ImportPlan::new };
    plan(tool, &around, &files.config, files.credentials.as_ref()).map_err(|error| failed(context, &error))
}

fn failed(context: &Context, error: &Error) -> Report {
    let report = Report::new(Exit::Configuration, error.message(&context.paths.pretty(error.path())));
    match error.kind() {
        ErrorKind::OtherMachine => report.try_command(["daypass", "import", "leapp", "--machine-id", "<ID>"]),
        _ => report,
    }
}

/// Writes the config file and the settings, each after a backup for `--undo`.
fn write(
    context: &Context,
    files: &Files,
    plan: &ImportPlan,
    settings: &SettingsEdit,
    count: &str,
) -> Result<(), Report> {
    let (path, stamp) = (context.config_file()?, stamp());
    let before = path.is_file().then(|| files.config.as_bytes().to_vec());
    let backup = Backup::of_texts(before, plan.after.as_bytes().to_vec(), plan.changes.clone()).to_bytes();
    let backups = context.home().backups(path, "import");
    if plan.is_change(&files.config) {
        let backup = Some((&backups, stamp.as_str(), backup.as_slice()));
        context.home().write_planned(path, &files.config, Some(plan.after.clone()), backup)?;
    } else {
        backups.keep(&stamp, &backup).map_err(|error| context.home().failed(&error))?;
    }
    settings.write(context, &stamp)?;
    context.ui.say(format!("Wrote {count}. To undo it: daypass import --undo"));
    let has_new = plan.sessions.iter().any(|session| !session.exists);
    if has_new {
        context.ui.say("Sign in once with daypass login.");
    }
    Ok(())
}
