//! `cross`: type-checks the workspace for other platforms.
//!
//! Only Rust is checked: crates that compile C (ring) get a stub compiler that writes empty objects, so no cross
//! toolchain is needed. Nothing is linked or run.

use crate::elsewhere::{BENCHES, E2E, RULES};
use std::{fs, path::PathBuf};
use xtask::{environment, places, process::Run, tally::Tally};

const TARGETS: &[&str] = &["x86_64-pc-windows-gnu", "aarch64-apple-darwin", "x86_64-unknown-linux-musl"];

/// Checks every crate for every target whose standard library can be installed; arguments name other targets.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let asked = arguments.iter().map(String::as_str);
    let targets: Vec<&str> = if arguments.is_empty() { TARGETS.to_vec() } else { asked.collect() };
    let stub = match environment::fetch().and_then(|()| stub_compiler()) {
        Ok(stub) => stub,
        Err(reason) => {
            tally.skip("cross", &reason);
            return tally;
        }
    };
    for target in targets {
        match standard_library(target) {
            Ok(()) => tally.check(&format!("cargo check --target {target}"), check(target, &stub)),
            Err(reason) => tally.skip(target, &reason),
        }
    }
    tally
}

fn check(target: &str, stub: &PathBuf) -> Result<(), String> {
    let name = target.replace('-', "_");
    Run::cargo()
        .args(["check", "--workspace", "--locked", "--quiet", "--target", target])
        .args(
            ["xtask", BENCHES, E2E, RULES, "daypass-testkit"]
                .into_iter()
                .flat_map(|name| ["--exclude", name]),
        )
        // Beside another step, so not in its way.
        .env("CARGO_TARGET_DIR", places::target().join("cross"))
        .env(&format!("CC_{name}"), stub)
        .env(&format!("AR_{name}"), stub)
        .show()
}

/// Installs the standard library of a target; fails if rustup is absent or offline.
pub(crate) fn standard_library(target: &str) -> Result<(), String> {
    let folder = Run::cargo_tool("rustc").args(["--print", "target-libdir", "--target", target]).text()?;
    if fs::read_dir(folder.trim()).is_ok_and(|mut files| files.next().is_some()) {
        return Ok(());
    }
    let added = Run::fetching("rustup").args(["target", "add", target]).limit(300).text();
    added.map(drop).map_err(|error| {
        let reason = error.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no reason given");
        format!("its standard library cannot be had: {}", reason.trim())
    })
}

/// Writes the stub for a C compiler and an archiver, which creates empty output files.
fn stub_compiler() -> Result<PathBuf, String> {
    const SCRIPT: &str = "#!/bin/sh
# Stands in for cc and ar in a type-check: `-o FILE` or an archive name is made empty.
while [ $# -gt 0 ]; do
  case \"$1\" in
    -o) : > \"$2\"; shift ;;
    *.a) : > \"$1\" ;;
  esac
  shift
done
";
    if cfg!(windows) {
        return Err("its stub compiler is a shell script".to_owned());
    }
    let path = places::scratch("cross").map_err(|error| error.to_string())?.join("stub-cc");
    fs::write(&path, SCRIPT).map_err(|error| error.to_string())?;
    places::make_executable(&path).map_err(|error| error.to_string())?;
    Ok(path)
}
