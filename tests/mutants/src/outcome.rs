//! What became of mutants.

use crate::mutant::lineless;
use serde_json::Value;
use std::{fs, path::Path};

/// The result of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A test failed.
    Caught,
    /// Tests did not end in time, which a person would notice, too.
    TimedOut,
    /// Every test passed.
    Missed,
    /// The mutant does not compile.
    Unviable,
}

/// A mutant and its result.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// `file:line:column: what`.
    pub(crate) name: String,
    pub(crate) verdict: Verdict,
    /// The tests that failed, as far as they are known.
    pub(crate) by: Vec<String>,
    /// Whether it had a build of its own.
    pub(crate) alone: bool,
}

/// The results of a crate.
#[derive(Debug, Default)]
pub(crate) struct Found(pub(crate) Vec<Outcome>);

impl Verdict {
    /// Returns the word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Caught => "caught",
            Self::TimedOut => "timed out",
            Self::Missed => "missed",
            Self::Unviable => "unviable",
        }
    }
}

impl Outcome {
    /// Returns its name as `mutants.txt` has it.
    pub(crate) fn lineless(&self) -> String {
        lineless(&self.name)
    }
}

impl Found {
    /// Reads the results that cargo-mutants wrote.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let outcomes: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let mut found = Self::default();
        for outcome in outcomes.get("outcomes").and_then(Value::as_array).into_iter().flatten() {
            let verdict = match outcome.get("summary").and_then(Value::as_str).unwrap_or_default() {
                "CaughtMutant" => Verdict::Caught,
                "Timeout" => Verdict::TimedOut,
                "MissedMutant" => Verdict::Missed,
                "Unviable" => Verdict::Unviable,
                "Success" => continue,
                other => return Err(format!("without a change, its tests end in {other}")),
            };
            let name = outcome.pointer("/scenario/Mutant/name").and_then(Value::as_str);
            let name = name.ok_or("a mutant without a name")?.to_owned();
            found.0.push(Outcome { name, verdict, by: Vec::new(), alone: true });
        }
        Ok(found)
    }

    pub(crate) fn count(&self, verdict: Verdict) -> usize {
        self.0.iter().filter(|outcome| outcome.verdict == verdict).count()
    }

    pub(crate) fn missed(&self) -> impl Iterator<Item = &Outcome> {
        self.0.iter().filter(|outcome| outcome.verdict == Verdict::Missed)
    }

    /// Returns how many mutants were caught, those that timed out among them.
    pub(crate) fn caught(&self) -> usize {
        self.count(Verdict::Caught) + self.count(Verdict::TimedOut)
    }

    /// Returns how many mutants compile.
    pub(crate) fn viable(&self) -> usize {
        self.caught() + self.count(Verdict::Missed)
    }
}
