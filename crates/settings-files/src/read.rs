//! Reads all settings files into one value.

use daypass_environment::{Environment, Paths, company_files, company_folder};
use daypass_settings::{CompanyFile, Forbidden, SettingOrigin, UnusableSettings, UserSettings};
use daypass_transport::Trust;
use std::path::{Path, PathBuf};

/// The size limit of a person's settings file, in bytes: 1 MiB.
pub(crate) const MOST_BYTES: u64 = 1 << 20;

/// The settings files of a home and of the company of its machine.
#[derive(Debug)]
pub struct SettingsFiles<'a> {
    pub(crate) environment: &'a Environment,
    pub(crate) paths: &'a Paths,
    company: PathBuf,
}

/// The settings that are in force.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct InForce {
    /// What all files say together.
    pub settings: UserSettings,
    /// Whether the person has a file.
    pub has_own_file: bool,
}

impl<'a> SettingsFiles<'a> {
    /// Names the files of this home; the company's are those of the system, which no variable moves.
    pub fn of(environment: &'a Environment, paths: &'a Paths) -> Self {
        Self { environment, paths, company: company_folder().to_owned() }
    }

    /// Takes the company's files from another folder: for a check of files before they are handed out, and for tests.
    #[must_use]
    pub fn with_company_folder(self, folder: impl Into<PathBuf>) -> Self {
        Self { company: folder.into(), ..self }
    }

    /// Returns the path of the person's file for display, with `~`.
    pub fn own_file(&self) -> String {
        self.paths.pretty(&self.path())
    }

    /// Reads all files; one of a company's that cannot be used is a problem of the value, not an error.
    ///
    /// # Errors
    /// The person's own file cannot be read or has mistakes; [`SettingsFiles::policy`] has the other files' settings then.
    pub fn in_force(&self) -> Result<InForce, UnusableSettings> {
        let own = self.own()?;
        let has_own_file = own.is_some();
        Ok(InForce { settings: self.with_others(own.unwrap_or_default()), has_own_file })
    }

    /// Reads all files; a mistake in the person's own file leaves those of the others in force.
    pub fn policy(&self) -> UserSettings {
        self.with_others(self.own().ok().flatten().unwrap_or_default())
    }

    /// Says whether a file may speak of guards or of agents: it has the word, or cannot be read. Quicker than reading what they say.
    pub fn mentions_guards(&self) -> bool {
        let has_word = |text: &[u8]| text.windows(5).any(|word| word == b"guard" || word == b"agent");
        let own = daypass_files::read_own(&self.path(), MOST_BYTES);
        own.map_or(true, |own| own.is_some_and(|own| has_word(&own)))
            || self.imported_text().is_some_and(|text| has_word(text.as_bytes()))
            || company_files(&self.company).iter().any(|(_, text)| match text {
                Ok(text) => has_word(text.as_bytes()),
                Err(_) => true,
            })
    }

    /// Returns the rule for endpoints in config files. A person's file that cannot be read allows no endpoint.
    pub fn trust(&self) -> Trust {
        let policy = self.policy();
        let place = |what| policy.forbids(what).map(|origin| self.place_of(&origin));
        Trust {
            no_overrides: place(Forbidden::EndpointOverride),
            no_plain_http: place(Forbidden::PlainHttp),
            ..self.paths.trust(policy.allowed_endpoints().to_vec())
        }
    }

    /// Returns the place that a value comes from, for a person.
    pub fn place_of(&self, origin: &SettingOrigin) -> String {
        match origin {
            SettingOrigin::File(line) => format!("{}:{line}", self.own_file()),
            SettingOrigin::Folder { file, line }
            | SettingOrigin::Imported { file, line }
            | SettingOrigin::Company { file, line, .. } => format!("{file}:{line}"),
            SettingOrigin::Other(variable) => (*variable).to_owned(),
            _ => "built in".to_owned(),
        }
    }

    /// The person's own file; `None` if there is none.
    pub(crate) fn own(&self) -> Result<Option<UserSettings>, UnusableSettings> {
        UserSettings::from_file(daypass_files::read_own(&self.path(), MOST_BYTES))
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.paths.settings_file(self.environment)
    }

    /// Adds what was imported, where the whole file can be used, and what the company says.
    fn with_others(&self, own: UserSettings) -> UserSettings {
        let imported = self.imported_text();
        let settings = match imported {
            Some(text) => {
                let file = self.paths.pretty(&self.imported_path());
                own.clone().with_imported(&file, &text).unwrap_or(own)
            }
            None => own,
        };
        let file = |(path, text): (PathBuf, _)| CompanyFile { name: shown(&path), text };
        settings.with_company(company_files(&self.company).into_iter().map(file))
    }
}

/// A company's file as messages spell it.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
