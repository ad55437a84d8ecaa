//! Child processes without standard input, with an explicit environment and a time limit.

use crate::variables;
use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// A child process that is not started yet.
#[derive(Debug)]
pub struct Run {
    command: Command,
    shown: String,
    limit: Duration,
}

/// The result of a finished child.
#[derive(Debug)]
#[non_exhaustive]
pub struct Finished {
    /// The exit status.
    pub status: ExitStatus,
    /// Standard output as text.
    pub stdout: String,
    /// Standard error as text.
    pub stderr: String,
}

impl Run {
    /// Prepares a child with an explicit environment and an empty home, which needs no network.
    pub fn hermetic(program: impl AsRef<OsStr>) -> Self {
        let mut run = Self::bare(program);
        run.command.env_clear().envs(variables::kept(variables::HERMETIC));
        run
    }

    /// Prepares a tool that downloads (cargo, pip, rustup, apt), with the user's proxies, certificates and indexes.
    pub fn fetching(program: impl AsRef<OsStr>) -> Self {
        let mut run = Self::bare(program);
        for name in variables::steering() {
            run.command.env_remove(name);
        }
        run
    }

    /// Prepares cargo, hermetic and offline; call [`crate::environment::fetch`] first.
    pub fn cargo() -> Self {
        Self::cargo_tool("cargo")
    }

    /// Prepares another tool of the toolchain.
    pub fn cargo_tool(name: &str) -> Self {
        let home = crate::places::scratch("home").expect("the target folder can be written");
        let mut run = Self::hermetic(name)
            .env("HOME", &home)
            .env("USERPROFILE", &home)
            .env("CARGO_HOME", variables::tool_home("CARGO_HOME", ".cargo"))
            .env("RUSTUP_HOME", variables::tool_home("RUSTUP_HOME", ".rustup"))
            .env("CARGO_TARGET_DIR", crate::places::target())
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            .env("INSTA_UPDATE", "no");
        if variables::is_ci() {
            // What is built once is built sooner without the notes for a next time.
            run = run.env("CI", "true").env("CARGO_INCREMENTAL", "0");
        }
        run.limit = Duration::from_secs(3600);
        run
    }

    fn bare(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program.as_ref());
        command.stdin(Stdio::null()).current_dir(crate::places::root());
        let name = Path::new(program.as_ref()).file_name().unwrap_or(program.as_ref());
        Self { shown: name.to_string_lossy().into_owned(), command, limit: Duration::from_secs(600) }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.shown = format!("{} {}", self.shown, quoted(&argument.as_ref().to_string_lossy()));
        self.command.arg(argument);
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Sets its working folder, instead of the root of the checkout.
    #[must_use]
    pub fn current_dir(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets its time limit in seconds, instead of ten minutes.
    #[must_use]
    pub fn limit(mut self, seconds: u64) -> Self {
        self.limit = Duration::from_secs(seconds);
        self
    }

    /// Makes it the leader of a process group, so that what it starts can be ended with it.
    #[cfg(unix)]
    #[must_use]
    pub fn in_own_group(mut self) -> Self {
        std::os::unix::process::CommandExt::process_group(&mut self.command, 0);
        self
    }

    /// Does nothing: this platform has no process groups.
    #[cfg(not(unix))]
    #[must_use]
    pub fn in_own_group(self) -> Self {
        self
    }

    /// Gives it the person's browser and display.
    #[must_use]
    pub fn own_browser(mut self) -> Self {
        self.command.env_remove("BROWSER").envs(variables::kept(variables::DESKTOP));
        self
    }

    /// Gives it the terminal's standard input.
    #[must_use]
    pub fn interactive(mut self) -> Self {
        self.command.stdin(Stdio::inherit());
        self.limit = Duration::from_secs(24 * 3600);
        self
    }

    /// Gives it a pipe as standard input.
    #[must_use]
    pub fn driven(mut self) -> Self {
        self.command.stdin(Stdio::piped());
        self
    }

    /// Writes the command line as a person would type it.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Runs it with inherited output; fails with the command line and the exit status.
    pub fn show(mut self) -> Result<(), String> {
        let mut child = self.command.spawn().map_err(|error| format!("{}: {error}", self.shown))?;
        let status = wait(&mut child, self.limit, &self.shown)?;
        if status.success() { Ok(()) } else { Err(format!("{}: {status}", self.shown)) }
    }

    /// Runs it with inherited output, and returns its exit code.
    pub fn code(mut self) -> Result<Option<i32>, String> {
        let mut child = self.command.spawn().map_err(|error| format!("{}: {error}", self.shown))?;
        wait(&mut child, self.limit, &self.shown).map(|status| status.code())
    }

    /// Runs it and passes each line of standard output to `line` as it comes.
    pub fn lines(mut self, mut line: impl FnMut(&str)) -> Result<ExitStatus, String> {
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", self.shown))?;
        let stdout = child.stdout.take().expect("standard output is a pipe");
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            for text in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
                if sender.send(text).is_err() {
                    break;
                }
            }
        });
        let end = Instant::now() + self.limit;
        while let Ok(text) = receiver.recv_timeout(end.saturating_duration_since(Instant::now())) {
            line(String::from_utf8_lossy(&text).trim_end_matches('\r'));
        }
        wait(&mut child, end.saturating_duration_since(Instant::now()), &self.shown)
    }

    /// Runs it and keeps its output.
    pub fn finish(mut self) -> Result<Finished, String> {
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", self.shown))?;
        let stdout = drain(child.stdout.take().expect("standard output is a pipe"));
        let stderr = drain(child.stderr.take().expect("standard error is a pipe"));
        let status = wait(&mut child, self.limit, &self.shown)?;
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ok(Finished {
            status,
            stdout: text(stdout.join().unwrap_or_default()),
            stderr: text(stderr.join().unwrap_or_default()),
        })
    }

    /// Runs it and returns its standard output; fails with the output if the exit code is not 0.
    pub fn text(self) -> Result<String, String> {
        let shown = self.shown.clone();
        let end = self.finish()?;
        if end.status.success() {
            Ok(end.stdout)
        } else {
            Err(format!("{shown}: {}\n{}{}", end.status, end.stdout, end.stderr))
        }
    }

    /// Runs it and returns its exit code and both output streams in the order of writing.
    pub fn merged(mut self) -> Result<(Option<i32>, String), String> {
        let explain = |error: std::io::Error| error.to_string();
        let (reader, writer) = std::io::pipe().map_err(explain)?;
        self.command.stdout(writer.try_clone().map_err(explain)?).stderr(writer);
        let mut child = self.command.spawn().map_err(|error| format!("{}: {error}", self.shown))?;
        // The command holds the pipe's other ends; without this the reader would never see its end.
        drop(self.command);
        let output = drain(reader);
        let status = wait(&mut child, self.limit, &self.shown)?;
        Ok((status.code(), String::from_utf8_lossy(&output.join().unwrap_or_default()).into_owned()))
    }

    /// Starts it; the caller must end it.
    pub fn spawn(mut self, stdout: Stdio, stderr: Stdio) -> Result<Child, String> {
        self.command.stdout(stdout).stderr(stderr).spawn().map_err(|error| format!("{}: {error}", self.shown))
    }
}

fn drain(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came before an error is all there is to keep.
        drop(pipe.read_to_end(&mut bytes));
        bytes
    })
}

fn wait(child: &mut Child, limit: Duration, shown: &str) -> Result<ExitStatus, String> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(|error| format!("{shown}: {error}"))? {
            return Ok(status);
        }
        if start.elapsed() > limit {
            // It may have ended by itself in the meantime.
            drop(child.kill());
            drop(child.wait());
            return Err(format!("{shown}: stopped, because it took too long (waited {} s)", limit.as_secs()));
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
