//! A home folder for one test, with a new environment and, if wanted, the simulator as AWS.

pub use crate::Outcome;
use crate::{browser, program};
use daypass_simulator::{Server, World};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};

/// A home folder for one test, with or without a simulated AWS.
#[derive(Debug)]
pub struct Home {
    program: PathBuf,
    folder: tempfile::TempDir,
    server: Option<Server>,
    variables: Vec<(String, String)>,
}

impl Home {
    /// Creates a home without configuration and without AWS.
    ///
    /// # Panics
    /// Panics if there is no temporary folder.
    #[expect(clippy::new_without_default, reason = "a folder on disk is no default value")]
    pub fn new() -> Self {
        Self {
            program: program("daypass"),
            folder: tempfile::tempdir().expect("a temporary folder"),
            server: None,
            variables: Vec::new(),
        }
    }

    /// Creates a home whose environment points at a simulated AWS.
    ///
    /// # Panics
    /// Panics if no port is free.
    pub fn with(world: World) -> Self {
        let server = Server::start(world, daypass_simulator::ServerOptions::default()).expect("a free port");
        let mut home = Self::new();
        for service in ["SSO", "SSO_OIDC", "STS", "SIGNIN"] {
            home = home.set(&format!("AWS_ENDPOINT_URL_{service}"), &server.url());
        }
        home.server = Some(server);
        home
    }

    /// Sets the build of daypass to run.
    #[must_use]
    pub fn with_program(self, program: PathBuf) -> Self {
        Self { program, ..self }
    }

    /// Sets a variable.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes the config file.
    #[must_use]
    pub fn config(self, text: &str) -> Self {
        self.write(".aws/config", text);
        self
    }

    /// Returns the simulated AWS.
    ///
    /// # Panics
    /// Panics if this home has none.
    pub fn server(&self) -> &Server {
        self.server.as_ref().expect("a home with an AWS")
    }

    /// Returns the path of the home folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Reads a file below the home as text, or returns the error in brackets.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_else(|error| format!("({error})"))
    }

    /// Writes a file below the home and creates its folders; cache files get mode 0600.
    ///
    /// # Panics
    /// Panics if the file cannot be written.
    pub fn write(&self, name: &str, text: &str) {
        self.write_bytes(name, text.as_bytes());
    }

    /// Writes bytes like [`Home::write`], which need not be text.
    ///
    /// # Panics
    /// Panics if the file cannot be written.
    pub fn write_bytes(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, bytes).expect("written");
        // The AWS tools create cache files with this mode.
        #[cfg(unix)]
        if name.starts_with(".aws/sso/cache/") || name.starts_with(".aws/cli/cache/") {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("a mode");
        }
    }

    /// Returns every file below `.aws` with its contents, which a failure must not change.
    /// change.
    pub fn snapshot(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.path().join(".aws")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push((path.clone(), fs::read(path).unwrap_or_default()));
                }
            }
        }
        files.sort();
        files
    }

    /// Runs daypass with these words, without a terminal.
    ///
    /// # Panics
    /// Panics if it cannot be started.
    pub fn run(&self, words: &str) -> Outcome {
        self.outcome(words, self.command(words))
    }

    /// Runs daypass with a browser that presses a button: `allow` or `deny`.
    ///
    /// # Panics
    /// Panics if it cannot be started, or if the browser fails.
    pub fn run_with_browser(&self, words: &str, button: &'static str) -> Outcome {
        let url = self.path().join("browser-url");
        drop(fs::remove_file(&url));
        let mut command = self.command(words);
        command.env("BROWSER", self.browser_script());
        let person = thread::spawn(move || browser::press_when_opened(&url, button));
        let outcome = self.outcome(words, command);
        let page = person.join().expect("the browser does not fail");
        Outcome { page, ..outcome }
    }

    /// Returns a script for BROWSER that writes the address to `browser-url` in the home.
    pub fn browser_script(&self) -> PathBuf {
        let (name, text) =
            if cfg!(windows) { ("browser.cmd", BROWSER_CMD) } else { ("browser.sh", BROWSER_SH) };
        let script = self.path().join(name);
        if !script.exists() {
            self.write(name, text);
            make_executable(&script);
        }
        script
    }

    /// Prepares daypass with these words.
    pub fn command(&self, words: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words.split(' ').filter(|word| !word.is_empty())).env_clear();
        command.env("TZ", "UTC").env("AWS_MAX_ATTEMPTS", "1");
        if cfg!(windows) {
            // Sockets need the system's folder, and temporary files a place.
            command
                .env("USERPROFILE", self.path())
                .env("TEMP", self.path())
                .env("SystemRoot", r"C:\windows")
                .env("ComSpec", r"C:\windows\system32\cmd.exe")
                .env("PATH", r"C:\windows\system32;C:\windows");
        } else {
            command.env("HOME", self.path()).env("PATH", "/usr/bin:/bin");
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Prepares another program in this environment, with the path of daypass in the variable DAYPASS.
    pub fn other(&self, program: &str) -> Command {
        let ours = self.command("");
        let mut command = Command::new(program);
        command.env_clear().env("DAYPASS", ours.get_program());
        command.envs(ours.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command
    }

    /// Prepares daypass like [`Home::command`], with default signal actions even if the parent ignores signals
    /// (`nohup`).
    #[cfg(unix)]
    pub fn hearing(&self, words: &str) -> Command {
        if !cfg!(target_os = "linux") {
            return self.command(words);
        }
        let mut command = self.other("env");
        command.arg("--default-signal=HUP,INT,QUIT,TERM").arg(&self.program);
        command.args(words.split(' ').filter(|word| !word.is_empty()));
        command
    }

    /// Runs a command of [`Home::other`] or [`Home::command`] to its end.
    ///
    /// # Panics
    /// Panics if it cannot be started.
    pub fn finish(&self, words: &str, command: Command) -> Outcome {
        self.outcome(words, command)
    }

    fn outcome(&self, words: &str, mut command: Command) -> Outcome {
        let output = command.stdin(Stdio::null()).output().expect("daypass runs");
        Outcome {
            words: words.to_owned(),
            code: output.status.code(),
            stdout: self.normal(&output.stdout),
            stderr: self.normal(&output.stderr),
            page: String::new(),
        }
    }

    /// Replaces the parts of a text that differ from run to run: the home folder and the simulator's address.
    fn normal(&self, text: &[u8]) -> String {
        let text = String::from_utf8_lossy(text);
        let home = self.path().display().to_string();
        let text = if cfg!(windows) { from_windows(&text, &home) } else { text.replace(&home, "~") };
        match &self.server {
            // Errors name the host without a scheme.
            Some(server) => text.replace(server.url().trim_start_matches("http://"), "SIMULATOR"),
            None => text,
        }
    }
}

const BROWSER_SH: &str = "#!/bin/sh
printf %s \"$1\" > \"$HOME/browser-url.part\"
mv \"$HOME/browser-url.part\" \"$HOME/browser-url\"
";

const BROWSER_CMD: &str = "@echo off\r
>\"%USERPROFILE%\\browser-url.part\" echo %~1\r
move \"%USERPROFILE%\\browser-url.part\" \"%USERPROFILE%\\browser-url\" >nul\r
";

/// Writes the paths of a home on Windows as they are on Unix, also those in JSON: `C:\home\.aws\config` is `~/.aws/config`.
fn from_windows(text: &str, home: &str) -> String {
    let text = text.replace(&home.replace('\\', r"\\"), "~").replace(home, "~");
    let mut parts = text.split('~');
    let mut normal = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_whitespace() || "\"',;:)".contains(c)).unwrap_or(part.len());
        let (path, rest) = part.split_at(end);
        normal = normal + "~" + &path.replace(r"\\", "/").replace('\\', "/") + rest;
    }
    normal
}

/// Sleeps, to wait for another process or for credentials to expire.
pub fn pause(milliseconds: u64) {
    thread::sleep(std::time::Duration::from_millis(milliseconds));
}

/// Makes a script executable, on Unix.
///
/// # Panics
/// Panics if there is no such file.
pub fn make_executable(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a mode");
    }
    #[cfg(not(unix))]
    let _only_unix = path;
}
