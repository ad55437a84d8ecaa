//! Where demo and interop play: the simulator on loopback, a throw-away home, a stand-in browser.

use crate::{
    browser, places,
    process::{Finished, Run},
};
use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// The simulator's program.
pub(crate) const SIMULATOR: &str = "daypass-simulator";
/// Ours.
pub(crate) const DAYPASS: &str = "daypass";

/// Builds the two programs, nothing more.
pub(crate) fn build() -> Result<(), String> {
    Run::cargo().args(["build", "--locked", "--quiet", "-p", "daypass-cli", "-p", SIMULATOR]).show()
}

/// The programs as `cargo test` has built them already; building them again would take other features.
pub(crate) fn built() -> Result<(), String> {
    let missing = [DAYPASS, SIMULATOR].into_iter().find(|name| !places::program(name).exists());
    missing.map_or(Ok(()), |_| build())
}

/// A running simulator and a home that is thrown away.
pub(crate) struct Stage {
    pub(crate) home: PathBuf,
    /// Where the simulator answers: `http://127.0.0.1:PORT`.
    pub(crate) url: String,
    folder: PathBuf,
    log: PathBuf,
    server: Child,
}

impl Stage {
    /// Starts the simulator on a free port, with an empty home beside it.
    pub(crate) fn open(name: &str) -> Result<Self, String> {
        Self::start(name, None)
    }

    /// The same with another world than the simulator's own.
    pub(crate) fn with_world(name: &str, scenario: &str) -> Result<Self, String> {
        Self::start(name, Some(scenario))
    }

    fn start(name: &str, scenario: Option<&str>) -> Result<Self, String> {
        let explain = |error: std::io::Error| error.to_string();
        let folder = places::fresh(name).map_err(explain)?;
        let home = folder.join("home");
        fs::create_dir_all(home.join(".aws")).map_err(explain)?;
        let log = folder.join("requests.log");
        let mut run = Run::hermetic(places::program(SIMULATOR)).args(["--port", "0", "--log"]).arg(&log);
        if let Some(scenario) = scenario {
            let file = folder.join("world.toml");
            fs::write(&file, scenario).map_err(explain)?;
            run = run.arg("--scenario").arg(file);
        }
        let mut server = run.spawn(Stdio::piped(), Stdio::inherit())?;
        let url = first_url(&mut server).inspect_err(|_| drop(server.kill()))?;
        let stage = Self { home, url, folder, log, server };
        stage.browser_script().map_err(explain)?;
        Ok(stage)
    }

    /// A program that sees this stage and nothing else: daypass, or a peer.
    pub(crate) fn run(&self, program: impl AsRef<Path>) -> Run {
        let endpoints = ["SSO", "SSO_OIDC", "STS", "S3", "SIGNIN"];
        let run = Run::hermetic(program.as_ref().as_os_str())
            .env("HOME", &self.home)
            .env("USERPROFILE", &self.home)
            .env("BROWSER", self.folder.join(BROWSER))
            .env("TERM", "dumb")
            .env("COLUMNS", "100")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_PAGER", "")
            .limit(120);
        endpoints.iter().fold(run, |run, service| run.env(&format!("AWS_ENDPOINT_URL_{service}"), &self.url))
    }

    /// daypass on this stage.
    pub(crate) fn daypass(&self) -> Run {
        self.run(places::program(DAYPASS))
    }

    /// The requests that reached the simulator so far, one line each.
    pub(crate) fn requests(&self) -> Vec<String> {
        fs::read_to_string(&self.log).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// Runs `what` and gives back its result with the requests it caused.
    pub(crate) fn observed<T>(&self, what: impl FnOnce() -> T) -> (T, Vec<String>) {
        let before = self.requests().len();
        let result = what();
        (result, self.requests().split_off(before))
    }

    /// Uses one of the simulator's controls.
    pub(crate) fn control(&self, name: &str, body: &str) -> Result<(), String> {
        browser::ask(&format!("{}/_sim/{name}", self.url), Some(body)).map(drop)
    }

    /// What one of them tells.
    pub(crate) fn ask(&self, name: &str) -> Result<String, String> {
        browser::ask(&format!("{}/_sim/{name}", self.url), None)
    }

    /// Python's `webbrowser` takes a program without arguments, so it is a script.
    fn browser_script(&self) -> std::io::Result<()> {
        let xtask = std::env::current_exe()?;
        let script = if cfg!(windows) {
            format!("@\"{}\" browser %1\r\n", xtask.display())
        } else {
            format!("#!/bin/sh\nexec '{}' browser \"$@\"\n", xtask.display())
        };
        let path = self.folder.join(BROWSER);
        fs::write(&path, script)?;
        places::make_executable(&path)
    }
}

const BROWSER: &str = if cfg!(windows) { "browser.cmd" } else { "browser" };

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

/// The address in the first lines that the simulator prints; what follows is read and dropped.
pub(crate) fn first_url(server: &mut Child) -> Result<String, String> {
    let stdout = server.stdout.take().expect("standard output is a pipe");
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
                let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
                drop(sender.send(format!("http://127.0.0.1:{port}")));
            }
        }
    });
    receiver
        .recv_timeout(Duration::from_secs(20))
        .map_err(|_| "the simulator did not say its address".to_owned())
}

/// An error that quotes what a command said, unless it ended as it should.
pub(crate) fn expect_code(end: &Finished, code: i32) -> Result<(), String> {
    if end.status.code() == Some(code) {
        Ok(())
    } else {
        Err(format!("ended with {}, not {code}\n{}{}", end.status, end.stdout, end.stderr))
    }
}
