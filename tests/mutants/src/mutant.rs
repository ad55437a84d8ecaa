//! A mutant: one change in one place, as cargo-mutants lists it.

use serde_json::Value;
use std::{collections::BTreeMap, ops::Range, path::Path};
use xtask::process::Run;

/// A change that cargo-mutants names.
#[derive(Debug, Clone)]
pub(crate) struct Mutant {
    /// `file:line:column: what`.
    pub(crate) name: String,
    /// The file from the root of the checkout.
    pub(crate) file: String,
    start: Position,
    end: Position,
    /// What replaces the text between `start` and `end`.
    pub(crate) replacement: String,
}

/// A place in a file; both numbers count from 1, columns in characters.
#[derive(Debug, Clone, Copy)]
struct Position {
    line: usize,
    column: usize,
}

impl Mutant {
    /// Lists the mutants of a package in a copy of the checkout.
    pub(crate) fn list(copy: &Path, package: &str) -> Result<Vec<Self>, String> {
        let text = Run::cargo()
            .args(["mutants", "--no-config", "--list", "--json", "--package", package, "--dir"])
            .arg(copy)
            .text()?;
        Self::parse(&text)
    }

    /// Parses the JSON of `cargo mutants --list --json`.
    pub(crate) fn parse(json: &str) -> Result<Vec<Self>, String> {
        let listed: Vec<Value> = serde_json::from_str(json).map_err(|error| error.to_string())?;
        listed.iter().map(|value| Self::read(value).ok_or_else(|| format!("odd: {value}"))).collect()
    }

    fn read(value: &Value) -> Option<Self> {
        let text = |member: &str| value.get(member)?.as_str().map(str::to_owned);
        Some(Self {
            name: text("name")?,
            file: text("file")?,
            start: Position::read(value.pointer("/span/start")?)?,
            end: Position::read(value.pointer("/span/end")?)?,
            replacement: text("replacement")?,
        })
    }

    /// Returns the bytes of the file that it replaces.
    pub(crate) fn range(&self, source: &str) -> Option<Range<usize>> {
        let range = self.start.offset(source)?..self.end.offset(source)?;
        source.get(range.clone()).map(|_| range)
    }
}

impl Position {
    fn read(value: &Value) -> Option<Self> {
        let number = |member: &str| usize::try_from(value.get(member)?.as_u64()?).ok();
        Some(Self { line: number("line")?, column: number("column")? })
    }

    fn offset(self, source: &str) -> Option<usize> {
        let line: usize = source.split_inclusive('\n').take(self.line.checked_sub(1)?).map(str::len).sum();
        let rest = source.get(line..)?;
        let mut columns = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
        columns.nth(self.column.checked_sub(1)?).map(|column| line + column)
    }
}

/// Chooses mutants at random; equal seeds choose equal mutants.
pub(crate) fn choose(mutants: Vec<Mutant>, count: usize, seed: u64) -> Vec<Mutant> {
    let order = |name: &str| {
        // FNV-1a: std promises no hash that stays the same.
        let bytes = seed.to_le_bytes().into_iter().chain(name.bytes());
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    let by_order: BTreeMap<u64, Mutant> =
        mutants.into_iter().map(|mutant| (order(&mutant.name), mutant)).collect();
    by_order.into_values().take(count).collect()
}

/// Removes line and column, which change with every edit, from `file:line:column: what`.
pub(crate) fn lineless(name: &str) -> String {
    let mut parts = name.splitn(4, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(file), Some(_), Some(_), Some(what)) => format!("{file}:{what}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Mutant, Position, choose, lineless};

    /// Makes a mutant that replaces the one place where `old` stands in `source`.
    pub(crate) fn mutant(file: &str, source: &str, old: &str, new: &str) -> Mutant {
        let at = source.find(old).unwrap_or_else(|| panic!("{old:?} is not in {source:?}"));
        assert_eq!(source.matches(old).count(), 1, "{old:?} in {source:?}");
        let position = |offset: usize| {
            let (before, _) = source.split_at(offset);
            let line = before.rsplit('\n').next().unwrap_or_default();
            Position { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
        };
        Mutant {
            name: format!("{file}: replace {old} with {new}"),
            file: file.to_owned(),
            start: position(at),
            end: position(at + old.len()),
            replacement: new.to_owned(),
        }
    }

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let source = "a\nä = b;\n";
        for (old, range) in [("a", 0..1), ("b", 7..8), ("ä = b", 2..8), ("b;\n", 7..10)] {
            assert_eq!(mutant("f", source, old, "").range(source), Some(range), "{old}");
        }
        for (line, column) in [(0, 1), (1, 0), (3, 2)] {
            assert_eq!(Position { line, column }.offset(source), None, "{line}:{column}");
        }
    }

    #[test]
    fn the_list_is_read_as_cargo_mutants_writes_it() {
        let json = r#"[{"file": "crates/a/src/b.rs", "function": null, "genre": "BinaryOperator",
            "name": "crates/a/src/b.rs:1:9: replace < with >", "package": "daypass-a", "replacement": ">",
            "span": {"start": {"line": 1, "column": 9}, "end": {"line": 1, "column": 10}}}]"#;
        let listed = Mutant::parse(json).expect("it is what cargo-mutants 27.1.0 writes");
        let [mutant] = listed.as_slice() else { panic!("{listed:?}") };
        assert_eq!(mutant.range("let a = < b"), Some(8..9));
        Mutant::parse(r#"[{"name": "a"}]"#).expect_err("the place is not given");
    }

    #[test]
    fn a_sample_is_the_same_for_the_same_seed() {
        let source = "a b c d e f g h";
        let all = || source.split(' ').map(|word| mutant("f", source, word, "")).collect::<Vec<_>>();
        let names = |seed| choose(all(), 3, seed).into_iter().map(|mutant| mutant.name).collect::<Vec<_>>();
        assert_eq!(names(7).len(), 3);
        assert_eq!(names(7), names(7));
        assert_ne!(names(7), names(8));
    }

    #[test]
    fn a_name_without_its_place() {
        assert_eq!(lineless("a/b.rs:3:14: replace x::y with 1:2"), "a/b.rs: replace x::y with 1:2");
    }
}
