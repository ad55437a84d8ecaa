//! What a person should know of the settings files: mistakes, files that are not believed, values that do not apply.

use crate::read::SettingsFiles;
use daypass_findings::Finding;
use daypass_settings::{SettingOrigin, SettingRow, UserSettings};
use std::path::Path;

impl SettingsFiles<'_> {
    /// Returns the findings: S601 mistakes in the person's own file, S602 a company's file that cannot be used, S603 a
    /// person's value that a locked one outvotes, S604 imported settings that are not used, S605 a newer version that the
    /// company asks for than `version`, this program's.
    pub fn findings(&self, version: &str) -> Vec<Finding> {
        let (mine, policy) = (self.own_mistakes(), self.policy());
        let other = company_problems(&policy).into_iter().chain(self.outvoted(&policy));
        mine.into_iter()
            .chain(other)
            .chain(self.import_mistakes())
            .chain(outdated(&policy, version))
            .collect()
    }

    fn own_mistakes(&self) -> Vec<Finding> {
        let problems = self.own().err().map(|unusable| unusable.problems()).unwrap_or_default();
        let found = problems.into_iter().map(|(line, text)| {
            Finding::error("S601", text)
                .at(self.path(), Some(line))
                .affects("daypass: the commands that read settings fail; no other tool reads the file")
        });
        found.collect()
    }

    /// Notes the person's values that a locked one outvotes.
    fn outvoted(&self, policy: &UserSettings) -> Vec<Finding> {
        let mut found = Vec::new();
        for row in policy.rows(|_| None).into_iter().filter(SettingRow::is_locked) {
            for (value, origin) in &row.outvoted {
                let SettingOrigin::File(line) = origin else { continue };
                let text = format!(
                    "`{}` is locked to {} in {}; {} does not apply",
                    row.setting,
                    row.value.shown(),
                    self.place_of(&row.origin),
                    value.shown()
                );
                found.push(Finding::note("S603", text).at(self.path(), Some(*line)));
            }
        }
        found
    }

    fn import_mistakes(&self) -> Vec<Finding> {
        let path = self.imported_path();
        let left_out = "daypass: nothing that was imported applies";
        let Some(text) = self.imported_text() else {
            let is_there = path.exists();
            let finding = || {
                Finding::warning("S604", "the imported settings cannot be read, or others can write the file")
            };
            return is_there.then(|| finding().at(path, None).affects(left_out)).into_iter().collect();
        };
        let mistakes = UserSettings::default().with_imported("", &text).err().unwrap_or_default();
        let found = mistakes.into_iter().map(|mistake| {
            Finding::warning("S604", mistake.text).at(Path::new(&path), Some(mistake.line)).affects(left_out)
        });
        found.collect()
    }
}

fn company_problems(policy: &UserSettings) -> Vec<Finding> {
    let found = policy.company_problems().iter().map(|found| {
        let (severity, effect): (fn(&str, String) -> Finding, _) = match found.fails_closed {
            true => (Finding::error, "daypass: everything that can be forbidden is, until the file is fixed"),
            false => (Finding::warning, "daypass: this setting is left out"),
        };
        let effect = match found.hides_guards {
            true => format!("{effect}, and every account is guarded"),
            false => effect.to_owned(),
        };
        let text = found.problem.text.clone();
        severity("S602", text).at(&*found.file, Some(found.problem.line)).affects(effect)
    });
    found.collect()
}

fn outdated(policy: &UserSettings, version: &str) -> Option<Finding> {
    let outdated = policy.outdated(version)?;
    let text = format!("your company asks for daypass {}; this is {version}", outdated.minimum);
    let finding = match outdated.is_locked {
        true => Finding::error("S605", text).affects("daypass: most commands refuse to work"),
        false => Finding::warning("S605", text),
    };
    match outdated.origin {
        SettingOrigin::Company { file, line, .. } | SettingOrigin::Imported { file, line } => {
            Some(finding.at(&*file, Some(line)))
        }
        _ => Some(finding),
    }
}
