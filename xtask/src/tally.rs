//! Prints and counts checks.

use std::{fmt, sync::Mutex};

/// The names of failed checks, for the summary of a long run.
static FAILURES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Counts of checks; `Display` writes the last line of `ci`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the tools of this checkout are its only users")]
pub struct Tally {
    /// Checks that passed.
    pub passed: u32,
    /// Checks that failed.
    pub failed: u32,
    /// Checks that cannot be made on this machine.
    pub skipped: u32,
}

impl Tally {
    /// Counts and prints one check.
    pub fn check(&mut self, what: &str, result: Result<(), String>) {
        match result {
            Ok(()) => {
                self.passed += 1;
                println!("ok       {what}");
            }
            Err(reason) => {
                self.failed += 1;
                Self::note_failure(what);
                println!("FAILED   {what}\n         {}", reason.trim_end().replace('\n', "\n         "));
            }
        }
    }

    /// Records the name of a failure that a child has printed and counts.
    pub fn note_failure(what: &str) {
        FAILURES.lock().expect("nobody panics with it").push(what.to_owned());
    }

    /// Returns the names of checks that failed so far, of every tally.
    pub fn failures() -> Vec<String> {
        FAILURES.lock().expect("nobody panics with it").clone()
    }

    /// Counts and prints a check that cannot be made on this machine.
    pub fn skip(&mut self, what: &str, reason: &str) {
        self.skipped += 1;
        println!("skipped  {what}: {reason}");
    }

    /// Counts a missing prerequisite: a failure if `CI=true`, else a skip.
    pub fn missing(&mut self, what: &str, reason: &str) {
        if crate::environment::is_ci() {
            self.check(what, Err(reason.to_owned()));
        } else {
            self.skip(what, reason);
        }
    }

    /// Parses what `Display` writes.
    pub fn read(line: &str) -> Option<Self> {
        let mut counts = ["passed", "failed", "skipped"]
            .iter()
            .zip(line.split(", "))
            .map(|(word, part)| part.strip_suffix(word).and_then(|count| count.trim().parse().ok()));
        Some(Self { passed: counts.next()??, failed: counts.next()??, skipped: counts.next()?? })
    }

    /// Adds the counts of another tally.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn what_is_written_is_read() {
        let tally = Tally { passed: 12, failed: 0, skipped: 3 };
        assert_eq!(Tally::read(&tally.to_string()), Some(tally));
        for line in ["", "12 passed", "12 passed, x failed, 3 skipped", "error: could not compile"] {
            assert_eq!(Tally::read(line), None, "{line}");
        }
    }
}
