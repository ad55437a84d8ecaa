//! Where files are: the AWS files, the caches, and daypass's own state.

use crate::env::{Env, Var};
use std::path::{Path, PathBuf};

/// The files' locations, decided once.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    /// The home directory, where there is one.
    pub(crate) home: Option<PathBuf>,
    /// `~/.aws/config` or AWS_CONFIG_FILE; none where that variable is empty.
    pub(crate) config: Option<PathBuf>,
    /// `~/.aws/credentials` or AWS_SHARED_CREDENTIALS_FILE.
    pub(crate) credentials: Option<PathBuf>,
    /// `~/.aws/sso/cache`: tokens and client registrations. No variable moves it, in any SDK.
    pub(crate) sso_cache: PathBuf,
    /// `~/.aws/cli/cache`: role credentials.
    pub(crate) cli_cache: PathBuf,
    /// Locks and backups.
    pub(crate) state: PathBuf,
}

impl Paths {
    /// Reads them out of the environment.
    pub(crate) fn of(env: &Env) -> Self {
        let home = env.home();
        let base = home.clone().unwrap_or_default();
        let aws = base.join(".aws");
        let state = env
            .raw(Var::StateHome)
            .map(PathBuf::from)
            .filter(|dir| dir.is_absolute())
            .unwrap_or_else(|| base.join(".local").join("state"));
        Self {
            config: file(env, Var::ConfigFile, home.as_deref(), aws.join("config")),
            credentials: file(env, Var::CredentialsFile, home.as_deref(), aws.join("credentials")),
            sso_cache: aws.join("sso").join("cache"),
            cli_cache: aws.join("cli").join("cache"),
            state: state.join("daypass"),
            home,
        }
    }

    /// Folder of the lock files.
    pub(crate) fn locks(&self) -> PathBuf {
        self.state.join("locks")
    }

    /// A path as a person writes it: `~` for the home directory.
    pub(crate) fn pretty(&self, path: &Path) -> String {
        match self.home.as_deref().and_then(|home| path.strip_prefix(home).ok()) {
            Some(rest) => Path::new("~").join(rest).display().to_string(),
            None => path.display().to_string(),
        }
    }
}

fn file(env: &Env, var: Var, home: Option<&Path>, default: PathBuf) -> Option<PathBuf> {
    match env.raw(var) {
        None => Some(default),
        Some(value) if value.is_empty() => None,
        Some(value) => Some(match value.to_str() {
            Some(text) => expand(text, home, &Env::named),
            None => PathBuf::from(value),
        }),
    }
}

/// `$NAME` and `${NAME}` first, then a leading `~`, as the AWS CLI reads AWS_CONFIG_FILE.
fn expand(text: &str, home: Option<&Path>, variable: &dyn Fn(&str) -> Option<String>) -> PathBuf {
    let mut path = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        path.push_str(before);
        let braced = after.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let (name, next) = braced.unwrap_or_else(|| {
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
            after.split_at(end)
        });
        if let Some(value) = variable(name).filter(|_| !name.is_empty()) {
            path.push_str(&value);
        } else {
            path.push('$');
            path.push_str(after.strip_suffix(next).unwrap_or(after));
        }
        rest = next;
    }
    path.push_str(rest);
    match (path.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(tail), Some(home)) if tail.starts_with(['/', '\\']) => {
            home.join(tail.trim_start_matches(['/', '\\']))
        }
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_as_the_aws_cli_reads() {
        let variable = |name: &str| (name == "X").then(|| "/x".to_owned());
        let home = Some(Path::new("/home/me"));
        for (text, expected) in [
            ("~/a", "/home/me/a"),
            ("~", "/home/me"),
            ("~other/a", "~other/a"),
            ("$X/a", "/x/a"),
            ("${X}a", "/xa"),
            ("$NOPE/a", "$NOPE/a"),
            ("${NOPE}/a", "${NOPE}/a"),
            ("a$", "a$"),
            ("/plain", "/plain"),
        ] {
            assert_eq!(expand(text, home, &variable), PathBuf::from(expected), "{text}");
        }
    }
}
