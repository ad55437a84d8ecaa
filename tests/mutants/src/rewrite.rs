//! Rewrites a source file so that it holds all its mutants, one of which is chosen while the program runs.
//!
//! ```text
//! fn f(a: u8) -> bool { a < 3 }
//!
//! fn f(a: u8) -> bool { match crate::__mutants::chosen(0) {
//! 1u32 => { true
//! }
//! 2u32 => { a <= 3
//! }
//! _ => { a < 3 } } }
//! ```

use crate::{functions, mutant::Mutant};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::{Range, RangeInclusive},
};

/// The module that a rewritten crate gets; `FUNCTIONS` becomes the number of its functions. The chosen mutant and the file
/// to which each function writes its number when it is reached first are variables of the process.
const SWITCH: &str = r#"
#[doc(hidden)]
pub mod __mutants {
    use ::std::sync::{OnceLock, atomic::{AtomicBool, Ordering}};
    static CHOSEN: OnceLock<u32> = OnceLock::new();
    static TRACE: OnceLock<Option<::std::ffi::OsString>> = OnceLock::new();
    static REACHED: [AtomicBool; FUNCTIONS] = [const { AtomicBool::new(false) }; FUNCTIONS];
    pub fn chosen(function: usize) -> u32 {
        if let Some(path) = TRACE.get_or_init(|| ::std::env::var_os("MUTANTS_TRACE")) {
            if !REACHED[function].swap(true, Ordering::Relaxed) {
                use ::std::io::Write;
                let file = ::std::fs::OpenOptions::new().append(true).create(true).open(path);
                let _ = file.and_then(|mut file| file.write_all(::std::format!("{function}\n").as_bytes()));
            }
        }
        let number = || ::std::env::var("MUTANTS_CHOSEN").ok()?.parse().ok();
        *CHOSEN.get_or_init(|| number().unwrap_or(0))
    }
}
"#;

/// Returns the text of the module that makes the choice, for the end of `lib.rs`.
pub(crate) fn switch(functions: usize) -> String {
    SWITCH.replace("FUNCTIONS", &functions.to_string())
}

/// A source file, and its mutants at their functions.
#[derive(Debug)]
pub(crate) struct Source {
    /// The file from the root of the checkout.
    pub(crate) path: String,
    text: String,
    /// The functions that have mutants, by place, an outer one before those in it.
    functions: Vec<Function>,
}

#[derive(Debug)]
struct Function {
    number: usize,
    /// The body, braces included.
    body: Range<usize>,
    changes: Vec<Change>,
}

#[derive(Debug)]
struct Change {
    id: u32,
    range: Range<usize>,
    replacement: String,
}

/// A rewritten source file.
#[derive(Debug)]
pub(crate) struct Rewritten {
    pub(crate) text: String,
    /// The lines of each mutant, counted from 1.
    pub(crate) lines: Vec<(RangeInclusive<usize>, u32)>,
}

impl Source {
    /// Finds the functions of the mutants; `first` is the number of the first function.
    pub(crate) fn read(
        path: &str,
        text: String,
        mutants: &[(u32, &Mutant)],
        first: usize,
    ) -> Result<Self, String> {
        let bodies = functions::bodies(&text).map_err(|error| format!("{path}: {error}"))?;
        let mut by_body: BTreeMap<usize, Function> = BTreeMap::new();
        for (id, mutant) in mutants {
            let range = mutant.range(&text).ok_or_else(|| format!("{} lies in no file", mutant.name))?;
            let is_in = |body: &&Range<usize>| body.start < range.start && range.end < body.end;
            // An inner function begins later than those around it.
            let Some(body) = bodies.iter().filter(is_in).max_by_key(|body| body.start) else { continue };
            let new = || Function { number: 0, body: body.clone(), changes: Vec::new() };
            by_body.entry(body.start).or_insert_with(new).changes.push(Change {
                id: *id,
                range,
                replacement: mutant.replacement.clone(),
            });
        }
        let numbered = |(number, function)| Function { number, ..function };
        let functions = (first..).zip(by_body.into_values()).map(numbered).collect();
        Ok(Self { path: path.to_owned(), text, functions })
    }

    /// Returns how many functions have mutants.
    pub(crate) fn functions(&self) -> usize {
        self.functions.len()
    }

    /// Returns the mutants that can be chosen, each with the number of its function.
    pub(crate) fn choices(&self) -> impl Iterator<Item = (u32, usize)> {
        let of = |function: &Function| {
            let number = function.number;
            function.changes.iter().map(move |change| (change.id, number)).collect::<Vec<_>>()
        };
        self.functions.iter().flat_map(of)
    }

    /// Writes the file with all its mutants but `without`.
    pub(crate) fn rewrite(&self, without: &BTreeSet<u32>) -> Rewritten {
        let mut writer =
            Writer { source: &self.text, without, text: String::new(), line: 1, lines: Vec::new() };
        writer.part(0..self.text.len(), &self.functions);
        Rewritten { text: writer.text, lines: writer.lines }
    }
}

struct Writer<'s> {
    source: &'s str,
    without: &'s BTreeSet<u32>,
    text: String,
    /// The line on which `text` ends.
    line: usize,
    lines: Vec<(RangeInclusive<usize>, u32)>,
}

impl Writer<'_> {
    /// Writes a part of the source, in which the functions have their mutants.
    fn part(&mut self, range: Range<usize>, mut functions: &[Function]) {
        let mut at = range.start;
        while let Some((outer, rest)) = functions.split_first() {
            let nested = rest.partition_point(|function| function.body.start < outer.body.end);
            let (inner, after) = rest.split_at(nested);
            self.copy(at..outer.body.start);
            self.body(outer, inner);
            at = outer.body.end;
            functions = after;
        }
        self.copy(at..range.end);
    }

    /// Writes a body: each mutant as a body of its own, and the source, in which inner functions have theirs.
    fn body(&mut self, function: &Function, inner: &[Function]) {
        let inside = function.body.start + 1..function.body.end - 1;
        let changes = function.changes.iter().filter(|change| !self.without.contains(&change.id));
        let changes: Vec<&Change> = changes.collect();
        if changes.is_empty() {
            self.push("{");
            self.part(inside, inner);
            self.push("}");
            return;
        }
        self.push(&format!("{{ match crate::__mutants::chosen({}) {{\n", function.number));
        for change in changes {
            let first = self.line;
            self.push(&format!("{}u32 => {{", change.id));
            self.copy(inside.start..change.range.start);
            self.push(&change.replacement);
            // Two signs side by side would be another one: `/` before `*a`.
            self.push(" ");
            self.copy(change.range.end..inside.end);
            self.push("\n}");
            self.lines.push((first..=self.line, change.id));
            self.push("\n");
        }
        self.push("_ => {");
        self.part(inside, inner);
        self.push("} } }");
    }

    fn copy(&mut self, range: Range<usize>) {
        self.push(self.source.get(range).unwrap_or_default());
    }

    fn push(&mut self, text: &str) {
        self.line += text.matches('\n').count();
        self.text.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::Source;
    use crate::mutant::tests::mutant;
    use std::collections::BTreeSet;

    /// Rewrites a file whose mutants replace the left by the right, numbered from 1; the functions count from 5.
    fn rewritten(source: &str, changes: &[(&str, &str)], without: &[u32]) -> (Source, super::Rewritten) {
        let mutants: Vec<_> = changes.iter().map(|(old, new)| mutant("f.rs", source, old, new)).collect();
        let numbered: Vec<_> = (1..).zip(&mutants).collect();
        let source = Source::read("f.rs", source.to_owned(), &numbered, 5).expect("it is Rust");
        let rewritten = source.rewrite(&without.iter().copied().collect::<BTreeSet<_>>());
        (source, rewritten)
    }

    #[test]
    fn each_mutant_is_a_body_of_its_own() {
        for (source, changes, without, expected) in [
            ("fn f() { 1 }", &[][..], &[][..], "fn f() { 1 }"),
            (
                "fn f(a: u8) -> bool { a < 3 }",
                &[("a < 3", "true"), ("<", "<=")],
                &[],
                "fn f(a: u8) -> bool { match crate::__mutants::chosen(5) {\n\
                 1u32 => { true  \n}\n2u32 => { a <=  3 \n}\n_ => { a < 3 } } }",
            ),
            (
                "fn f(a: u8) -> bool { a < 3 }",
                &[("a < 3", "true"), ("<", "<=")],
                &[1],
                "fn f(a: u8) -> bool { match crate::__mutants::chosen(5) {\n\
                 2u32 => { a <=  3 \n}\n_ => { a < 3 } } }",
            ),
            ("fn f(a: u8) -> bool { a < 3 }", &[("<", "<=")], &[1], "fn f(a: u8) -> bool { a < 3 }"),
            // An inner function can be chosen by itself, and has no choice within a mutant of the outer one.
            (
                "fn f() { fn g() { 1 } g() + 2 }",
                &[("1", "7"), ("+", "-")],
                &[],
                "fn f() { match crate::__mutants::chosen(5) {\n2u32 => { fn g() { 1 } g() -  2 \n}\n\
                 _ => { fn g() { match crate::__mutants::chosen(6) {\n1u32 => { 7  \n}\n_ => { 1 } } } \
                 g() + 2 } } }",
            ),
            // The end of a comment is a line feed, that of a string not.
            (
                "fn f() -> &str { \"} {\" // }\n}",
                &[("\"} {\"", "\"\"")],
                &[],
                "fn f() -> &str { match crate::__mutants::chosen(5) {\n1u32 => { \"\"  // }\n\n}\n\
                 _ => { \"} {\" // }\n} } }",
            ),
            // `/` right before `*b` would begin a comment.
            (
                "fn f() { a +*b }",
                &[("+", "/")],
                &[],
                "fn f() { match crate::__mutants::chosen(5) {\n1u32 => { a / *b \n}\n_ => { a +*b } } }",
            ),
        ] {
            assert_eq!(rewritten(source, changes, without).1.text, expected, "{source}");
        }
    }

    #[test]
    fn lines_lead_back_to_the_mutant() {
        let source = "fn f() {\n    1;\n    2;\n}\n\nfn g() { 3 }\n";
        let (_, rewritten) = rewritten(source, &[("1", "7"), ("2", "\n8\n"), ("3", "9")], &[]);
        let lines: Vec<&str> = rewritten.text.lines().collect();
        for (range, id) in &rewritten.lines {
            let text = lines[range.start() - 1..*range.end()].join("\n");
            assert!(text.starts_with(&format!("{id}u32 => {{")) && text.ends_with('}'), "{id}: {text}");
            assert_eq!(text.matches("u32 => {").count(), 1, "{id}: {text}");
        }
        assert_eq!(rewritten.lines.len(), 3);
    }

    #[test]
    fn only_what_stands_in_a_function_that_runs_can_be_chosen() {
        let source = "const A: u8 = 1;\nconst fn f() -> u8 { 2 }\nfn g() -> impl Fn() { 3 }\n\
                      fn h() { const B: u8 = 4; }\nfn i() { 5 }";
        let changes = [("1", "7"), ("2", "7"), ("3", "7"), ("4", "7"), ("5", "7")];
        let (source, _) = rewritten(source, &changes, &[]);
        assert_eq!(source.choices().collect::<Vec<_>>(), [(4, 5), (5, 6)]);
        assert_eq!(source.functions(), 2);
    }
}
