//! Reads a snapshot from disk.

use crate::{CacheFolder, ConfigFile, FileFact, Snapshot, checks};
use daypass_config_parse::Document;
use daypass_environment::{Environment, Paths, Variable};
use daypass_files::{mode, owner};
use daypass_token_cache::{ClientEndpoints, Store};
use std::{fs, io, path::Path, time::SystemTime};

/// The longest header file that is read, in bytes; real ones have less than a kilobyte.
const MAX_HEADER_BYTES: u64 = 1 << 20;

impl Snapshot {
    /// Reads a home folder. A file that cannot be read becomes a finding, not a failure.
    ///
    /// Blocks on the disk; a pipe in the place of a file is not opened.
    pub fn gather(paths: Paths, environment: Environment, now: SystemTime) -> Self {
        let mut snapshot = Self::new(now).with_environment(environment);
        (snapshot.config, snapshot.config_file) = match &paths.config {
            Some(path) => {
                let (bytes, file) = config_file(path);
                (Document::parse(bytes.unwrap_or_default()), Some(file))
            }
            None => (Document::default(), None),
        };
        (snapshot.credentials, snapshot.credentials_file) = match &paths.credentials {
            Some(path) => {
                let (bytes, file) = config_file(path);
                (bytes.map(Document::parse_credentials), Some(file))
            }
            None => (None, None),
        };
        snapshot.sso_cache = folder(&paths.sso_cache);
        snapshot.cli_cache = folder(&paths.cli_cache);
        snapshot.login_cache = folder(&paths.login_cache(&snapshot.environment));
        snapshot.home_owner = owner(&paths.home);
        let clients = ClientEndpoints::at(&paths.folders().clients);
        let files = snapshot.sso_cache.files.iter();
        let origins = files.filter_map(|file| Some((file.path.clone(), clients.of_token(file.token()?)?)));
        snapshot.origins = origins.collect();
        snapshot.paths = paths;
        let header = snapshot.environment.hint(Variable::ContainerTokenFile);
        snapshot.authorization_file = header.map(|file| is_usable_header(Path::new(&file)));
        snapshot.collect_facts();
        snapshot
    }

    /// Collects facts about the paths that the config files and the variables name.
    pub(crate) fn collect_facts(&mut self) {
        let unknown = checks::paths(self).into_iter().filter(|path| !self.facts.contains_key(path));
        let facts: Vec<_> = unknown.map(|path| (path.clone(), fact(&path))).collect();
        self.facts.extend(facts);
    }
}

fn fact(path: &Path) -> FileFact {
    let Ok(data) = fs::metadata(path) else { return FileFact::default() };
    let is_executable = mode(path).is_none_or(|mode| mode & 0o111 != 0);
    FileFact {
        is_file: data.is_file(),
        is_folder: data.is_dir(),
        is_program: data.is_file() && is_executable,
    }
}

fn config_file(path: &Path) -> (Option<Vec<u8>>, ConfigFile) {
    let data = fs::metadata(path);
    let mut file = ConfigFile { path: path.to_owned(), ..ConfigFile::default() };
    match &data {
        Ok(data) => {
            (file.exists, file.is_file, file.mode) = (true, data.is_file(), mode(path));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            (file.exists, file.is_file, file.unreadable) = (true, true, Some(error.to_string()));
        }
    }
    if !data.is_ok_and(|data| data.is_file()) {
        return (None, file);
    }
    match daypass_files::read(path, daypass_files::Edit::MAX_BYTES) {
        Ok(bytes) => (bytes, file),
        Err(error) => {
            file.unreadable = Some(error.to_string());
            (None, file)
        }
    }
}

fn folder(path: &Path) -> CacheFolder {
    let listed = Store::at(path).cache_files();
    let data = fs::metadata(path).ok();
    CacheFolder {
        path: path.to_owned(),
        mode: mode(path),
        owner: owner(path),
        is_blocked: data.as_ref().is_some_and(|data| !data.is_dir()),
        is_closed: listed.is_err(),
        files: listed.unwrap_or_default(),
    }
}

/// Says whether the text of a file can be sent as a header: not empty, without a newline at the end.
fn is_usable_header(path: &Path) -> bool {
    let is_small = fs::metadata(path).is_ok_and(|data| data.is_file() && data.len() <= MAX_HEADER_BYTES);
    let text = if is_small { fs::read(path).unwrap_or_default() } else { Vec::new() };
    !text.is_empty() && !text.ends_with(b"\n") && !text.ends_with(b"\r")
}
