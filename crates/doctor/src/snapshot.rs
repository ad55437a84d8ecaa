//! The home as a value: variables, config files, cache files, facts about the files these name. Checks read it and
//! nothing else.

use daypass_config_parse::{Document, FileKind};
use daypass_environment::{Environment, Paths};
use daypass_token_cache::Entry;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A cache folder.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CacheFolder {
    /// Where it is.
    pub path: PathBuf,
    /// Its permission bits; `None` on Windows, and where nothing is.
    pub mode: Option<u32>,
    /// The number of its owner; `None` on Windows.
    pub owner: Option<u32>,
    /// Something that is no folder stands in its place.
    pub is_blocked: bool,
    /// The operating system does not let it be listed.
    pub is_closed: bool,
    /// What is in it.
    pub files: Vec<Entry>,
}

/// One of the two config files on disk.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ConfigFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its permission bits; `None` on Windows, and where nothing is.
    pub mode: Option<u32>,
    /// Whether anything is there.
    pub exists: bool,
    /// Whether that is a regular file.
    pub is_file: bool,
    /// Why it cannot be read, if it cannot.
    pub unreadable: Option<String>,
}

/// The program's own settings file, as that program reads it.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SettingsFile {
    /// Where it is.
    pub path: PathBuf,
    /// What in it cannot be used: the line, from 1, and a sentence.
    pub problems: Vec<(usize, String)>,
}

impl SettingsFile {
    /// A file and what in it cannot be used.
    pub fn new(path: impl Into<PathBuf>, problems: Vec<(usize, String)>) -> Self {
        Self { path: path.into(), problems }
    }
}

/// What is at a path that a config file or a variable names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct FileFact {
    /// Whether a regular file is there.
    pub is_file: bool,
    /// Whether a folder is there.
    pub is_folder: bool,
    /// Whether it is a file that may be executed.
    pub is_program: bool,
}

/// The home as doctor sees it.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(crate) paths: Paths,
    pub(crate) now: SystemTime,
    pub(crate) environment: Environment,
    pub(crate) config: Document,
    pub(crate) credentials: Option<Document>,
    pub(crate) config_file: Option<ConfigFile>,
    pub(crate) credentials_file: Option<ConfigFile>,
    pub(crate) settings_file: Option<SettingsFile>,
    pub(crate) sso_cache: CacheFolder,
    pub(crate) cli_cache: CacheFolder,
    pub(crate) home_owner: Option<u32>,
    /// Of each path that is known. Of others nothing is found.
    pub(crate) facts: BTreeMap<PathBuf, FileFact>,
    /// The file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: whether its contents will do.
    pub(crate) authorization_file: Option<bool>,
}

impl Snapshot {
    /// A home without files and variables, at this time.
    pub fn new(now: SystemTime) -> Self {
        Self {
            paths: Paths::below(""),
            now,
            environment: Environment::of::<&str, &str>([]),
            config: Document::default(),
            credentials: None,
            config_file: None,
            credentials_file: None,
            settings_file: None,
            sso_cache: CacheFolder::default(),
            cli_cache: CacheFolder::default(),
            home_owner: None,
            facts: BTreeMap::new(),
            authorization_file: None,
        }
    }

    /// Sets the environment of the tools.
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

    /// Sets what is known of the program's settings file.
    #[must_use]
    pub fn with_settings(mut self, settings: SettingsFile) -> Self {
        self.settings_file = Some(settings);
        self
    }

    /// Sets what is at a path that a config file or a variable names.
    #[must_use]
    pub fn with_fact(mut self, path: impl Into<PathBuf>, fact: FileFact) -> Self {
        self.facts.insert(path.into(), fact);
        self
    }

    /// The path of one of the two files.
    pub(crate) fn path_of(&self, file: FileKind) -> PathBuf {
        let path = match file {
            FileKind::Credentials => &self.paths.credentials,
            _ => &self.paths.config,
        };
        path.clone().unwrap_or_default()
    }

    /// Whether a path is known to be no file.
    pub(crate) fn lacks_file(&self, path: &Path) -> bool {
        self.facts.get(path).is_some_and(|fact| !fact.is_file)
    }
}
