//! The paths of the AWS files, of the caches, and of daypass's own state.

use crate::{Environment, Error, Variable};
use daypass_credentials::Folders;
use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

/// The paths of the files. No variable moves the two caches of IAM Identity Center, in any SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paths {
    /// The home directory.
    pub home: PathBuf,
    /// `~/.aws/config` or AWS_CONFIG_FILE; `None` if that variable is set to an empty text.
    pub config: Option<PathBuf>,
    /// `~/.aws/credentials` or AWS_SHARED_CREDENTIALS_FILE; `None` if that variable is set to an empty text.
    pub credentials: Option<PathBuf>,
    /// `~/.aws/sso/cache`: tokens and client registrations.
    pub sso_cache: PathBuf,
    /// `~/.aws/cli/cache`: role credentials.
    pub cli_cache: PathBuf,
    /// The folder of locks and backups: `~/.local/state/daypass`, or `daypass` in XDG_STATE_HOME.
    pub state: PathBuf,
}

impl Paths {
    /// Returns the paths by this environment.
    ///
    /// # Errors
    /// [`NoHome`](crate::ErrorKind::NoHome): the working folder, which may be another user's checkout, never replaces a
    /// home directory.
    pub fn of(environment: &Environment) -> Result<Self, Error> {
        let home = environment.home().filter(|home| home.is_absolute()).ok_or_else(Error::no_home)?;
        let state = environment.raw(Variable::StateHome).map(PathBuf::from).filter(|dir| dir.is_absolute());
        let usual = Self::below(home);
        Ok(Self {
            config: file(environment, Variable::ConfigFile, &usual.home, "config"),
            credentials: file(environment, Variable::CredentialsFile, &usual.home, "credentials"),
            state: state.map_or_else(|| usual.state.clone(), |state| state.join("daypass")),
            ..usual
        })
    }

    /// Returns the default paths in a home directory.
    pub fn below(home: impl Into<PathBuf>) -> Self {
        let home = home.into();
        let aws = home.join(".aws");
        Self {
            config: Some(aws.join("config")),
            credentials: Some(aws.join("credentials")),
            sso_cache: aws.join("sso").join("cache"),
            cli_cache: aws.join("cli").join("cache"),
            state: home.join(".local").join("state").join("daypass"),
            home,
        }
    }

    /// Returns the settings file of daypass: `daypass/settings.toml` in XDG_CONFIG_HOME, if that is an absolute path, else
    /// in `~/.config`.
    pub fn settings_file(&self, environment: &Environment) -> PathBuf {
        let base =
            environment.raw(Variable::ConfigHome).map(PathBuf::from).filter(|folder| folder.is_absolute());
        base.unwrap_or_else(|| self.home.join(".config")).join("daypass").join("settings.toml")
    }

    /// Returns the file of imported settings, beside [`Paths::settings_file`].
    pub fn imported_settings(&self, environment: &Environment) -> PathBuf {
        self.settings_file(environment).with_file_name("imported.toml")
    }

    /// Returns the folder of console sign-ins: `~/.aws/login/cache` or AWS_LOGIN_CACHE_DIRECTORY, in which `~` and `$NAME`
    /// are expanded, as in the AWS CLI. An empty variable counts as not set, since the working folder may be anybody's. It
    /// is looked up when it is asked for: a cached answer does not need it.
    ///
    /// ```
    /// use daypass_environment::{Environment, Paths};
    /// use std::path::Path;
    ///
    /// let folder = |value| {
    ///     let environment = Environment::of([("HOME", "/home/me"), ("AWS_LOGIN_CACHE_DIRECTORY", value)]);
    ///     Paths::of(&environment).map(|paths| paths.login_cache(&environment))
    /// };
    /// assert_eq!(folder("~/logins")?, Path::new("/home/me/logins"));
    /// assert_eq!(folder("")?, Path::new("/home/me/.aws/login/cache"));
    /// # Ok::<(), daypass_environment::Error>(())
    /// ```
    pub fn login_cache(&self, environment: &Environment) -> PathBuf {
        let said = environment.raw(Variable::LoginCacheDirectory).filter(|folder| !folder.is_empty());
        let usual = || self.home.join(".aws").join("login").join("cache");
        said.map_or_else(usual, |folder| expanded(environment, &self.home, folder))
    }

    /// Returns the folder of the lock files.
    pub fn locks(&self) -> PathBuf {
        self.state.join("locks")
    }

    /// Returns the folders for a [`Provider`](daypass_credentials::Provider).
    pub fn folders(&self) -> Folders {
        Folders {
            sso_cache: self.sso_cache.clone(),
            cli_cache: self.cli_cache.clone(),
            locks: self.locks(),
            clients: self.state.join("clients"),
        }
    }

    /// Shortens a path for display: `~` for the home directory.
    pub fn pretty(&self, path: &Path) -> String {
        match path.strip_prefix(&self.home).ok() {
            Some(rest) => Path::new("~").join(rest).display().to_string(),
            None => path.display().to_string(),
        }
    }

    /// Shortens the paths in a text for display: `~` replaces the home directory at the beginning of a word.
    ///
    /// ```
    /// use daypass_environment::{Environment, Paths};
    ///
    /// let paths = Paths::of(&Environment::of([("HOME", "/home/me")]))?;
    /// assert_eq!(paths.pretty_text("/home/me/x is in /mnt/home/me/x"), "~/x is in /mnt/home/me/x");
    /// # Ok::<(), daypass_environment::Error>(())
    /// ```
    pub fn pretty_text(&self, text: &str) -> String {
        let home = format!("{}/", self.home.display());
        let (mut pretty, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, after)) = rest.split_once(&home) {
            pretty.push_str(before);
            let begins =
                pretty.chars().next_back().is_none_or(|c| c.is_whitespace() || "\"'`(=:".contains(c));
            pretty.push_str(if begins { "~/" } else { &home });
            rest = after;
        }
        pretty + rest
    }
}

impl Environment {
    /// Lists the paths at which a program may be: an absolute path itself, or the name in each folder of PATH; on
    /// Windows with the endings of PATHEXT. A relative path has none, because the working folder of the tool is unknown.
    ///
    /// ```
    /// use daypass_environment::Environment;
    /// use std::path::Path;
    ///
    /// # if cfg!(unix) {
    /// let paths = Environment::of([("PATH", "/usr/local/bin:/usr/bin")]).program_paths("aws");
    /// assert_eq!(paths, [Path::new("/usr/local/bin/aws"), Path::new("/usr/bin/aws")]);
    /// # }
    /// ```
    pub fn program_paths(&self, program: &str) -> Vec<PathBuf> {
        let path = Path::new(program);
        let candidates: Vec<PathBuf> = if path.is_absolute() {
            vec![path.to_owned()]
        } else if program.contains('/') || (cfg!(windows) && program.contains('\\')) {
            Vec::new()
        } else {
            let usual = if cfg!(windows) { "" } else { "/bin:/usr/bin" };
            let folders = self.raw(Variable::Path).unwrap_or_else(|| usual.into());
            std::env::split_paths(&folders).map(|folder| folder.join(program)).collect()
        };
        if !cfg!(windows) {
            return candidates;
        }
        let ends = self.text(Variable::PathExt).ok().flatten().unwrap_or_else(|| USUAL_ENDINGS.to_owned());
        candidates.iter().flat_map(|path| with_endings(path, &ends)).collect()
    }
}

impl Environment {
    /// Returns what to start for a program as a person typed it. Unix searches for it by itself; Windows searches for an
    /// `.exe` alone, so that there it is the file that PATH and PATHEXT lead to, such as a `.cmd`.
    ///
    /// ```
    /// # if cfg!(unix) {
    /// let here = daypass_environment::Environment::of([("PATH", "/usr/bin")]);
    /// assert_eq!(here.program("aws".as_ref()), "aws");
    /// # }
    /// ```
    pub fn program(&self, typed: &OsStr) -> OsString {
        let files = if cfg!(windows) { self.program_paths(&typed.to_string_lossy()) } else { Vec::new() };
        files.into_iter().find(|file| file.is_file()).map_or_else(|| typed.to_owned(), OsString::from)
    }
}

/// The endings of programs where PATHEXT is not set.
const USUAL_ENDINGS: &str = ".COM;.EXE;.BAT;.CMD";

/// The files that Windows starts under a name: the name itself if it has one of the endings, else the name with each.
fn with_endings(path: &Path, endings: &str) -> Vec<PathBuf> {
    let endings = || endings.split(';').filter(|ending| ending.starts_with('.') && ending.len() > 1);
    let name = path.as_os_str().to_string_lossy().to_ascii_lowercase();
    if endings().any(|ending| name.ends_with(&ending.to_ascii_lowercase())) {
        return vec![path.to_owned()];
    }
    let with = |ending: &str| {
        let mut path = path.as_os_str().to_owned();
        path.push(ending.to_ascii_lowercase());
        path.into()
    };
    endings().map(with).collect()
}

fn file(environment: &Environment, variable: Variable, home: &Path, usual: &str) -> Option<PathBuf> {
    match environment.raw(variable) {
        None => Some(home.join(".aws").join(usual)),
        Some(value) if value.is_empty() => None,
        Some(value) => Some(expanded(environment, home, value)),
    }
}

fn expanded(environment: &Environment, home: &Path, value: OsString) -> PathBuf {
    match value.to_str() {
        Some(text) => expand(text, home, &|name| environment.named(name)),
        None => PathBuf::from(value),
    }
}

/// Expands `$NAME` and `${NAME}`, then a leading `~`, as the AWS CLI does in AWS_CONFIG_FILE.
fn expand(text: &str, home: &Path, variable: &dyn Fn(&str) -> Option<OsString>) -> PathBuf {
    let mut path = OsString::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        path.push(before);
        let braced = after.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let (name, next) = braced.unwrap_or_else(|| {
            let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len());
            after.split_at(end)
        });
        if let Some(value) = variable(name).filter(|_| !name.is_empty()) {
            path.push(value);
        } else {
            path.push("$");
            path.push(after.strip_suffix(next).unwrap_or(after));
        }
        rest = next;
    }
    path.push(rest);
    let Some(whole) = path.to_str() else { return PathBuf::from(path) };
    match whole.strip_prefix('~') {
        Some("") => home.to_owned(),
        Some(tail) if tail.starts_with(['/', '\\']) => home.join(tail.trim_start_matches(['/', '\\'])),
        _ => PathBuf::from(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn w3_a_program_is_searched_by_the_endings_of_windows() {
        let check = |name: &str, endings: &str, expected: &[&str]| {
            let found = with_endings(Path::new(name), endings);
            assert_eq!(found, expected.iter().map(Path::new).collect::<Vec<_>>(), "{name} {endings}");
        };
        check("cdk", USUAL_ENDINGS, &["cdk.com", "cdk.exe", "cdk.bat", "cdk.cmd"]);
        check("cdk.cmd", USUAL_ENDINGS, &["cdk.cmd"]);
        check("CDK.CMD", ".exe;.cmd", &["CDK.CMD"]);
        check("python3.11", ".exe;;x;.", &["python3.11.exe"]);
        check("tool.py", ".EXE;.PY", &["tool.py"]);
    }

    #[test]
    fn expands_as_the_aws_cli_reads() {
        let variable = |name: &str| (name == "X").then(|| "/x".into());
        let home = Path::new("/home/me");
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
