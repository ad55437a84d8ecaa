//! `xtask/mutants.txt`: the mutants that tests may miss, each with its reason.

use crate::outcome::{Found, Outcome};
use std::{collections::BTreeMap, fs};
use xtask::places;

const LIST: &str = "xtask/mutants.txt";

/// The mutants that tests may miss, by name, with their number: names have no line numbers, so several mutants can share one.
#[derive(Debug, Default)]
pub(crate) struct List(BTreeMap<String, usize>);

impl List {
    pub(crate) fn read() -> Result<Self, String> {
        let text = fs::read_to_string(places::root().join(LIST)).map_err(|error| error.to_string())?;
        Self::parse(&text).map_err(|error| format!("{LIST}: {error}"))
    }

    /// Parses the list: a mutant, with its reason in indented lines below it.
    fn parse(text: &str) -> Result<Self, String> {
        let mut list = Self::default();
        let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
        while let Some(line) = lines.next() {
            if lines.next_if(|next| next.starts_with(' ')).is_none() {
                return Err(format!("no reason below {line:?}"));
            }
            while lines.next_if(|next| next.starts_with(' ')).is_some() {}
            *list.0.entry(line.to_owned()).or_default() += 1;
        }
        Ok(list)
    }

    /// Returns missed mutants that are not listed.
    pub(crate) fn stray<'f>(&self, found: &'f Found) -> Vec<&'f Outcome> {
        let mut kept = self.0.clone();
        let is_stray = |outcome: &&Outcome| {
            let left = kept.get_mut(&outcome.lineless());
            left.and_then(|left| left.checked_sub(1).map(|less| *left = less)).is_none()
        };
        found.missed().filter(is_stray).collect()
    }

    /// Returns listed mutants of a crate that were not missed.
    pub(crate) fn stale(&self, of: &str, found: &Found) -> Vec<String> {
        let folder = format!("crates/{of}/");
        let kept = self.0.iter().filter(|(name, _)| name.starts_with(&folder));
        let times = |name: &str| found.missed().filter(|missed| missed.lineless() == name).count();
        kept.filter(|(name, count)| times(name) < **count).map(|(name, _)| name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::List;
    use crate::outcome::{Found, Outcome, Verdict};

    #[test]
    fn a_list_against_what_was_found() {
        let text = "# why\n\ncrates/a/src/x.rs: f\n  reason\n  more\ncrates/a/b.rs: g\n  reason\n";
        let list = List::parse(text).expect("it is well formed");
        let outcome = |(name, verdict): (&str, Verdict)| Outcome {
            name: name.to_owned(),
            verdict,
            by: Vec::new(),
            alone: false,
        };
        let found = [
            ("crates/a/src/x.rs:1:2: f", Verdict::Missed),
            ("crates/a/src/x.rs:3:4: f", Verdict::Missed),
            ("crates/a/src/y.rs:5:6: h", Verdict::Missed),
            ("crates/a/src/x.rs:7:8: i", Verdict::Caught),
        ];
        let found = Found(found.map(outcome).to_vec());
        let stray: Vec<&str> = list.stray(&found).iter().map(|outcome| outcome.name.as_str()).collect();
        assert_eq!(stray, ["crates/a/src/x.rs:3:4: f", "crates/a/src/y.rs:5:6: h"]);
        assert_eq!(list.stale("a", &found), ["crates/a/b.rs: g"]);
        List::parse("crates/a/b.rs: g\ncrates/a/c.rs: h\n").expect_err("no reason is given");
    }
}
