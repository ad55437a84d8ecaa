//! The settings that an import adds to daypass's settings file, and their removal by an undo.

use crate::{context::Context, report::Report};
use daypass_config_parse::Document;
use daypass_files::Edit;
use daypass_home_files::{read_backup, unchangeable};
use daypass_import::ImportPlan;
use daypass_populate::Backup;
use daypass_settings::{SettingsAddition, UserSettings};
use daypass_terminal::clean;
use std::path::PathBuf;

/// The kind of the backups.
const KIND: &str = "import-settings";

/// The settings file before and after an import.
pub(super) struct SettingsEdit {
    path: PathBuf,
    before: Option<Vec<u8>>,
    after: Option<String>,
    /// The settings that are added, as lines.
    pub(super) added: Vec<String>,
    /// Settings that are not added: why, as a phrase.
    pub(super) refused: Option<String>,
}

impl SettingsEdit {
    /// Plans the edit: settings that the file has stay as they are.
    pub(super) fn plan(context: &Context, plan: &ImportPlan) -> Self {
        let path = context.paths.settings_file(&context.env);
        let before = daypass_files::read(&path, Edit::MAX_BYTES).ok().flatten();
        let text = before.as_deref().map_or(Ok(""), str::from_utf8).ok();
        let SettingsAddition { after, added, refused, .. } =
            SettingsAddition::plan(text, &plan.new_settings());
        let clean = |lines: Vec<String>| lines.iter().map(|line| clean(line)).collect::<Vec<_>>();
        let (added, refused, shown) = (clean(added), clean(refused), context.paths.pretty(&path));
        let refused = (!refused.is_empty())
            .then(|| format!("{shown} cannot take {}: add by hand what you want", refused.join(", ")));
        Self { path, before, after, added, refused }
    }

    /// Whether the file would change.
    pub(super) fn is_change(&self) -> bool {
        self.after.is_some()
    }

    /// Writes the file after a backup; the backup is made also if the file does not change, so that each import has one.
    pub(super) fn write(&self, context: &Context, stamp: &str) -> Result<(), Report> {
        let before = || self.before.clone().unwrap_or_default();
        let after = self.after.clone().map_or_else(before, String::into_bytes);
        let backup = Backup::of_texts(self.before.clone(), after.clone(), Vec::new()).to_bytes();
        let backups = context.home().backups(&self.path, KIND);
        backups.keep(stamp, &backup).map_err(|error| context.home().failed(&error))?;
        if self.is_change() {
            let planned = Document::parse(before());
            context.home().write_planned(&self.path, &planned, Some(Document::parse(after)), None)?;
            context.ui.say(format!("Wrote the settings to {}.", context.paths.pretty(&self.path)));
        }
        Ok(())
    }
}

/// Undoes the settings of the import with this stamp, where the file still is a settings file then.
pub(super) fn undo(context: &Context, stamp: &str) -> Result<(), Report> {
    let path = context.paths.settings_file(&context.env);
    let all = context.home().backups(&path, KIND).all().map_err(|error| context.home().failed(&error))?;
    let Some(kept) = all.into_iter().find(|kept| kept.stamp() == stamp) else { return Ok(()) };
    let backup = read_backup(&kept, |path| context.paths.pretty(path))?;
    let now = Document::parse(daypass_files::read(&path, Edit::MAX_BYTES).ok().flatten().unwrap_or_default());
    let shown = context.paths.pretty(&path);
    if now.as_bytes() != backup.before.as_deref().unwrap_or_default() {
        let undo = backup.undo(&now).map_err(|error| unchangeable(&shown, &error))?;
        let text = |file: &Document| String::from_utf8_lossy(file.as_bytes()).into_owned();
        let is_valid = undo.after.as_ref().is_none_or(|after| UserSettings::parse(&text(after)).is_ok());
        if undo.is_exact || is_valid {
            context.home().write_planned(&path, &now, undo.after, None)?;
            context.ui.say(format!("{shown} has its settings as they were before the run."));
        } else {
            context.ui.warn(format!("{shown} was changed since: look at the settings in it"));
        }
    }
    kept.remove();
    Ok(())
}
