//! The tests of a package as programs: which there are, which functions each reaches, and runs of some of them.

use crate::parallel;
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};
use xtask::process::Run;

/// The longest time that a test has when nothing is changed.
const LIMIT: Duration = Duration::from_secs(300);

/// The most memory of a test program, in pages of 4 KiB: 2 GiB. A loop without an end may fill a list, and the machine.
const MOST_PAGES: u64 = 2 << 18;

/// The tests of a package.
#[derive(Debug)]
pub(crate) struct Suite {
    at: Place,
    pub(crate) tests: Vec<Test>,
}

/// Where tests run.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The root of the copy of the checkout.
    pub(crate) root: PathBuf,
    /// The folder of the package, in which cargo would run them.
    pub(crate) package: PathBuf,
    /// A folder for what they print, and for traces.
    pub(crate) scratch: PathBuf,
}

/// A test that passes when nothing is changed.
#[derive(Debug)]
pub(crate) struct Test {
    program: PathBuf,
    pub(crate) name: String,
    pub(crate) took: Duration,
    /// The functions that it reaches, by number.
    pub(crate) reaches: BTreeSet<usize>,
}

/// The end of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    Passed,
    /// The tests that failed; none if the program ended without naming one.
    Failed(Vec<String>),
    TimedOut,
}

impl Suite {
    /// Runs each test by itself and traces it; fails if one of them does when nothing is changed.
    pub(crate) fn trace(programs: &[PathBuf], at: Place, jobs: usize) -> Result<Self, String> {
        let mut suite = Self { at, tests: Vec::new() };
        let mut listed = Vec::new();
        for program in programs {
            listed.extend(suite.list(program)?.into_iter().map(|name| (program.clone(), name)));
        }
        let traced = parallel::each(jobs, &listed, |(program, name)| suite.traced(program, name));
        let (mut tests, mut failures) = (Vec::new(), Vec::new());
        for result in traced {
            match result {
                Ok(test) => tests.push(test),
                Err(failure) => failures.push(failure),
            }
        }
        suite.tests = tests;
        if failures.is_empty() {
            Ok(suite)
        } else {
            Err(format!("without a change these tests fail:\n{}", failures.join("\n")))
        }
    }

    /// Lists the tests of a program, without those that are ignored: other tests start them.
    fn list(&self, program: &Path) -> Result<Vec<String>, String> {
        let names = |arguments: &[&str]| {
            let text = self.command(program).args(arguments).text()?;
            let names = text.lines().filter_map(|line| line.strip_suffix(": test").map(str::to_owned));
            Ok::<BTreeSet<String>, String>(names.collect())
        };
        let ignored = names(&["--list", "--ignored"])?;
        Ok(names(&["--list"])?.difference(&ignored).cloned().collect())
    }

    fn traced(&self, program: &Path, name: &str) -> Result<Test, String> {
        let mut ends = Vec::new();
        // A test that waits for others may fail once on a busy machine.
        for _ in 0..2 {
            let trace = self.scratch_file("trace");
            let explain = |error: io::Error| format!("{}: {error}", trace.display());
            open_to_all(&File::create(&trace).map_err(explain)?).map_err(explain)?;
            let command = self.command(program).args(["--exact", name]).env("MUTANTS_TRACE", &trace);
            let start = Instant::now();
            let end = self.end(command, LIMIT)?;
            let took = start.elapsed();
            let text = fs::read_to_string(&trace).map_err(explain)?;
            drop(fs::remove_file(&trace));
            if end == End::Passed {
                let reaches = text.lines().filter_map(|line| line.parse().ok()).collect();
                return Ok(Test { program: program.to_owned(), name: name.to_owned(), took, reaches });
            }
            ends.push(end);
        }
        Err(format!("{name}: {ends:?}"))
    }

    /// Runs tests with a mutant, those of each program together.
    pub(crate) fn run(&self, tests: &[&Test], mutant: u32, least: Duration) -> Result<End, String> {
        let programs: BTreeSet<&Path> = tests.iter().map(|test| test.program.as_path()).collect();
        for program in programs {
            let of: Vec<&&Test> = tests.iter().filter(|test| test.program == program).collect();
            let names = of.iter().map(|test| test.name.as_str());
            let command = self
                .command(program)
                .args(["--test-threads=2", "--exact"])
                .args(names)
                .env("MUTANTS_CHOSEN", mutant.to_string());
            // Ten times as long as without a change, or nothing comes any more.
            let took: Duration = of.iter().map(|test| test.took).sum();
            let end = self.end(command, least.max(took * 10))?;
            if end != End::Passed {
                return Ok(end);
            }
        }
        Ok(End::Passed)
    }

    fn command(&self, program: &Path) -> Run {
        Run::cargo_tool(&program.to_string_lossy())
            .current_dir(&self.at.package)
            .env("CARGO_MANIFEST_DIR", &self.at.package)
            // Else insta asks cargo where the checkout is, in every process, and proptest keeps cases that fail.
            .env("INSTA_WORKSPACE_ROOT", &self.at.root)
            .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1")
            // A body with all its mutants has a large frame where nothing is optimised.
            .env("RUST_MIN_STACK", (256_usize << 20).to_string())
            .env("RUST_BACKTRACE", "0")
    }

    /// Runs a test program to its end; what it starts ends with it.
    fn end(&self, command: Run, limit: Duration) -> Result<End, String> {
        // A file, not a pipe: a child that outlives the program would hold a pipe open.
        let path = self.scratch_file("output");
        let output = File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut child = command.in_own_group().spawn(Stdio::from(output), Stdio::null())?;
        let status = wait(&mut child, limit)?;
        let text = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        drop(fs::remove_file(&path));
        Ok(match status {
            None => End::TimedOut,
            Some(true) => End::Passed,
            Some(false) => End::Failed(failed(&String::from_utf8_lossy(&text))),
        })
    }

    fn scratch_file(&self, kind: &str) -> PathBuf {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        self.at.scratch.join(format!("{kind}-{}", NEXT.fetch_add(1, Ordering::Relaxed)))
    }
}

/// Lets a test write to its trace that becomes another user.
#[cfg(unix)]
fn open_to_all(file: &File) -> io::Result<()> {
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666))
}

/// Does nothing: here no test becomes another user.
#[cfg(not(unix))]
fn open_to_all(_: &File) -> io::Result<()> {
    Ok(())
}

/// Returns the names of the tests that failed, from what the program printed.
fn failed(output: &str) -> Vec<String> {
    let name = |line: &str| Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned());
    output.lines().filter_map(name).collect()
}

/// Waits for a child; returns whether it succeeded, or nothing if it was killed because it took too long or too much memory.
fn wait(child: &mut Child, limit: Duration) -> Result<Option<bool>, String> {
    let start = Instant::now();
    for turn in 0_u32.. {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok(Some(status.success()));
        }
        let is_swollen = turn % 50 == 49 && memory_pages(child.id()) > MOST_PAGES;
        if is_swollen || start.elapsed() > limit {
            kill(child);
            drop(child.wait());
            break;
        }
        thread::sleep(Duration::from_millis(2));
    }
    Ok(None)
}

/// Returns how many pages a process has in memory, or 0 where the system has no such file.
fn memory_pages(process: u32) -> u64 {
    let sizes = fs::read_to_string(format!("/proc/{process}/statm")).unwrap_or_default();
    sizes.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or_default()
}

/// Kills a child and all of its process group, which may have ended by itself in the meantime.
#[cfg(unix)]
fn kill(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
}

/// Kills a child, which may have ended by itself in the meantime.
#[cfg(not(unix))]
fn kill(child: &mut Child) {
    drop(child.kill());
}

#[cfg(test)]
mod tests {
    use super::{Test, failed};
    use std::{path::PathBuf, time::Duration};

    impl Test {
        /// A test that took so many milliseconds.
        pub(crate) fn sample(name: &str, took: u64, reaches: &[usize]) -> Self {
            let reaches = reaches.iter().copied().collect();
            let took = Duration::from_millis(took);
            Self { program: PathBuf::new(), name: name.to_owned(), took, reaches }
        }
    }

    #[test]
    fn failed_tests_are_named() {
        let output = "running 3 tests\ntest a::b ... ok\ntest a::c ... FAILED\ntest d - should panic ... ok\n\
                      test e has been running for over 60 seconds\ntest e ... FAILED\n\nfailures:\n    a::c\n";
        assert_eq!(failed(output), ["a::c", "e"]);
        assert_eq!(failed("thread 'a' has overflowed its stack"), [""; 0]);
    }
}
