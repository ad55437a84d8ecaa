//! `explore --power [--homes N] [--seed S]`: old faults are put back into a copy of the sources one by one, and homes
//! are tried until one breaks a law that holds there in daypass as it is.

use super::{
    dice::Dice,
    faults::{FAULTS, Fault},
    laws::{self, Broken},
    make,
    place::Place,
    tries::{Copies, Finding, Way, explore},
};
use crate::stage;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};
use xtask::{places, process::Run, tally::Tally};

/// The number of faults that have to be found.
const LEAST: usize = 9;

pub(super) fn run(seeds: &[u64], sound: &Path, only: Option<usize>) -> Tally {
    let mut tally = Tally::default();
    let mut found = 0;
    for (number, fault) in (1..).zip(FAULTS).filter(|(number, _)| only.is_none_or(|only| only == *number)) {
        let name = format!("{number:>2} {}", fault.name);
        match with(fault).and_then(|program| first(seeds, &program, sound)) {
            Err(reason) => tally.check(&name, Err(reason)),
            Ok(None) => println!("missed   {name}: in {} homes", seeds.len()),
            Ok(Some(first)) => {
                found += 1;
                println!("found    {name}\n         {first}");
            }
        }
    }
    if only.is_none() {
        let enough = if found >= LEAST { Ok(()) } else { Err(format!("at least {LEAST} are wanted")) };
        tally.check(&format!("{found} of {} faults are found", FAULTS.len()), enough);
    }
    tally
}

/// Builds daypass with a fault, from a copy of the sources.
fn with(fault: &Fault) -> Result<PathBuf, String> {
    let explain = |error: std::io::Error| error.to_string();
    let copy = copied().map_err(explain)?;
    let sources = places::files_below(&copy.join("crates")).map_err(explain)?;
    let holds =
        |path: &PathBuf| fs::read_to_string(path).is_ok_and(|text| text.matches(fault.from).count() == 1);
    let files: Vec<_> = sources.into_iter().filter(holds).collect();
    let [file] = files.as_slice() else {
        return Err(format!("its words stand in {} files: its row no longer fits", files.len()));
    };
    let text = fs::read_to_string(file).map_err(explain)?;
    fs::write(file, text.replace(fault.from, fault.to)).map_err(explain)?;
    let folder = places::scratch("power").map_err(explain)?;
    let built = Run::cargo()
        .args(["build", "--locked", "--quiet", "-p", "daypass-cli", "--manifest-path"])
        .arg(copy.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(folder.join("build"))
        .limit(1800)
        .finish()?;
    if !built.status.success() {
        return Err(format!("it does not compile: its row no longer fits\n{}", built.stderr));
    }
    Ok(folder.join("build/debug").join(format!("{}{}", stage::DAYPASS, std::env::consts::EXE_SUFFIX)))
}

/// The sources as they are, in a copy; what has not changed there keeps its time, so that little is built anew.
fn copied() -> std::io::Result<PathBuf> {
    let (root, copy) = (places::root(), places::scratch("power")?.join("tree"));
    for path in places::files()? {
        let target = copy.join(path.strip_prefix(&root).unwrap_or(&path));
        let bytes = fs::read(&path)?;
        if fs::read(&target).is_ok_and(|there| there == bytes) {
            continue;
        }
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&target, bytes)?;
    }
    for path in places::files_below(&copy)? {
        if !root.join(path.strip_prefix(&copy).unwrap_or(&path)).exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(copy)
}

/// Returns the first home that breaks a law with the fault and not without it.
fn first(seeds: &[u64], faulty: &Path, sound: &Path) -> Result<Option<String>, String> {
    let (mut rest, mut tried, start) = (seeds, 0, Instant::now());
    loop {
        let way = Way { shrinks: false, ends_at_first: true, until: None };
        let (found, _, homes) = explore(rest, faulty, None, way)?;
        let (now, later) = rest.split_at(homes.min(rest.len()));
        tried += now.len();
        rest = later;
        for finding in found.values() {
            let Finding { broken, seed, .. } = finding;
            // Chance is not taken for a find.
            if breaks(faulty, *seed, broken)? && !breaks(sound, *seed, broken)? {
                let seconds = start.elapsed().as_secs_f64();
                let Broken { law, what, .. } = broken;
                return Ok(Some(format!(
                    "after {tried} homes ({seconds:.0} s), seed {seed}: law {law}: {what}"
                )));
            }
        }
        if rest.is_empty() {
            return Ok(None);
        }
    }
}

/// Tells whether a home breaks a law in the way that was found.
fn breaks(program: &Path, seed: u64, broken: &Broken) -> Result<bool, String> {
    let copies = Copies::of(program)?;
    let mut place = Place::open(0, copies.program().to_owned())?;
    let spec = make::home(&mut Dice::new(seed));
    let again = laws::live(&mut place, &spec, None, None)?;
    Ok(again.iter().any(|other| other.law == broken.law && other.what == broken.what))
}
