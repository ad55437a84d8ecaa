//! The input of the checks: variables, config files, cache files, and facts about the files that these name.

use crate::Finding;
use daypass_config_parse::{Document, FileKind};
use daypass_credentials::Settings;
use daypass_environment::{Environment, Paths};
use daypass_token_cache::CacheFile;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A cache folder and its files.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CacheFolder {
    /// The path.
    pub path: PathBuf,
    /// The permission bits; `None` on Windows, and if nothing is there.
    pub mode: Option<u32>,
    /// The user id of the owner; `None` on Windows.
    pub owner: Option<u32>,
    /// Whether something other than a folder is at the path.
    pub is_blocked: bool,
    /// Whether the folder cannot be listed.
    pub is_closed: bool,
    /// The files in the folder.
    pub files: Vec<CacheFile>,
}

/// One of the two config files on disk.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ConfigFile {
    /// The path.
    pub path: PathBuf,
    /// The permission bits; `None` on Windows, and if nothing is there.
    pub mode: Option<u32>,
    /// Whether something is at the path.
    pub exists: bool,
    /// Whether it is a regular file.
    pub is_file: bool,
    /// Why the file cannot be read, if it cannot.
    pub unreadable: Option<String>,
}

/// What exists at a path that a config file or a variable names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct FileFact {
    /// Whether it is a regular file.
    pub is_file: bool,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Whether it is a file that can be executed.
    pub is_program: bool,
}

/// The AWS files, caches and variables of a person, as a value.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(crate) paths: Paths,
    pub(crate) now: SystemTime,
    pub(crate) environment: Environment,
    pub(crate) config: Document,
    pub(crate) credentials: Option<Document>,
    pub(crate) config_file: Option<ConfigFile>,
    pub(crate) credentials_file: Option<ConfigFile>,
    pub(crate) settings_findings: Vec<Finding>,
    pub(crate) vault: Vec<Finding>,
    pub(crate) sso_cache: CacheFolder,
    pub(crate) cli_cache: CacheFolder,
    pub(crate) login_cache: CacheFolder,
    pub(crate) home_owner: Option<u32>,
    /// The endpoints in force, and the hosts that are allowed.
    pub(crate) endpoints: Settings,
    /// The origins at which tokens were got, by their files; a token of another tool has none before its first use.
    pub(crate) origins: BTreeMap<PathBuf, Vec<String>>,
    /// Facts about paths. A path without facts causes no finding.
    pub(crate) facts: BTreeMap<PathBuf, FileFact>,
    /// Whether the contents of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE can be sent as a header.
    pub(crate) authorization_file: Option<bool>,
}

impl Snapshot {
    /// Creates a snapshot without files and variables, taken at this time.
    pub fn new(now: SystemTime) -> Self {
        Self {
            paths: Paths::below(""),
            now,
            environment: Environment::of::<&str, &str>([]),
            config: Document::default(),
            credentials: None,
            config_file: None,
            credentials_file: None,
            settings_findings: Vec::new(),
            vault: Vec::new(),
            sso_cache: CacheFolder::default(),
            cli_cache: CacheFolder::default(),
            login_cache: CacheFolder::default(),
            home_owner: None,
            endpoints: Settings::default(),
            origins: BTreeMap::new(),
            facts: BTreeMap::new(),
            authorization_file: None,
        }
    }

    /// Sets the environment.
    #[must_use]
    pub fn with_environment(self, environment: Environment) -> Self {
        Self { environment, ..self }
    }

    /// Sets the contents of the config file.
    #[must_use]
    pub fn with_config(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.config = Document::parse(bytes);
        self
    }

    /// Sets the contents of the credentials file.
    #[must_use]
    pub fn with_credentials(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.credentials = Some(Document::parse_credentials(bytes));
        self
    }

    /// Sets the findings about the program's vault (`daypass_vault::findings`).
    #[must_use]
    pub fn with_vault(self, findings: Vec<Finding>) -> Self {
        Self { vault: findings, ..self }
    }

    /// Sets the findings of the program's own settings files, which it has read.
    #[must_use]
    pub fn with_settings(self, settings: Vec<Finding>) -> Self {
        Self { settings_findings: settings, ..self }
    }

    /// Sets the endpoints that are in force, with the hosts that are allowed; without them they are AWS's own.
    #[must_use]
    pub fn with_endpoints(self, endpoints: Settings) -> Self {
        Self { endpoints, ..self }
    }

    /// Sets the facts about a path that a config file or a variable names.
    #[must_use]
    pub fn with_fact(mut self, path: impl Into<PathBuf>, fact: FileFact) -> Self {
        self.facts.insert(path.into(), fact);
        self
    }

    /// Returns the path of a config file.
    pub(crate) fn path_of(&self, file: FileKind) -> PathBuf {
        let path = match file {
            FileKind::Credentials => &self.paths.credentials,
            _ => &self.paths.config,
        };
        path.clone().unwrap_or_default()
    }

    /// Says whether a path is known not to be a file.
    pub(crate) fn lacks_file(&self, path: &Path) -> bool {
        self.facts.get(path).is_some_and(|fact| !fact.is_file)
    }
}
