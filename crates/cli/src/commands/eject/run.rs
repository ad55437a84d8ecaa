//! `daypass eject`: lists what is daypass's, asks, and removes it.

use super::Eject;
use crate::{
    commands::init,
    context::{Context, Files},
    exit::Exit,
    exported_profiles,
    planned_changes::agreed,
    report::Report,
};
use daypass_at_terminal::Traces;
use daypass_home_files::{read_backup, shown_changes, unchangeable};
use daypass_import::EjectPlan;
use daypass_populate::counted;
use daypass_shell_integration::{StartFile, StartFolders, installed_scripts};

pub(crate) fn run(context: &Context, flags: &Eject) -> Result<Exit, Report> {
    let path = context.config_file()?;
    let files = context.files()?;
    let traces = traces(context, &files)?;
    show(context, flags, &traces)?;
    let count = traces.count(&files.config);
    if count == 0 {
        context.ui.say("Nothing of daypass is left here.");
    }
    if count == 0 || flags.plan {
        return Ok(Exit::Done);
    }
    if !agreed(context, flags.yes, &counted(count, "change"), path)? {
        return Ok(Exit::Done);
    }
    if traces.config.is_change(&files.config) {
        context.home().write_planned(path, &files.config, traces.config.after.clone(), None)?;
    }
    exported_profiles::remove(context, None, true)?;
    for file in traces.loading() {
        init::write(context, &file.clone().without_lines())?;
    }
    traces.remove_paths().map_err(|(path, error)| {
        let message = format!("cannot remove {}", context.paths.pretty(path));
        Report::new(Exit::Failed, message).cause(&error)
    })?;
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
    let kept = context.home().backups(path, "import").all().map_err(|error| context.home().failed(&error))?;
    let imports: Vec<_> = kept
        .iter()
        .map(|kept| read_backup(kept, |path| context.paths.pretty(path)))
        .collect::<Result<_, _>>()?;
    let config = EjectPlan::new(&files.config, &imports)
        .map_err(|error| unchangeable(&context.paths.pretty(path), &error))?;
    let settings = context.paths.settings_file(&context.env);
    let folders = StartFolders::of(&context.env, &context.paths);
    let own = [settings, context.paths.state.clone()];
    let own = own.into_iter().filter(|path| path.symlink_metadata().is_ok());
    let paths = installed_scripts(&folders).into_iter().chain(own).collect();
    let exported = exported_profiles::remove(context, None, false)?;
    Ok(Traces::new(config, exported, StartFile::find(&folders), paths))
}

fn show(context: &Context, flags: &Eject, traces: &Traces) -> Result<(), Report> {
    for warning in traces.warnings(&context.paths) {
        context.ui.warn(warning);
    }
    if context.output_form(&["text", "json"])? == "json" {
        return context.print_json(&traces.to_json(&context.paths));
    }
    context.print(&traces.text(&context.paths, shown_changes(flags.plan)))
}
