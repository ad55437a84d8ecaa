//! `circles`: files of a crate that need each other round in a circle. Also a test.
//!
//! A reader who opens one file of a circle must read them all. So the files of a crate need each other in one direction
//! only, and this check says where they do not.
//!
//! File A *needs* file B of the same crate if a path in A (in a `use` declaration or in code, beginning with `crate`,
//! `super`, `self` or the name of a module that A declares) leads to something that is defined in B. Re-exports are
//! followed to where the thing is defined. These are no needs:
//!
//! - `mod b;`, and `pub use b::X;` (any visibility) where B lies below A: a parent that declares and re-exports its
//!   children is a table of contents;
//! - methods, fields and trait implementations, which no path names: `impl World` may stand in several files;
//! - what is compiled for tests alone (`#[cfg(test)]`).
//!
//! A module within a file is part of that file. Macros are read like other code, and what they make is not seen.

mod graph;
mod source;
mod tree;

use source::Source;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};
use tree::Tree;
use xtask::{places, tally::Tally};

/// Checks each crate.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let crates = match crates() {
        Ok(crates) => crates,
        Err(error) => {
            tally.check("the files of the checkout can be read as Rust", Err(error.to_string()));
            return tally;
        }
    };
    let circles = crates.into_iter().flat_map(circles_of);
    let lines: Vec<String> = circles.map(|(root, files)| format!("{root}: {}", files.join(", "))).collect();
    let verdict = if lines.is_empty() { Ok(()) } else { Err(lines.join("\n")) };
    tally.check("no files of a crate need each other in a circle", verdict);
    tally
}

/// Returns the files of each module tree, by the folder of its root.
fn crates() -> std::io::Result<BTreeMap<String, Vec<(String, Source)>>> {
    let top = places::root();
    let mut crates: BTreeMap<String, Vec<(String, Source)>> = BTreeMap::new();
    for path in places::files()? {
        let name = path.strip_prefix(&top).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let Some((root, below)) = root_of(&name) else { continue };
        let source = || {
            let source = Source::read(&fs::read_to_string(&path)?);
            source.map_err(|error| std::io::Error::other(format!("{name}: {error}")))
        };
        // A program beside a library has a tree of its own, of the modules that it declares.
        if below != "main.rs" {
            crates.entry(root.to_owned()).or_default().push((below.to_owned(), source()?));
        }
        if below != "lib.rs" {
            crates.entry(format!("{root}/main.rs")).or_default().push((below.to_owned(), source()?));
        }
    }
    // A tree without a root is none.
    crates.retain(|_, files| files.iter().any(|(below, _)| below == "main.rs" || below == "lib.rs"));
    Ok(crates)
}

/// Returns the folder of a file's crate root, and the file's path below that folder.
fn root_of(path: &str) -> Option<(&str, &str)> {
    let path_below = |folder: &str| {
        let at = path.find(folder)? + folder.len();
        let (root, below) = path.split_at_checked(at)?;
        Some((root.trim_end_matches('/'), below))
    };
    path.strip_suffix(".rs")?;
    let (root, below) = path_below("/src/").or_else(|| path_below("/tests/it/"))?;
    // Each program under `src/bin` is a crate of its own.
    match below.strip_prefix("bin/").and_then(|below| below.split_once('/')) {
        Some((program, rest)) => {
            let length = root.len() + "/bin/".len() + program.len();
            Some((path.get(..length)?, rest))
        }
        None => Some((root, below)),
    }
}

fn circles_of((root, files): (String, Vec<(String, Source)>)) -> Vec<(String, Vec<String>)> {
    let tree = Tree::new(files);
    let edges = tree.edges();
    let named = |circle: BTreeSet<&str>| circle.into_iter().map(str::to_owned).collect();
    graph::circles(&edges).into_iter().map(|circle| (root.clone(), named(circle))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_files_need_each_other_in_a_circle() {
        assert_eq!(run(&[]).failed, 0, "see the files above");
    }

    /// Returns the circles among these files, each as one line.
    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Source::read(text).expect("it is Rust")))
            .collect();
        let circles = circles_of(("x".to_owned(), files)).into_iter();
        circles.map(|(_, files)| files.into_iter().collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn what_is_a_circle() {
        let check = |files: &[(&str, &str)], wanted: &[&str]| assert_eq!(found(files), wanted, "{files:?}");
        let root = ("lib.rs", "mod a; mod b; pub use a::A; pub use b::B;");
        check(&[root, ("a.rs", "use crate::b::B; struct A;"), ("b.rs", "struct B;")], &[]);
        check(
            &[root, ("a.rs", "use crate::b::B; struct A;"), ("b.rs", "struct B(super::a::A);")],
            &["a.rs b.rs"],
        );
        // Through re-exports of the root, in code, by glob, by another name.
        check(&[root, ("a.rs", "struct A(crate::B);"), ("b.rs", "use crate::A; struct B;")], &["a.rs b.rs"]);
        let glob = ("lib.rs", "mod a; mod b; pub use a::*; pub(crate) use b::B as C;");
        check(
            &[glob, ("a.rs", "use crate::C; struct A;"), ("b.rs", "use crate::A; struct B;")],
            &["a.rs b.rs"],
        );
        // A parent that only declares and re-exports, and one that calls.
        let child = ("a/c.rs", "use super::helper; fn c() {}");
        let root = ("lib.rs", "mod a;");
        check(&[root, ("a/mod.rs", "mod c; pub(crate) use c::c; fn helper() {}"), child], &[]);
        check(&[root, ("a/mod.rs", "mod c; fn helper() { c::c() }"), child], &["a/c.rs a/mod.rs"]);
        check(&[root, ("a.rs", "mod c; use c::c; fn helper() {}"), child], &["a.rs a/c.rs"]);
        // Tests and other crates do not count.
        let tests = "mod c; fn helper() {} #[cfg(test)] mod tests { use super::c::c; }";
        check(&[root, ("a/mod.rs", tests), child], &[]);
        check(&[("lib.rs", "mod a; use std::a; fn f() {}"), ("a.rs", "use super::f;")], &[]);
    }

    #[test]
    fn where_crates_begin() {
        let check = |path: &str, root: &str, below: &str| assert_eq!(root_of(path), Some((root, below)));
        check("crates/x/src/a/b.rs", "crates/x/src", "a/b.rs");
        check("crates/x/src/bin/y/main.rs", "crates/x/src/bin/y", "main.rs");
        check("crates/x/tests/it/main.rs", "crates/x/tests/it", "main.rs");
        check("xtask/src/main.rs", "xtask/src", "main.rs");
        assert_eq!(root_of("crates/x/build.rs"), None);
    }
}
