//! Where to look for what other tools left: the home directory, variables, and the ids of the machine.

use crate::{Error, ErrorKind};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The largest file of another tool that is read, in bytes: the cache of a large organisation has a few megabytes.
const MAX_BYTES: u64 = 64 << 20;

/// The variables of other tools that this crate looks at: where their files are, what they default to, and whether one is in
/// use in this shell.
pub const VARIABLES: [&str; 35] = [
    "XDG_CONFIG_HOME",
    "AWS_SSO_CONFIG",
    "AWS_DEFAULT_SSO_START_URL",
    "AWS_DEFAULT_SSO_REGION",
    "AWS_CONFIGURE_SSO_DEFAULT_SSO_START_URL",
    "AWS_CONFIGURE_SSO_DEFAULT_SSO_REGION",
    "AWS_SSO_CONFIGURE_DEFAULT_SSO_START_URL",
    "AWS_SSO_CONFIGURE_DEFAULT_SSO_REGION",
    "AWS_CONFIGURE_DEFAULT_SSO_START_URL",
    "AWS_CONFIGURE_DEFAULT_SSO_REGION",
    "AWS_SSO_LOGIN_DEFAULT_SSO_START_URL",
    "AWS_SSO_LOGIN_DEFAULT_SSO_REGION",
    "AWS_CONFIGURE_DEFAULT_REGION",
    "AWS_SSO_CREDENTIAL_PROCESS_NAME",
    "AWS_SSO_CACHE_PATH",
    "AWS_SSO_START_URL",
    "AWS_SSO_REGION",
    "AWS_SSO_ACCOUNT_ID",
    "AWS_SSO_ROLE_NAME",
    "AWS_ASSUME_ROLE_TTL",
    "AWS_PROFILE",
    "AWS_SSO_PROFILE",
    "AWS_SSO_ROLE_ARN",
    "AWS_SSO_SESSION_EXPIRATION",
    "GRANTED_COMMAND",
    "GRANTED_SSO",
    "GRANTED_SSO_START_URL",
    "GRANTED_SSO_ROLE_NAME",
    "GRANTED_SSO_REGION",
    "GRANTED_SSO_ACCOUNT_ID",
    "AWS_VAULT",
    "AWS_VAULT_BACKEND",
    "AWSUME_PROFILE",
    "AWSUME_EXPIRATION",
    "AWSUME_COMMAND",
];

/// What this crate is told of the machine. It reads no variable by itself.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Surroundings {
    /// The home directory.
    pub home: PathBuf,
    /// The variables of [`VARIABLES`] that are set, also to an empty text.
    pub variables: BTreeMap<String, String>,
    /// The texts that may be the id of this machine, with which Leapp encrypts its file; each is tried.
    pub machine_ids: Vec<String>,
}

impl Surroundings {
    /// Creates the surroundings of a home directory, without variables and machine ids.
    pub fn new(home: impl Into<PathBuf>) -> Self {
        Self { home: home.into(), ..Self::default() }
    }

    /// Returns a variable, if it is set and not empty.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns a path for display: `~` for the home directory.
    pub fn shown(&self, path: &Path) -> String {
        match path.strip_prefix(&self.home) {
            Ok(rest) => Path::new("~").join(rest).display().to_string(),
            Err(_) => path.display().to_string(),
        }
    }

    /// Returns an absolute path for a text that may begin with `~/`.
    pub(crate) fn expanded(&self, text: &str) -> PathBuf {
        text.strip_prefix("~/").map_or_else(|| PathBuf::from(text), |rest| self.home.join(rest))
    }

    /// Reads a file; `None` if it does not exist.
    pub(crate) fn read(path: &Path) -> Result<Option<String>, Error> {
        let unreadable =
            |error: &dyn std::fmt::Display| Error::new(ErrorKind::Unreadable, path, error.to_string());
        let bytes = daypass_files::read(path, MAX_BYTES).map_err(|error| unreadable(&error))?;
        let text = bytes.map(String::from_utf8).transpose();
        text.map_err(|_| unreadable(&"it is not UTF-8"))
    }

    /// Where aws-sso-cli keeps its settings: its old folder if that exists, else the XDG folder if the variable is set,
    /// even to nothing, else `~/.config`.
    pub(crate) fn aws_sso_folder(&self) -> PathBuf {
        let old = self.home.join(".aws-sso");
        if old.is_dir() {
            return old;
        }
        match self.variables.get("XDG_CONFIG_HOME") {
            Some(base) if base.is_empty() => PathBuf::from("/aws-sso"),
            Some(base) => Path::new(base).join("aws-sso"),
            None => self.home.join(".config").join("aws-sso"),
        }
    }

    /// Where granted keeps its settings: `~/.granted` if it exists, else the XDG folder if the variable is not empty.
    pub(crate) fn granted_folder(&self) -> PathBuf {
        let old = self.home.join(".granted");
        match self.variable("XDG_CONFIG_HOME") {
            Some(base) if !old.exists() => Path::new(base).join("granted"),
            _ => old,
        }
    }

    /// Where awsume keeps its settings: the XDG folder if it has them and the variable is set, else `~/.awsume`.
    pub(crate) fn awsume_settings(&self) -> PathBuf {
        let moved = self.variable("XDG_CONFIG_HOME").map(|base| Path::new(base).join("awsume/config.yaml"));
        moved.filter(|path| path.exists()).unwrap_or_else(|| self.home.join(".awsume/config.yaml"))
    }

    /// Where Leapp keeps its workspace.
    pub(crate) fn leapp_file(&self) -> PathBuf {
        self.home.join(".Leapp").join("Leapp-lock.json")
    }
}

#[cfg(test)]
mod tests {
    use super::Surroundings;
    use std::path::Path;

    #[test]
    fn paths_are_those_of_the_home_and_of_the_variables() {
        let mut around = Surroundings::new("/home/me");
        for (text, path) in [("~/x", "/home/me/x"), ("/etc/x", "/etc/x"), ("~x", "~x")] {
            assert_eq!(around.expanded(text), Path::new(path));
        }
        for (path, shown) in [("/home/me/x", "~/x"), ("/home/men", "/home/men")] {
            assert_eq!(around.shown(Path::new(path)), shown);
        }
        for (base, aws_sso, granted) in [
            (None, "/home/me/.config/aws-sso", "/home/me/.granted"),
            (Some(""), "/aws-sso", "/home/me/.granted"),
            (Some("/xdg"), "/xdg/aws-sso", "/xdg/granted"),
        ] {
            around.variables =
                base.map(|base| ("XDG_CONFIG_HOME".to_owned(), base.to_owned())).into_iter().collect();
            assert_eq!(around.aws_sso_folder(), Path::new(aws_sso));
            assert_eq!(around.granted_folder(), Path::new(granted));
            assert_eq!(around.awsume_settings(), Path::new("/home/me/.awsume/config.yaml"));
            assert_eq!(around.variable("XDG_CONFIG_HOME"), base.filter(|base| !base.is_empty()));
        }
    }
}
