//! The stage of a test: the simulator on loopback, a temporary home, a scripted browser.

use daypass_simulator::{LogEntry, Server, ServerOptions, SharedWorld, World};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};
use xtask::{
    places,
    process::{Finished, Run},
};

/// The program under test.
pub(crate) const DAYPASS: &str = "daypass";

/// The relay for the inside of a container.
pub(crate) const RELAY: &str = "daypass-relay";

/// Builds the programs under test and no others.
pub(crate) fn build() -> Result<(), String> {
    Run::cargo().args(["build", "--locked", "--quiet", "-p", "daypass-cli", "-p", "daypass-relay"]).show()
}

/// Returns the programs that `cargo test` has already built; another build would have other features.
pub(crate) fn built() -> Result<(), String> {
    if [DAYPASS, RELAY].iter().all(|name| places::program(name).exists()) { Ok(()) } else { build() }
}

/// A running simulator and a temporary home, both gone on drop.
pub(crate) struct Stage {
    pub(crate) home: PathBuf,
    /// The address of the simulator: `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    folder: PathBuf,
    /// One line for each request.
    log: Arc<Mutex<Vec<String>>>,
    server: Server,
}

impl Stage {
    /// Starts the simulator on a free port, with an empty home beside it.
    pub(crate) fn open(name: &str) -> Result<Self, String> {
        Self::start(name, World::demo())
    }

    /// Starts the simulator with a given world, with an empty home beside it.
    pub(crate) fn with_world(name: &str, scenario: &str) -> Result<Self, String> {
        Self::start(name, World::from_toml(scenario).map_err(|error| error.to_string())?)
    }

    fn start(name: &str, world: World) -> Result<Self, String> {
        let explain = |error: std::io::Error| error.to_string();
        let folder = places::fresh(name).map_err(explain)?;
        let home = folder.join("home");
        fs::create_dir_all(home.join(".aws")).map_err(explain)?;
        let log = Arc::<Mutex<Vec<String>>>::default();
        let lines = Arc::clone(&log);
        let options = ServerOptions::default().with_observer(move |entry: &LogEntry| {
            let LogEntry { method, path, operation, status, .. } = entry;
            let line = format!("{method} {path} {operation} {status}");
            lines.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        });
        let server = Server::start(world, options).map_err(explain)?;
        let stage = Self { home, url: server.url(), folder, log, server };
        stage.browser_script().map_err(explain)?;
        Ok(stage)
    }

    /// Returns a command for daypass or a peer whose environment names only this stage.
    pub(crate) fn run(&self, program: impl AsRef<Path>) -> Run {
        let run = Run::hermetic(program.as_ref().as_os_str())
            .env("HOME", &self.home)
            .env("USERPROFILE", &self.home)
            .env("BROWSER", self.browser())
            .env("TERM", "dumb")
            .env("COLUMNS", "100")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_PAGER", "")
            .limit(120);
        self.server.variables().into_iter().fold(run, |run, (name, value)| run.env(name, value))
    }

    /// Returns a command for daypass on this stage.
    pub(crate) fn daypass(&self) -> Run {
        self.run(places::program(DAYPASS))
    }

    /// Returns the program that plays the person's browser.
    pub(crate) fn browser(&self) -> PathBuf {
        self.folder.join(BROWSER)
    }

    /// Returns the simulated AWS, which a test observes and changes.
    pub(crate) fn world(&self) -> SharedWorld {
        self.server.world()
    }

    /// Returns the requests that reached the simulator so far, one line each.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs `what` and returns its result with the requests that it caused.
    pub(crate) fn observed<T>(&self, what: impl FnOnce() -> T) -> (T, Vec<String>) {
        let before = self.requests().len();
        let result = what();
        (result, self.requests().split_off(before))
    }

    /// Python's `webbrowser` takes a program without arguments, so it is a script.
    fn browser_script(&self) -> std::io::Result<()> {
        let program = std::env::current_exe()?;
        let script = if cfg!(windows) {
            format!("@\"{}\" browser %1\r\n", program.display())
        } else {
            format!("#!/bin/sh\nexec '{}' browser \"$@\"\n", program.display())
        };
        let path = self.folder.join(BROWSER);
        fs::write(&path, script)?;
        places::make_executable(&path)
    }
}

const BROWSER: &str = if cfg!(windows) { "browser.cmd" } else { "browser" };

/// Returns an error that quotes a command's output, unless the command ended as expected.
pub(crate) fn expect_code(end: &Finished, code: i32) -> Result<(), String> {
    if end.status.code() == Some(code) {
        Ok(())
    } else {
        Err(format!("ended with {}, not {code}\n{}{}", end.status, end.stdout, end.stderr))
    }
}
