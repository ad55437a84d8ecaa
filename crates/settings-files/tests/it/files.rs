//! All files of a home and of a company, in every state that a person can leave them in.
#![expect(clippy::disallowed_methods, reason = "what a person and an administrator write")]

use daypass_environment::{Environment, Paths};
use daypass_settings::{Attempt, SettingOrigin};
use daypass_settings_files::SettingsFiles;
use std::{fs, path::Path};
use tempfile::TempDir;

/// A home with its files, and a company's folder.
struct Machine {
    home: TempDir,
    environment: Environment,
    paths: Paths,
}

impl Machine {
    fn new(files: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let environment = Environment::of([("HOME", home.path().to_str().expect("UTF-8"))]);
        let paths = Paths::of(&environment).expect("a home");
        let machine = Self { home, environment, paths };
        for (name, text) in files {
            machine.write(name, text);
        }
        machine
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.home.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, text).expect("written");
        #[cfg(unix)]
        for path in path.ancestors().take_while(|path| *path != self.home.path()) {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = if path.is_dir() { 0o755 } else { 0o644 };
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
        }
    }

    fn files(&self) -> SettingsFiles<'_> {
        SettingsFiles::of(&self.environment, &self.paths).with_company_folder(self.home.path().join("etc"))
    }

    fn found(&self) -> Vec<String> {
        let home = self.home.path().display().to_string();
        let found = self.files().findings("0.1.0");
        let line = |line: Option<usize>| line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = |found: &daypass_findings::Finding| {
            let file = found.file.as_deref().map(Path::display).map(|file| file.to_string());
            format!("{}{}", file.unwrap_or_default().replace(&home, "~"), line(found.line))
        };
        found
            .iter()
            .map(|found| {
                format!("{} {} {}: {}", found.severity.word(), found.code, place(found), found.message)
            })
            .map(|text| text.replace(&home, "~"))
            .collect()
    }
}

const OWN: &str = ".config/daypass/settings.toml";
const IMPORTED: &str = ".config/daypass/imported.toml";

/// Whether a company's file that this process writes is root's, as one that counts has to be.
fn is_root(machine: &Machine) -> bool {
    daypass_files::owner(machine.home.path()) == Some(0)
}

#[test]
fn nothing_is_nothing() {
    let machine = Machine::new(&[]);
    let files = machine.files();
    let in_force = files.in_force().expect("no file is no mistake");
    assert!(!in_force.has_own_file && in_force.settings.entries().is_empty());
    assert!(!files.mentions_guards() && machine.found().is_empty());
    assert!(!files.undo_import().expect("nothing is written"));
}

#[test]
fn a_mistake_of_ones_own_leaves_the_others_in_force() {
    let machine = Machine::new(&[
        (OWN, "forbid = ['plain-http']\ntempalte = 'x'\n"),
        (IMPORTED, "format = 1\nforbid = ['device-code']\nregions = ['eu-west-1']\n"),
    ]);
    let files = machine.files();
    let failed = files.in_force().expect_err("a mistake");
    assert!(failed.message(&files.own_file()).starts_with("~/.config/daypass/settings.toml:2: "));
    assert!(files.policy().refusal(Attempt::DeviceCode).is_some());
    assert_eq!(files.policy().regions("corp"), ["eu-west-1"]);
    assert_eq!(files.trust().no_plain_http, None);
    assert_eq!(
        machine.found(),
        [
            "error S601 ~/.config/daypass/settings.toml:2: there is no setting `tempalte`; did you mean `template`?"
        ]
    );
}

#[test]
fn an_import_is_kept_and_undone_once() {
    let machine = Machine::new(&[]);
    let (files, text) = (machine.files(), |region: &str| format!("format = 1\nregions = ['{region}']\n"));
    files.keep_import(&text("eu-west-1")).expect("written");
    files.keep_import(&text("us-east-1")).expect("written");
    assert_eq!(files.policy().regions("corp"), ["us-east-1"]);
    assert!(files.undo_import().expect("written"));
    assert_eq!(files.policy().regions("corp"), ["eu-west-1"]);
    assert!(!files.undo_import().expect("nothing is written"));
    // A first import leaves nothing when it is undone.
    let machine = Machine::new(&[]);
    machine.files().keep_import(&text("eu-west-1")).expect("written");
    assert!(machine.files().undo_import().expect("written"));
    assert!(machine.files().imported_text().is_none());
    // What a hand has broken is left out, and found.
    machine.write(IMPORTED, "format = 1\nregions = ['eu-west-1']\nbrowser = 'evil'\n");
    assert!(machine.files().policy().regions("corp").is_empty());
    assert_eq!(
        machine.found(),
        ["warning S604 ~/.config/daypass/imported.toml:3: an imported file cannot set `browser`"]
    );
    machine.write(IMPORTED, "[guard.'*']\n");
    assert!(machine.files().mentions_guards());
}

#[test]
fn what_a_company_locks_or_breaks_is_found() {
    let machine = Machine::new(&[
        (OWN, "regions = ['us-east-1']\ntemplate = '{id}'\n"),
        (
            "etc/settings.toml",
            "format = 1\nfuture = 1\nminimum_version = '0.2.0'\n[locked]\nregions = ['eu-west-1']\n",
        ),
    ]);
    if !is_root(&machine) {
        // Then the file is one that is not believed.
        assert!(machine.found().iter().all(|found| found.starts_with("error S602 ~/etc/settings.toml:1: ")));
        return;
    }
    let found = machine.found();
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(
        found[0].starts_with("warning S602 ~/etc/settings.toml:2: there is no setting `future`"),
        "{found:#?}"
    );
    assert_eq!(
        found[1..],
        [
            "note S603 ~/.config/daypass/settings.toml:1: `regions` is locked to eu-west-1 in ~/etc/settings.toml:5; us-east-1 does not apply",
            "warning S605 ~/etc/settings.toml:3: your company asks for daypass 0.2.0; this is 0.1.0",
        ]
    );
    let origin = SettingOrigin::Other("BROWSER");
    assert_eq!(machine.files().place_of(&origin), "BROWSER");
    machine.write(
        "etc/settings.d/10-locked.toml",
        "format = 1\n[locked]\nminimum_version = '0.3.0'\nforbid = ['all']\n",
    );
    let found = machine.found();
    assert!(
        found.iter().any(|found| found.starts_with("error S602 ~/etc/settings.d/10-locked.toml:4: ")),
        "{found:#?}"
    );
    assert!(
        found.iter().any(|found| found.contains("error S605 ~/etc/settings.d/10-locked.toml:3: ")),
        "{found:#?}"
    );
    assert!(machine.files().trust().no_overrides.is_some());
}

/// Others can write it: it is not believed, and everything that can be forbidden is.
#[cfg(unix)]
#[test]
fn a_company_file_that_others_can_write() {
    use std::os::unix::fs::PermissionsExt as _;
    let machine = Machine::new(&[("etc/settings.toml", "format = 1\n")]);
    let path = machine.home.path().join("etc/settings.toml");
    fs::set_permissions(path, fs::Permissions::from_mode(0o666)).expect("a mode");
    let found = machine.found();
    assert!(
        matches!(&found[..], [one] if one.starts_with("error S602 ~/etc/settings.toml:1: ")),
        "{found:#?}"
    );
    assert!(machine.files().policy().refusal(Attempt::NoVerifySsl).is_some());
    assert!(machine.files().mentions_guards(), "nobody knows");
}
