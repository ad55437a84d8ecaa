//! Results of mutants, and `mutants.txt`, the list of mutants that tests may miss.

use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path};
use xtask::places;

const LIST: &str = "xtask/mutants.txt";

/// The result of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A test failed or timed out.
    Caught,
    /// Every test passed.
    Missed,
    /// The mutant does not compile.
    Unviable,
}

/// Results by mutant name. Names have no line numbers, so several mutants can share one.
#[derive(Debug, Default)]
pub(super) struct Found(Vec<(String, Verdict)>);

impl Found {
    /// Reads the results that cargo-mutants wrote.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let outcomes: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let mut found = Self::default();
        for outcome in outcomes.get("outcomes").and_then(Value::as_array).into_iter().flatten() {
            let verdict = match outcome.get("summary").and_then(Value::as_str).unwrap_or_default() {
                "CaughtMutant" | "Timeout" => Verdict::Caught,
                "MissedMutant" => Verdict::Missed,
                "Unviable" => Verdict::Unviable,
                "Success" => continue,
                other => return Err(format!("without a change, its tests end in {other}")),
            };
            let name = outcome
                .pointer("/scenario/Mutant/name")
                .and_then(Value::as_str)
                .ok_or("a mutant without a name")?;
            found.0.push((lineless(name), verdict));
        }
        Ok(found)
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(super) fn count(&self, verdict: Verdict) -> usize {
        self.0.iter().filter(|(_, found)| *found == verdict).count()
    }

    fn missed(&self) -> impl Iterator<Item = &String> {
        self.0.iter().filter(|(_, verdict)| *verdict == Verdict::Missed).map(|(name, _)| name)
    }
}

/// Removes line and column, which change with every edit, from `file:line:column: what`.
fn lineless(name: &str) -> String {
    let mut parts = name.splitn(4, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(file), Some(_), Some(_), Some(what)) => format!("{file}:{what}"),
        _ => name.to_owned(),
    }
}

/// The mutants that tests may miss, and the paths where only listed ones may be missed.
#[derive(Debug, Default)]
pub(super) struct List {
    forbidden: Vec<String>,
    /// Mutants by name, with their number.
    kept: BTreeMap<String, usize>,
}

impl List {
    pub(super) fn read() -> Result<Self, String> {
        let text = fs::read_to_string(places::root().join(LIST)).map_err(|error| error.to_string())?;
        Self::parse(&text).map_err(|error| format!("{LIST}: {error}"))
    }

    /// Parses the list: `none in PATH`, or a mutant with its reason in indented lines below it.
    fn parse(text: &str) -> Result<Self, String> {
        let mut list = Self::default();
        let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
        while let Some(line) = lines.next() {
            if let Some(path) = line.strip_prefix("none in ") {
                list.forbidden.push(path.to_owned());
                continue;
            }
            if lines.next_if(|next| next.starts_with(' ')).is_none() {
                return Err(format!("no reason below {line:?}"));
            }
            while lines.next_if(|next| next.starts_with(' ')).is_some() {}
            *list.kept.entry(line.to_owned()).or_default() += 1;
        }
        Ok(list)
    }

    /// Returns missed mutants that are not listed.
    pub(super) fn stray(&self, found: &Found) -> Vec<String> {
        let mut kept = self.kept.clone();
        let is_kept = |name: &&String| {
            kept.get_mut(*name).and_then(|left| left.checked_sub(1).map(|less| *left = less)).is_none()
        };
        found.missed().filter(is_kept).cloned().collect()
    }

    /// Returns missed, unlisted mutants in paths with `none in`.
    pub(super) fn forbidden(&self, found: &Found) -> Vec<String> {
        let is_there = |name: &String| self.forbidden.iter().any(|path| name.starts_with(path.as_str()));
        self.stray(found).into_iter().filter(is_there).collect()
    }

    /// Returns listed mutants of a crate that were caught.
    pub(super) fn stale(&self, of: &str, found: &Found) -> Vec<String> {
        let folder = format!("crates/{of}/");
        let kept = self.kept.iter().filter(|(name, _)| name.starts_with(&folder));
        let times = |name: &str| found.missed().filter(|missed| *missed == name).count();
        kept.filter(|(name, count)| times(name) < **count).map(|(name, _)| name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, List, Verdict, lineless};

    #[test]
    fn a_list_against_what_was_found() {
        let list = List::parse(
            "# why\nnone in crates/a/src/x\n\ncrates/a/src/x.rs: f\n  reason\n  more\ncrates/a/b.rs: g\n  reason\n",
        );
        let list = list.expect("it is well formed");
        let missed = ["crates/a/src/x.rs: f", "crates/a/src/x.rs: f", "crates/a/src/y.rs: h"];
        let mut found = Found(missed.map(|name| (name.to_owned(), Verdict::Missed)).to_vec());
        found.extend(Found(vec![("crates/a/src/x.rs: i".to_owned(), Verdict::Caught)]));
        assert_eq!(list.stray(&found), ["crates/a/src/x.rs: f", "crates/a/src/y.rs: h"]);
        assert_eq!(list.forbidden(&found), ["crates/a/src/x.rs: f"]);
        assert_eq!(list.stale("a", &found), ["crates/a/b.rs: g"]);
        List::parse("crates/a/b.rs: g\ncrates/a/c.rs: h\n").expect_err("no reason is given");
        assert_eq!(lineless("a/b.rs:3:14: replace x::y with 1:2"), "a/b.rs: replace x::y with 1:2");
    }
}
