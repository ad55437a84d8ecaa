//! What the checks look at, gathered once: files, caches, environment, time. Checks read it and nothing else.

use crate::{
    context::{Context, Files},
    host,
};
use daypass_config_parse::{Config, FileKind, Origin, Profile};
use daypass_environment::{Concern, Paths, Variable};
use daypass_token_cache::{Entry, Store};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A cache folder.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) mode: Option<u32>,
    pub(crate) owner: Option<u32>,
    /// Something that is no folder stands in its place.
    pub(crate) is_blocked: bool,
    /// The operating system does not let daypass list it.
    pub(crate) is_closed: bool,
    pub(crate) entries: Vec<Entry>,
}

/// One of the two config files.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    pub(crate) path: PathBuf,
    pub(crate) mode: Option<u32>,
    pub(crate) exists: bool,
    pub(crate) is_file: bool,
}

/// The machine as doctor sees it.
pub(crate) struct Scene<'a> {
    pub(crate) paths: &'a Paths,
    pub(crate) files: &'a Files,
    /// As the AWS CLI reads the files.
    pub(crate) config: Config<'a>,
    pub(crate) config_file: Option<ConfigFile>,
    pub(crate) credentials_file: Option<ConfigFile>,
    pub(crate) sso_cache: Folder,
    pub(crate) cli_cache: Folder,
    pub(crate) home_owner: Option<u32>,
    pub(crate) variables: BTreeMap<&'static str, String>,
    pub(crate) is_file: fn(&Path) -> bool,
    pub(crate) now: SystemTime,
}

impl<'a> Scene<'a> {
    /// Looks around. Only config files that cannot be read at all are a failure.
    pub(crate) fn gather(context: &'a Context, files: &'a Files) -> Self {
        let paths = &context.paths;
        // What machine this is concerns no AWS tool, but where programs are.
        let concerns_aws = |variable: &&Variable| match **variable {
            Variable::Home | Variable::UserProfile => false,
            Variable::Path => true,
            variable => variable.concern() != Concern::Machine,
        };
        let set = |variable: &Variable| {
            let value = context.env.raw(*variable)?;
            Some((variable.name(), value.to_string_lossy().into_owned()))
        };
        Self {
            paths,
            files,
            config: files.config(),
            config_file: paths.config.as_deref().map(config_file),
            credentials_file: paths.credentials.as_deref().map(config_file),
            sso_cache: folder(&paths.sso_cache),
            cli_cache: folder(&paths.cli_cache),
            home_owner: owner(&paths.home),
            variables: Variable::ALL.iter().filter(concerns_aws).filter_map(set).collect(),
            is_file: Path::is_file,
            now: host::now(),
        }
    }

    /// A variable that is set and not empty.
    pub(crate) fn var(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The profile that people get without naming one.
    pub(crate) fn current_profile(&self) -> Option<Profile<'_>> {
        let name = self.var("AWS_PROFILE").or_else(|| self.var("AWS_DEFAULT_PROFILE")).unwrap_or("default");
        self.config.profile(name)
    }

    /// The path of one of the two files.
    pub(crate) fn path_of(&self, file: FileKind) -> PathBuf {
        let path = match file {
            FileKind::Credentials => &self.paths.credentials,
            _ => &self.paths.config,
        };
        path.clone().unwrap_or_default()
    }

    /// Whether this program can be started: a path as it is, a bare name by PATH. One whose path begins in the
    /// folder from which a tool is started is taken to be there.
    pub(crate) fn has_program(&self, program: &str) -> bool {
        let path = Path::new(program);
        if path.is_absolute() {
            return self.is_program(path);
        }
        if program.contains('/') || (cfg!(windows) && program.contains('\\')) {
            return true;
        }
        let folders = self.var("PATH").unwrap_or(if cfg!(windows) { "" } else { "/bin:/usr/bin" });
        std::env::split_paths(folders).any(|folder| self.is_program(&folder.join(program)))
    }

    fn is_program(&self, path: &Path) -> bool {
        if cfg!(windows) && path.extension().is_none() {
            return ["exe", "com", "bat", "cmd"].iter().any(|end| (self.is_file)(&path.with_extension(end)));
        }
        (self.is_file)(path) && mode(path).is_none_or(|mode| mode & 0o111 != 0)
    }

    /// Path and line of a key of a profile; of its header where it has no such key.
    pub(crate) fn place(&self, profile: &Profile<'_>, key: &str) -> (PathBuf, Option<usize>) {
        match profile.origin(key).or_else(|| profile.declared()) {
            Some(Origin { file, line, .. }) => (self.path_of(file), Some(line)),
            None => (self.path_of(FileKind::Config), None),
        }
    }
}

fn config_file(path: &Path) -> ConfigFile {
    let data = fs::metadata(path).ok();
    ConfigFile {
        path: path.to_owned(),
        mode: mode(path),
        exists: data.is_some(),
        is_file: data.is_some_and(|data| data.is_file()),
    }
}

fn folder(path: &Path) -> Folder {
    let listed = Store::at(path).entries();
    Folder {
        path: path.to_owned(),
        mode: mode(path),
        owner: owner(path),
        is_blocked: path.exists() && !path.is_dir(),
        is_closed: listed.is_err(),
        entries: listed.unwrap_or_default(),
    }
}

/// Permission bits; none on Windows and where nothing is.
fn mode(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata(path)
        .ok()
        .map(|data| std::os::unix::fs::PermissionsExt::mode(&data.permissions()) & 0o7777);
    #[cfg(not(unix))]
    return fs::metadata(path).ok().and(None);
}

/// The number of the owner; none on Windows.
pub(crate) fn owner(path: &Path) -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata(path).ok().map(|data| std::os::unix::fs::MetadataExt::uid(&data));
    #[cfg(not(unix))]
    return fs::metadata(path).ok().and(None);
}
