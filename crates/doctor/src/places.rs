//! Where the files are that doctor looks at.

use std::path::{Path, PathBuf};

/// Where the files are. A program finds them by its environment; nothing here does.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Places {
    /// The home folder, where there is one.
    pub home: Option<PathBuf>,
    /// `~/.aws/config`; `None` where there is to be none (AWS_CONFIG_FILE is empty).
    pub config: Option<PathBuf>,
    /// `~/.aws/credentials`.
    pub credentials: Option<PathBuf>,
    /// `~/.aws/sso/cache`: tokens and client registrations.
    pub sso_cache: PathBuf,
    /// `~/.aws/cli/cache`: role credentials.
    pub cli_cache: PathBuf,
    /// Where copies of config files are kept as they were before a fix.
    pub copies: PathBuf,
    /// Where what is left of a config file lies that could neither be written nor put back.
    pub rescue: PathBuf,
    /// Where lock files are.
    pub locks: PathBuf,
}

impl Places {
    /// The usual places below a home folder.
    pub fn below(home: impl Into<PathBuf>) -> Self {
        let home = home.into();
        let (aws, state) = (home.join(".aws"), home.join(".local").join("state").join("daypass"));
        Self {
            config: Some(aws.join("config")),
            credentials: Some(aws.join("credentials")),
            sso_cache: aws.join("sso").join("cache"),
            cli_cache: aws.join("cli").join("cache"),
            copies: state.join("doctor"),
            rescue: state.join("rescue"),
            locks: state.join("locks"),
            home: Some(home),
        }
    }

    /// A path as a person writes it: `~` for the home folder.
    pub(crate) fn pretty(&self, path: &Path) -> String {
        match self.home.as_deref().and_then(|home| path.strip_prefix(home).ok()) {
            Some(rest) => Path::new("~").join(rest).display().to_string(),
            None => path.display().to_string(),
        }
    }
}
