//! Builds the tests of a package with all its mutants in them, and finds those that do not compile.

use crate::rewrite::{self, Rewritten, Source};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use xtask::process::Run;

/// How often the package is built. Errors come in waves: the borrow checker does not look before all types are right.
const PASSES: usize = 12;

/// A package in a copy of the checkout.
#[derive(Debug)]
pub(crate) struct Package<'a> {
    /// The copy, with its own target folder.
    pub(crate) copy: &'a Path,
    /// Cargo's name of the package.
    pub(crate) name: &'a str,
    /// The file of the library from the root of the copy.
    pub(crate) library: String,
}

/// The test programs of a package, in which mutants can be chosen.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) programs: Vec<PathBuf>,
    /// The mutants that do not compile.
    pub(crate) unviable: BTreeSet<u32>,
}

impl Package<'_> {
    /// Writes the sources, one of which is the library, with their mutants into the copy, and builds the tests. Doctests
    /// are not among them: they show, and each costs a build.
    pub(crate) fn build(&self, sources: &[Source]) -> Result<Built, String> {
        let mut unviable = BTreeSet::new();
        for _ in 0..PASSES {
            let lines = self.write(sources, &unviable)?;
            let end = self.cargo().finish()?;
            let messages = || end.stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
            if end.status.success() {
                let programs: BTreeSet<PathBuf> =
                    messages().filter_map(|value| test_program(&value)).collect();
                return Ok(Built { programs: programs.into_iter().collect(), unviable });
            }
            let errors: Vec<Value> = messages().filter_map(|value| error(&value).cloned()).collect();
            let found: BTreeSet<u32> = errors.iter().flat_map(|error| mutants_in(error, &lines)).collect();
            if found.is_empty() {
                let text = |error: &Value| error.get("rendered")?.as_str().map(str::to_owned);
                let texts: String = errors.iter().filter_map(text).collect();
                return Err(format!("it does not compile, whatever is left out\n{texts}{}", end.stderr));
            }
            unviable.extend(found);
        }
        Err(format!("after {PASSES} builds there are still mutants that do not compile"))
    }

    /// Writes the files, and returns the lines of each mutant by file.
    fn write(&self, sources: &[Source], without: &BTreeSet<u32>) -> Result<Lines, String> {
        let functions = sources.iter().map(Source::functions).sum();
        let mut lines = Lines::new();
        for source in sources {
            let Rewritten { mut text, lines: of } = source.rewrite(without);
            if source.path == self.library {
                text.push_str(&rewrite::switch(functions));
            }
            fs::write(self.copy.join(&source.path), text)
                .map_err(|error| format!("{}: {error}", source.path))?;
            lines.insert(source.path.clone(), of);
        }
        Ok(lines)
    }

    fn cargo(&self) -> Run {
        Run::cargo()
            .args([
                "test",
                "--quiet",
                "--no-run",
                "--message-format=json",
                "--all-features",
                "--lib",
                "--tests",
            ])
            .args(["--package", self.name])
            .current_dir(self.copy)
            .env("CARGO_TARGET_DIR", self.copy.join("target"))
    }
}

type Lines = BTreeMap<String, Vec<(std::ops::RangeInclusive<usize>, u32)>>;

/// Returns the program if a message of cargo is about a test program.
fn test_program(message: &Value) -> Option<PathBuf> {
    let is_test = message.pointer("/profile/test")?.as_bool()?;
    message.get("executable")?.as_str().filter(|_| is_test).map(PathBuf::from)
}

/// Returns the compiler's message if it is an error.
fn error(message: &Value) -> Option<&Value> {
    message.get("message").filter(|message| message.get("level").and_then(Value::as_str) == Some("error"))
}

/// Returns the mutants that an error is about: where its primary spans lie, or, if they lie in no mutant, its others.
fn mutants_in(error: &Value, lines: &Lines) -> BTreeSet<u32> {
    let spans = || error.get("spans").and_then(Value::as_array).into_iter().flatten();
    let is_primary = |span: &&Value| span.get("is_primary").and_then(Value::as_bool) == Some(true);
    let primary: BTreeSet<u32> = spans().filter(is_primary).flat_map(|span| at(span, lines)).collect();
    if primary.is_empty() { spans().flat_map(|span| at(span, lines)).collect() } else { primary }
}

/// Returns the mutants at a span, and at the macros from which its code comes.
fn at(span: &Value, lines: &Lines) -> Vec<u32> {
    let from = |span: &Value| span.pointer("/expansion/span").cloned();
    std::iter::successors(Some(span.clone()), from)
        .filter_map(|span| {
            let of = lines.get(span.get("file_name")?.as_str()?)?;
            let line = usize::try_from(span.get("line_start")?.as_u64()?).ok()?;
            of.iter().find(|(range, _)| range.contains(&line)).map(|(_, id)| *id)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Lines, mutants_in};
    use serde_json::{Value, json};

    fn span(line: u32, is_primary: bool, from: &Value) -> Value {
        json!({ "file_name": "f.rs", "line_start": line, "is_primary": is_primary, "expansion": from })
    }

    #[test]
    fn an_error_is_of_the_mutant_in_which_it_lies() {
        let lines = Lines::from([("f.rs".to_owned(), vec![(3..=5, 1), (6..=7, 2)])]);
        let none = Value::Null;
        for (spans, expected) in [
            (vec![span(3, true, &none)], vec![1]),
            (vec![span(7, true, &none), span(3, false, &none)], vec![2]),
            (vec![span(1, true, &none), span(3, false, &none)], vec![1]),
            (vec![span(4, true, &none), span(6, true, &none)], vec![1, 2]),
            (vec![span(90, true, &json!({ "span": span(6, false, &none) }))], vec![2]),
            (vec![span(2, true, &none)], vec![]),
            (vec![json!({ "file_name": "g.rs", "line_start": 3, "is_primary": true })], vec![]),
        ] {
            let found = mutants_in(&json!({ "spans": spans }), &lines);
            assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{spans:?}");
        }
    }
}
