//! `test`: runs and counts every test of the workspace, with doctests.

use std::fs;
use xtask::{environment, peers, places, process::Run, tally::Tally};

/// Runs the tests; arguments are passed to `cargo test`.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if let Err(error) = environment::fetch() {
        tally.check("cargo fetch", Err(error));
        return tally;
    }
    // Where a shell is missing, its tests say that they are skipped.
    for shell in ["zsh", "fish", "ksh", "mksh", "elvish", "xonsh"] {
        let _missing = environment::tool(shell, &["-c", "exit 0"]);
    }
    let _missing = (peers::nushell(), peers::powershell_parser());
    let mut counts = Counts::default();
    let status = Run::cargo()
        .args(["test", "--workspace", "--all-features", "--no-fail-fast", "--locked"])
        .args(arguments)
        .args(["--", "--show-output"])
        .lines(|line| {
            counts.read(line);
            println!("{line}");
        });
    tally.add(counts.tally);
    let end = match status {
        // A failed test is counted already; cargo failing with none is a build that broke or a crash.
        Ok(status) if status.success() || counts.tally.failed > 0 => Ok(()),
        Ok(status) => Err(format!("cargo test: {status}")),
        Err(error) => Err(error),
    };
    let ran = if counts.tally.passed > 0 { Ok(()) } else { Err("no test ran".to_owned()) };
    tally.check("cargo test", end.and(ran));
    tally.check("no test touched the home folder", untouched_home());
    tally
}

/// Parses the output of libtest.
#[derive(Default)]
pub(crate) struct Counts {
    tally: Tally,
    /// Skipped tests of the current binary, which libtest counts as passed.
    skipped: u32,
    /// Whether the skip of the current test is counted.
    counted: bool,
}

impl Counts {
    /// What was counted so far.
    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }

    /// Reads a line.
    pub(crate) fn read(&mut self, line: &str) {
        if line.starts_with("---- ") {
            self.counted = false;
        } else if line.starts_with("skipped: ") && !self.counted {
            // A test that lacks its data says so and passes; here it counts as what it is.
            self.counted = true;
            self.skipped += 1;
        }
        if let Some(name) = line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED")) {
            Tally::note_failure(name);
        }
        let Some(result) = line.strip_prefix("test result: ") else { return };
        let skipped = std::mem::take(&mut self.skipped);
        self.tally.skipped += skipped;
        self.tally.passed = self.tally.passed.wrapping_sub(skipped);
        for part in result.split(['.', ';']).map(str::trim) {
            let Some((count, word)) = part.split_once(' ') else { continue };
            let Ok(count) = count.parse::<u32>() else { continue };
            match word {
                // Ignored tests are run by others, as their children: `tidy` sees to that.
                "passed" => self.tally.passed = self.tally.passed.wrapping_add(count),
                "failed" => self.tally.failed += count,
                _ => {}
            }
        }
    }
}

/// Checks that the empty home of children is still empty: a test that writes there is not hermetic.
fn untouched_home() -> Result<(), String> {
    let home = places::scratch("home").map_err(|error| error.to_string())?;
    let names: Vec<String> = fs::read_dir(home)
        .map_err(|error| error.to_string())?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    if names.is_empty() { Ok(()) } else { Err(format!("found in it: {}", names.join(", "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], passed: u32, failed: u32, skipped: u32) {
        let mut counts = Counts::default();
        for line in lines {
            counts.read(line);
        }
        assert_eq!(counts.tally, Tally { passed, failed, skipped }, "{lines:?}");
    }

    #[test]
    fn counts_are_read() {
        check(&["running 3 tests"], 0, 0, 0);
        check(
            &["test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.1s"],
            5,
            0,
            0,
        );
        check(&["test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured"], 5, 2, 0);
        check(
            &["test result: ok. 2 passed; 0 failed; 0 ignored", "test result: ok. 3 passed; 0 failed"],
            5,
            0,
            0,
        );
    }

    #[test]
    fn a_test_without_its_data_is_no_pass() {
        let blocks =
            ["---- a stdout ----", "skipped: no vectors", "skipped: the same test", "---- b stdout ----"];
        let result = "test result: ok. 3 passed; 0 failed";
        check(&[&blocks[..], &[result]].concat(), 2, 0, 1);
        check(
            &["---- a stdout ----", "skipped: x", "---- b stdout ----", "skipped: y", result, result],
            4,
            0,
            2,
        );
    }
}
