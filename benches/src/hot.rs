//! `hot`: which functions a cached answer runs through, for `release/hot.txt`, and which a command runs through that calls AWS,
//! for `release/warm.txt`; by them a release lays them side by side.
//!
//! Callgrind sees them in a release with symbols: a cached answer with a small and a very large config, the others with a
//! small one. The check says which of them are missing in the files; `--bless` writes them.

use crate::{
    homes::{self, FETCHED, Many},
    start,
};
use daypass_release::{Build, hot_file, plain, warm_file};
use std::{collections::BTreeSet, fs, path::Path};
use xtask::{environment, places, process::Run, tally::Tally};

const HEAD: &str = "\
# The functions of a cached answer in a release, without hashes. Written by `cargo xtask hot --bless`.
";
const WARM_HEAD: &str = "\
# The functions of commands that call AWS, or find that they need not, in a release, without hashes. Written by
# `cargo xtask hot --bless`.
";
/// How many may be missing: another processor takes other paths, another compiler inlines others.
const TOLERANCE: usize = 20;
/// Of the warm ones more may be: they are ten times as many, and what is left out costs only themselves.
const WARM_TOLERANCE: usize = 200;

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
    let bless = arguments.iter().any(|argument| argument == "--bless");
    match seen() {
        Err(reason) => tally.check("hot", Err(reason)),
        Ok([hot, warm]) => {
            judge(&mut tally, &hot_file(), HEAD, TOLERANCE, &hot, bless);
            judge(&mut tally, &warm_file(), WARM_HEAD, WARM_TOLERANCE, &warm, bless);
        }
    }
    tally
}

/// Writes the file of these functions, or compares it with them.
fn judge(tally: &mut Tally, file: &Path, head: &str, tolerance: usize, seen: &BTreeSet<String>, bless: bool) {
    let name = file.file_name().unwrap_or_default().display();
    if bless {
        let text = seen.iter().fold(head.to_owned(), |text, name| text + name + "\n");
        let written = fs::write(file, text).map_err(|error| error.to_string());
        return tally.check(&format!("{name} has {} functions", seen.len()), written);
    }
    let text = fs::read_to_string(file).unwrap_or_default();
    let known: BTreeSet<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let missing: Vec<&str> = seen.iter().map(String::as_str).filter(|name| !known.contains(name)).collect();
    let result = if missing.len() <= tolerance {
        Ok(())
    } else {
        Err(format!("cargo xtask hot --bless; missing: {}", missing.join(", ")))
    };
    let count = seen.len() - missing.len();
    tally.check(&format!("{name}: {count} of {} functions are known", seen.len()), result);
}

/// The hot and the warm functions, by their names without hashes.
fn seen() -> Result<[BTreeSet<String>; 2], String> {
    environment::fetch()?;
    let folder = places::scratch("hot").map_err(|error| error.to_string())?;
    let target = folder.join("target");
    let build = Build::new(&target).with_symbols();
    let program = build.run(&Run::cargo)?;
    let map = fs::read_to_string(build.map()).map_err(|error| error.to_string())?;
    let out = folder.join("callgrind.out");
    let mut hot = BTreeSet::new();
    for profiles in [start::FEW, start::MANY] {
        let run = Run::hermetic("valgrind").args(callgrind(&out)).arg(&program).args(start::HOT);
        run.env("HOME", start::home(profiles)?).text()?;
        hot.extend(functions(&out, &map)?);
    }
    let warm = warm(&program, &out, &map)?;
    if hot.is_empty() || warm.is_empty() { Err("callgrind saw none".to_owned()) } else { Ok([hot, warm]) }
}

/// The functions of a fetched answer, of an identity, and of a sign-in with nothing to do.
fn warm(program: &Path, out: &Path, map: &str) -> Result<BTreeSet<String>, String> {
    let home = homes::home(Many::Profiles, start::FEW, program.to_owned())?;
    let mut warm = BTreeSet::new();
    for words in ["credential-process", "whoami", "login"] {
        let mut command = home.other("valgrind");
        command.args(callgrind(out)).arg(program).args([words, "--profile", FETCHED]);
        let _printed = home.finish(words, command).ok();
        warm.extend(functions(out, map)?);
    }
    Ok(warm)
}

fn callgrind(out: &Path) -> [String; 4] {
    let out = format!("--callgrind-out-file={}", out.display());
    ["--tool=callgrind", "--quiet", "--demangle=no", &out].map(str::to_owned)
}

/// The functions of the program that callgrind saw, without hashes.
fn functions(out: &Path, map: &str) -> Result<BTreeSet<String>, String> {
    let text = fs::read_to_string(out).map_err(|error| error.to_string())?;
    let ours = text.lines().filter_map(symbol).filter(|name| map.contains(&format!(".{name})")));
    Ok(ours.map(plain).collect())
}

/// The symbol in a line `fn=(12) NAME` or `cfn=(12) NAME` of callgrind's.
fn symbol(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("fn=(").or_else(|| line.strip_prefix("cfn=("))?;
    let (_, name) = rest.split_once(") ")?;
    // The second and further levels of a recursion have a number.
    Some(name.split('\'').next().unwrap_or(name))
}
