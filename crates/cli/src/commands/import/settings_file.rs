//! The settings that an import adds to daypass's settings file, and their removal by an undo.

use crate::{
    context::Context,
    planned_changes,
    report::{Report, clean},
};
use daypass_config_parse::Document;
use daypass_files::Edit;
use daypass_import::ImportPlan;
use daypass_populate::Backup;
use daypass_settings::{NewSetting, UserSettings, missing_settings, with_settings};
use std::path::PathBuf;

/// The kind of the backups.
const KIND: &str = "import-settings";

/// The settings file before and after an import.
pub(super) struct SettingsEdit {
    path: PathBuf,
    before: Option<Vec<u8>>,
    after: String,
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
        let text = before.clone().map_or(Some(String::new()), |bytes| String::from_utf8(bytes).ok());
        let new: Vec<NewSetting> = plan
            .settings
            .iter()
            .map(|setting| (setting.scope.clone(), setting.name.clone(), setting.value.clone()))
            .collect();
        let missing = missing_settings(text.as_deref().unwrap_or_default(), &new);
        let lines: Vec<_> = missing.iter().map(|(name, value)| clean(&format!("{name} = {value}"))).collect();
        let after = text.as_deref().and_then(|text| with_settings(text, &new));
        let shown = context.paths.pretty(&path);
        match (after, text) {
            (Some(after), _) => Self { path, before, after, added: lines, refused: None },
            (None, text) => {
                let refused = (!lines.is_empty())
                    .then(|| format!("{shown} cannot take {}: add by hand what you want", lines.join(", ")));
                Self { path, before, after: text.unwrap_or_default(), added: Vec::new(), refused }
            }
        }
    }

    /// Whether the file would change.
    pub(super) fn is_change(&self) -> bool {
        !self.added.is_empty()
    }

    /// Writes the file after a backup; the backup is made also if the file does not change, so that each import has one.
    pub(super) fn write(&self, context: &Context, stamp: &str) -> Result<(), Report> {
        let after = if self.is_change() {
            self.after.clone().into_bytes()
        } else {
            self.before.clone().unwrap_or_default()
        };
        let backup = Backup::of_texts(self.before.clone(), after.clone(), Vec::new()).to_bytes();
        let backups = context.backups(&self.path, KIND);
        backups.keep(stamp, &backup).map_err(|error| context.config_files_failed(&error))?;
        if self.is_change() {
            let planned = Document::parse(self.before.clone().unwrap_or_default());
            context.write_planned(&self.path, &planned, Some(Document::parse(after)), None)?;
            context.ui.say(format!("Wrote the settings to {}.", context.paths.pretty(&self.path)));
        }
        Ok(())
    }
}

/// Undoes the settings of the import with this stamp, where the file still is a settings file then.
pub(super) fn undo(context: &Context, stamp: &str) -> Result<(), Report> {
    let path = context.paths.settings_file(&context.env);
    let all = context.backups(&path, KIND).all().map_err(|error| context.config_files_failed(&error))?;
    let Some(kept) = all.into_iter().find(|kept| kept.stamp() == stamp) else { return Ok(()) };
    let backup = planned_changes::read(context, &kept)?;
    let now = Document::parse(daypass_files::read(&path, Edit::MAX_BYTES).ok().flatten().unwrap_or_default());
    let shown = context.paths.pretty(&path);
    if now.as_bytes() != backup.before.as_deref().unwrap_or_default() {
        let undo = backup.undo(&now).map_err(|error| planned_changes::unchangeable(&shown, &error))?;
        let text = |file: &Document| String::from_utf8_lossy(file.as_bytes()).into_owned();
        let is_valid = undo.after.as_ref().is_none_or(|after| UserSettings::parse(&text(after)).is_ok());
        if undo.is_exact || is_valid {
            context.write_planned(&path, &now, undo.after, None)?;
            context.ui.say(format!("{shown} has its settings as they were before the run."));
        } else {
            context.ui.warn(format!("{shown} was changed since: look at the settings in it"));
        }
    }
    kept.remove();
    Ok(())
}
