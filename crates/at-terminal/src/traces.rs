//! What daypass has left on a machine, as `daypass eject` lists it.

use crate::sections;
use daypass_config_parse::Document;
use daypass_environment::Paths;
use daypass_import::EjectPlan;
use daypass_populate::{NotUndone, diff};
use daypass_shell_integration::StartFile;
use daypass_terminal::Text;
use serde_json::{Value, json};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Everything on a machine that is daypass's.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Traces {
    /// What leaving daypass does to the config file.
    pub config: EjectPlan,
    /// The profiles of the credentials file that daypass wrote.
    pub exported: Vec<String>,
    /// The start files of shells that name daypass.
    pub shells: Vec<StartFile>,
    /// Files and folders that exist and are daypass's own.
    pub paths: Vec<PathBuf>,
}

impl Traces {
    /// Creates the list of what daypass has left.
    pub fn new(
        config: EjectPlan,
        exported: Vec<String>,
        shells: Vec<StartFile>,
        paths: Vec<PathBuf>,
    ) -> Self {
        Self { config, exported, shells, paths }
    }

    /// Counts what would change: the config file `before` as one, each exported profile, own file and folder, and each start
    /// file that loads daypass.
    pub fn count(&self, before: &Document) -> usize {
        let start_files = self.loading().count();
        usize::from(self.config.is_change(before)) + self.exported.len() + self.paths.len() + start_files
    }

    /// Returns the start files with lines that load daypass.
    pub fn loading(&self) -> impl Iterator<Item = &StartFile> {
        self.shells.iter().filter(|file| !file.lines.is_empty())
    }

    /// Removes daypass's own files and folders. A folder with other files in it stays, and of a link only the link is removed.
    ///
    /// # Errors
    /// The file that cannot be removed, and why.
    pub fn remove_paths(&self) -> Result<(), (&Path, io::Error)> {
        for path in &self.paths {
            let is_folder = path.symlink_metadata().is_ok_and(|data| data.is_dir());
            let removed = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            removed.map_err(|error| (path.as_path(), error))?;
            if let Some(folder) = path.parent().filter(|_| !is_folder) {
                drop(fs::remove_dir(folder));
            }
        }
        Ok(())
    }

    /// Says what stays although it names daypass: edited profiles of an import, profiles without a role of their own, and a
    /// person's own lines in start files.
    pub fn warnings(&self, paths: &Paths) -> Vec<String> {
        let kept = self.config.kept.iter().map(NotUndone::warning);
        let left = &self.config.left;
        let left = left.iter().map(|left| format!("[profile {}] stays as it is: {}", left.what, left.why));
        let lines = self.shells.iter().flat_map(|file| file.others.iter().map(move |line| (file, line)));
        let lines =
            lines.map(|(file, (at, line))| format!("{}:{at} stays: {line}", paths.pretty(&file.path)));
        kept.chain(left).chain(lines).collect()
    }

    /// Writes what would change, under headings, with at most `most` changes of profiles of a kind.
    pub fn text(&self, paths: &Paths, most: usize) -> Text {
        let removed = |lines: Vec<String>| lines.iter().map(|line| format!(" - {line}")).collect();
        sections([
            ("Config file", diff(&self.config.changes, most, true)),
            ("Credentials file", self.exported.iter().map(|name| format!(" - [{name}]")).collect()),
            ("Shells", removed(self.shell_lines(paths))),
            ("Files and folders of daypass", removed(self.own(paths))),
        ])
    }

    /// Writes what would change, for programs.
    pub fn to_json(&self, paths: &Paths) -> Value {
        let changes = self.config.changes.iter().map(|change| change.section_name().to_string());
        json!({
            "imports_undone": self.config.imports, "sections": changes.collect::<Vec<_>>(),
            "credentials": self.exported, "shell_lines": self.shell_lines(paths), "remove": self.own(paths),
        })
    }

    fn shell_lines(&self, paths: &Paths) -> Vec<String> {
        let lines = self.loading().flat_map(|file| file.lines.iter().map(move |line| (file, line)));
        lines.map(|(file, (at, line))| format!("{}:{at}: {line}", paths.pretty(&file.path))).collect()
    }

    fn own(&self, paths: &Paths) -> Vec<String> {
        self.paths.iter().map(|path| paths.pretty(path)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_environment::Environment;
    use std::{error::Error, fs};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes a file of its own")]
    fn what_goes_is_counted_and_what_stays_is_said() -> Result<(), Box<dyn Error>> {
        let home = tempfile::tempdir()?;
        let paths = Paths::of(&Environment::of([("HOME", home.path().to_str().ok_or("UTF-8")?)]))?;
        let load = daypass_shell_integration::Shell::ALL.first().ok_or("a shell")?.start_line();
        let lines = format!("{load}\nalias d=daypass\n");
        fs::write(home.path().join(".bashrc"), lines)?;
        let before = Document::parse(
            "[profile a]\nsso_role_name = R\ndaypass_session = corp\n\
             [profile b]\ncredential_process = daypass credential-process --profile b\n",
        );
        let (config, shells) = (
            EjectPlan::new(&before, &[])?,
            StartFile::find(&daypass_shell_integration::StartFolders::below(home.path())),
        );
        let traces = Traces::new(config, vec!["x".to_owned()], shells, vec![paths.state.clone()]);
        assert_eq!(traces.count(&before), 4);
        assert_eq!(
            traces.warnings(&paths),
            [
                "[profile b] stays as it is: its process names the profile itself, which has no role",
                "~/.bashrc:2 stays: alias d=daypass",
            ]
        );
        let text = traces.text(&paths, 10).plain();
        for line in [" - [x]", &format!(" - ~/.bashrc:1: {load}"), " - ~/.local/state/daypass"] {
            assert!(text.lines().any(|one| one == line), "{line}: {text}");
        }
        let json = traces.to_json(&paths);
        assert_eq!(json["sections"], json!(["profile a"]));
        assert_eq!(json["remove"], json!(["~/.local/state/daypass"]));
        Ok(())
    }
}
