//! `daypass eject`: lists what is daypass's, asks, and removes it.

use super::Eject;
use crate::{
    context::{Context, Files},
    exit::Exit,
    exported_profiles,
    planned_changes::{self, agreed, shown, unchangeable},
    report::Report,
};
use daypass_at_terminal::sections;
use daypass_config_parse::Document;
use daypass_import::EjectPlan;
use daypass_populate::{counted, diff};
use daypass_shell_integration::StartFile;
use serde_json::json;
use std::{fs, path::PathBuf};

/// Everything that is daypass's.
struct Traces {
    config: EjectPlan,
    /// Profiles of the credentials file that daypass wrote.
    exported: Vec<String>,
    shells: Vec<StartFile>,
    /// The settings file, and the state folder.
    paths: Vec<PathBuf>,
}

pub(crate) fn run(context: &Context, flags: &Eject) -> Result<Exit, Report> {
    let path = context.config_file()?;
    let files = context.files()?;
    let traces = traces(context, &files)?;
    show(context, flags, &traces)?;
    let is_change = traces.config.is_change(&files.config);
    let count = usize::from(is_change)
        + traces.exported.len()
        + traces.paths.len()
        + traces.shells.iter().filter(|file| !file.lines.is_empty()).count();
    if count == 0 {
        context.ui.say("Nothing of daypass is left here.");
    }
    if count == 0 || flags.plan {
        return Ok(Exit::Done);
    }
    if !agreed(context, flags.yes, &counted(count, "change"), path)? {
        return Ok(Exit::Done);
    }
    if is_change {
        context.write_planned(path, &files.config, traces.config.after.clone(), None)?;
    }
    exported_profiles::remove(context, None, true)?;
    for file in traces.shells.iter().filter(|file| !file.lines.is_empty()) {
        let planned = Document::parse(file.text.as_bytes());
        context.write_planned(&file.path, &planned, Some(Document::parse(file.without_lines())), None)?;
    }
    remove(context, &traces)?;
    context.ui.say(
        "Profiles are those of the AWS CLI now, and imported ones as they were before the import. Tokens in \
         ~/.aws/sso/cache stay: the AWS CLI and the SDKs use them; aws sso logout removes them.",
    );
    context
        .ui
        .say("The program itself goes the way it came: with your package manager, or by deleting the file.");
    Ok(Exit::Done)
}

fn traces(context: &Context, files: &Files) -> Result<Traces, Report> {
    let path = context.config_file()?;
    let kept = context.backups(path, "import").all().map_err(|error| context.config_files_failed(&error))?;
    let imports: Vec<_> =
        kept.iter().map(|kept| planned_changes::read(context, kept)).collect::<Result<_, _>>()?;
    let config = EjectPlan::new(&files.config, &imports)
        .map_err(|error| unchangeable(&context.paths.pretty(path), &error))?;
    let settings = context.paths.settings_file(&context.env);
    let paths =
        [settings, context.paths.state.clone()].into_iter().filter(|path| path.symlink_metadata().is_ok());
    Ok(Traces {
        config,
        exported: exported_profiles::remove(context, None, false)?,
        shells: StartFile::find(&context.paths.home),
        paths: paths.collect(),
    })
}

fn show(context: &Context, flags: &Eject, traces: &Traces) -> Result<(), Report> {
    let Traces { config, exported, shells, paths } = traces;
    planned_changes::warn_of_kept(context, &config.kept);
    for left in &config.left {
        context.ui.warn(format!("[profile {}] stays as it is: {}", left.what, left.why));
    }
    let others = shells.iter().flat_map(|file| file.others.iter().map(move |line| (file, line)));
    for (file, (number, line)) in others {
        context.ui.warn(format!("{}:{number} stays: {line}", context.paths.pretty(&file.path)));
    }
    let known = shells.iter().flat_map(|file| file.lines.iter().map(move |line| (file, line)));
    let lines: Vec<_> = known
        .map(|(file, (number, line))| format!("{}:{number}: {line}", context.paths.pretty(&file.path)))
        .collect();
    let paths: Vec<_> = paths.iter().map(|path| context.paths.pretty(path)).collect();
    if context.output_form(&["text", "json"])? == "json" {
        let changes: Vec<_> = config.changes.iter().map(|change| change.section_name().to_string()).collect();
        return context.print_json(&json!({
            "imports_undone": config.imports, "sections": changes, "credentials": exported,
            "shell_lines": lines, "remove": paths,
        }));
    }
    context.print(&sections([
        ("Config file", diff(&config.changes, shown(flags.plan), true)),
        ("Credentials file", exported.iter().map(|name| format!(" - [{name}]")).collect()),
        ("Shells", lines.iter().map(|line| format!(" - {line}")).collect()),
        ("Files and folders of daypass", paths.iter().map(|path| format!(" - {path}")).collect()),
    ]))
}

/// Removes the settings file and the state folder. A folder of settings with other files in it stays.
fn remove(context: &Context, traces: &Traces) -> Result<(), Report> {
    for path in &traces.paths {
        // A link is removed, not what it leads to.
        let is_folder = path.symlink_metadata().is_ok_and(|data| data.is_dir());
        let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        removed.map_err(|error| {
            let message = format!("cannot remove {}", context.paths.pretty(path));
            Report::new(Exit::Failed, message).cause(&error)
        })?;
        if let Some(folder) = path.parent().filter(|_| !is_folder) {
            drop(fs::remove_dir(folder));
        }
    }
    Ok(())
}
