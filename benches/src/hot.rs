//! `hot`: which functions a cached answer runs through, for `release/hot.txt`, by which a release lays them side by side.
//!
//! Callgrind sees them in a release with symbols, with a small and a very large config. The check says which of them are
//! missing in the file and which of the file's are gone; `--bless` writes it.

use crate::start;
use daypass_release::{Build, hot_file, plain};
use std::{collections::BTreeSet, fs};
use xtask::{environment, places, process::Run, tally::Tally};

const HEAD: &str = "\
# The functions of a cached answer in a release, without hashes. Written by `cargo xtask hot --bless`.
";
/// How many may be missing or gone: another processor takes other paths, another compiler inlines others.
const TOLERANCE: usize = 20;

pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        tally.skip("hot", "only releases for Linux on x86-64 are laid out");
        return tally;
    }
    if let Err(reason) = environment::tool("valgrind", &["--version"]) {
        tally.skip("hot", &reason);
        return tally;
    }
    match seen() {
        Err(reason) => tally.check("hot", Err(reason)),
        Ok(seen) if arguments.iter().any(|argument| argument == "--bless") => {
            let text = seen.iter().fold(HEAD.to_owned(), |text, name| text + name + "\n");
            let written = fs::write(hot_file(), text).map_err(|error| error.to_string());
            tally.check(&format!("hot.txt has {} functions", seen.len()), written);
        }
        Ok(seen) => {
            let text = fs::read_to_string(hot_file()).unwrap_or_default();
            let known: BTreeSet<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
            let missing: Vec<&str> =
                seen.iter().map(String::as_str).filter(|name| !known.contains(name)).collect();
            let result = if missing.len() <= TOLERANCE {
                Ok(())
            } else {
                Err(format!("cargo xtask hot --bless; missing: {}", missing.join(", ")))
            };
            tally.check(
                &format!("{} of {} functions are known", seen.len() - missing.len(), seen.len()),
                result,
            );
        }
    }
    tally
}

/// The functions, by their names without hashes.
fn seen() -> Result<BTreeSet<String>, String> {
    environment::fetch()?;
    let folder = places::scratch("hot").map_err(|error| error.to_string())?;
    let target = folder.join("target");
    let build = Build::new(&target).with_symbols();
    let program = build.run(&Run::cargo)?;
    let map = fs::read_to_string(build.map()).map_err(|error| error.to_string())?;
    let mut seen = BTreeSet::new();
    for profiles in [start::FEW, start::MANY] {
        let out = folder.join("callgrind.out");
        let run = Run::hermetic("valgrind").args(["--tool=callgrind", "--quiet", "--demangle=no"]);
        let run = run.arg(format!("--callgrind-out-file={}", out.display())).arg(&program).args(start::HOT);
        run.env("HOME", start::home(profiles)?).text()?;
        let text = fs::read_to_string(&out).map_err(|error| error.to_string())?;
        seen.extend(
            text.lines().filter_map(symbol).filter(|name| map.contains(&format!(".{name})"))).map(plain),
        );
    }
    if seen.is_empty() { Err("callgrind saw none".to_owned()) } else { Ok(seen) }
}

/// The symbol in a line `fn=(12) NAME` or `cfn=(12) NAME` of callgrind's.
fn symbol(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("fn=(").or_else(|| line.strip_prefix("cfn=("))?;
    let (_, name) = rest.split_once(") ")?;
    // The second and further levels of a recursion have a number.
    Some(name.split('\'').next().unwrap_or(name))
}
