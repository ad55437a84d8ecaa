//! Settings that a person has imported from an organisation, in a file of their own.

use crate::{
    UserSettings, parse,
    value::{SettingLayer, SettingProblem},
};
use std::sync::Arc;

impl UserSettings {
    /// These settings with those of an imported file: a person's own value goes before them, and they before what a
    /// company recommends.
    ///
    /// ```
    /// use daypass_settings::UserSettings;
    ///
    /// let own = UserSettings::parse("template = '{id}'").expect("a valid file");
    /// let text = "format = 1\ntemplate = '{account}'\nregions = ['eu-west-1']\n";
    /// let settings = own.with_imported("imported.toml", text).expect("a valid file");
    /// assert_eq!((settings.template("corp"), settings.regions("corp").len()), (Some("{id}"), 1));
    /// // Nothing in it runs a program, or says where tokens may go.
    /// let refused = UserSettings::default().with_imported("x", "format = 1\nbrowser = 'sh -c evil'\n");
    /// assert_eq!(refused.expect_err("a mistake")[0].text, "an imported file cannot set `browser`");
    /// ```
    ///
    /// # Errors
    /// Returns every mistake by line. A file with a mistake is not used in part.
    pub fn with_imported(mut self, file: &str, text: &str) -> Result<Self, Vec<SettingProblem>> {
        let name: Arc<str> = file.into();
        let (entries, problems) = parse::read_handed_out(text, &name, SettingLayer::Imported);
        if !problems.is_empty() {
            return Err(problems.into_iter().map(|(_, problem)| problem).collect());
        }
        self.entries.extend(entries);
        Ok(self)
    }
}
