//! `budget`: counts the instructions of a cached answer with callgrind, and compares them with a committed file.
//!
//! Times on a shared machine vary by more than 2 %; a count of instructions is equal in every run. It covers our first
//! function and what it calls, without the loader, which depends on the size of the binary, and without the start of
//! the standard library. The program is built with the profile `hot`, which optimises only the crates of this path: a
//! release build takes too long for `ci`.

use crate::start;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use xtask::{environment, places, process::Run, tally::Tally};

/// The function whose instructions are counted, with its callees.
const FIRST: &str = "daypass_cli::run::run";
/// The tolerance of the count in per cent, in both directions: an improvement must be recorded, too.
const TOLERANCE: u64 = 2;
const HEAD: &str = "\
# Instructions of `credential-process --profile work` on a cache hit, by number of profiles in the config.
# Checked and written by `cargo xtask budget [--bless]`.
";

pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        tally.skip("budget", "its figures are those of Linux on x86-64");
        return tally;
    }
    if let Err(reason) = environment::tool("valgrind", &["--version"]) {
        tally.skip("budget", &reason);
        return tally;
    }
    let is_blessed = arguments.iter().any(|argument| argument == "--bless");
    match compiler().and_then(|compiler| Ok((count()?, compiler))) {
        Err(reason) => tally.check("budget", Err(reason)),
        Ok((counts, compiler)) if is_blessed => {
            let text = counts.iter().fold(format!("{HEAD}{compiler}\n"), |text, (profiles, count)| {
                format!("{text}{profiles} {count}\n")
            });
            tally.check("budget.txt is written", fs::write(file(), text).map_err(|error| error.to_string()));
        }
        Ok((counts, compiler)) => check(&mut tally, &counts, &compiler),
    }
    tally
}

/// The kept budget: the version of the compiler that it is for, and the instructions by number of profiles.
pub(super) fn kept() -> (String, BTreeMap<usize, u64>) {
    let text = fs::read_to_string(file()).unwrap_or_default();
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let made_with = lines.next().unwrap_or_default().to_owned();
    let count = |line: &str| {
        let (profiles, count) = line.split_once(' ')?;
        Some((profiles.parse().ok()?, count.parse().ok()?))
    };
    (made_with, lines.filter_map(count).collect())
}

fn check(tally: &mut Tally, counts: &BTreeMap<usize, u64>, compiler: &str) {
    let (made_with, budget) = kept();
    if made_with != compiler {
        return tally.skip("budget", &format!("budget.txt is of {made_with:?}, this is {compiler}"));
    }
    for (profiles, count) in counts {
        let allowed = budget.get(profiles).copied().unwrap_or_default();
        let result = if count.abs_diff(allowed) * 100 <= allowed * TOLERANCE {
            Ok(())
        } else {
            Err(format!(
                "more than {TOLERANCE} % away; if that is meant to be: cargo xtask budget --bless, and say why"
            ))
        };
        tally.check(
            &format!("{profiles} profiles: {count} instructions of our own, budget {allowed}"),
            result,
        );
    }
}

/// Builds the program and counts its instructions.
fn count() -> Result<BTreeMap<usize, u64>, String> {
    let build = ["build", "--profile", "hot", "--quiet", "--locked", "-p", "daypass-cli", "--bin", "daypass"];
    Run::cargo().args(build).show()?;
    let program = places::target().join("hot/daypass");
    let folder = places::scratch("budget").map_err(|error| error.to_string())?;
    let counted = |profiles: usize| {
        let out = folder.join(format!("callgrind.{profiles}"));
        let run = Run::hermetic("valgrind").args(["--tool=callgrind", "--quiet"]);
        let run = run.arg(format!("--callgrind-out-file={}", out.display()));
        let run = run.arg(format!("--toggle-collect={FIRST}")).arg(&program).args(start::HOT);
        let home = ShortPath::to(&start::home(profiles)?)?;
        let answer = run.env("HOME", &home.0).text()?;
        if !answer.contains("SessionToken") {
            return Err(format!("no cached answer: {answer}"));
        }
        let text = fs::read_to_string(&out).map_err(|error| error.to_string())?;
        let total = text.lines().find_map(|line| line.strip_prefix("summary: "));
        match total.and_then(|total| total.trim().parse().ok()) {
            Some(0) | None => Err(format!("callgrind did not see {FIRST}")),
            Some(count) => Ok((profiles, count)),
        }
    };
    [start::FEW, start::MANY].into_iter().map(counted).collect()
}

/// A path of one length to a folder, wherever the checkout is: each character of a path costs instructions.
struct ShortPath(PathBuf);

impl ShortPath {
    fn to(folder: &Path) -> Result<Self, String> {
        let path = std::env::temp_dir().join(format!("daypass-{:010}", std::process::id()));
        drop(fs::remove_file(&path));
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder, &path).map_err(|error| error.to_string())?;
        Ok(Self(path))
    }
}

impl Drop for ShortPath {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.0));
    }
}

fn file() -> PathBuf {
    places::root().join("benches/budget.txt")
}

/// Returns the version of the compiler: another compiler generates other instructions.
fn compiler() -> Result<String, String> {
    Run::cargo_tool("rustc").arg("--version").text().map(|text| text.trim().to_owned())
}
