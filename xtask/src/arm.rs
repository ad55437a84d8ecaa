//! `arm`: a day with the static program for Linux on ARM, run by qemu.

use crate::{
    cross,
    elsewhere::{self, E2E},
};
use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::{environment, places, process::Run, tally::Tally};

const TARGET: &str = "aarch64-unknown-linux-musl";
const COMPILER: &str = "aarch64-linux-gnu-gcc";
const EMULATOR: &str = "qemu-aarch64-static";

/// Builds the program and runs `demo` with it.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let prepared = environment::fetch().and_then(|()| {
        // For the C code of dependencies; Rust brings musl and a linker.
        environment::packaged("gcc-aarch64-linux-gnu", COMPILER, &["--version"])?;
        let headers = ["-E", "-include", "stdlib.h", "-x", "c", "/dev/null"];
        environment::packaged("libc6-dev-arm64-cross", COMPILER, &headers)?;
        environment::packaged("qemu-user-static", EMULATOR, &["--version"])?;
        cross::standard_library(TARGET)
    });
    if let Err(reason) = prepared {
        tally.missing("arm", &reason);
        return tally;
    }
    match program() {
        Ok(program) => {
            tally.check("the program for ARM is static", is_static(&program));
            match wrapper(&program) {
                Ok(script) => {
                    let script = script.display().to_string();
                    tally.add(elsewhere::run(E2E, "demo", &["--program".to_owned(), script]));
                }
                Err(error) => tally.check("the script that starts qemu", Err(error.to_string())),
            }
        }
        Err(reason) => tally.check("the program for ARM is built", Err(reason)),
    }
    tally
}

fn program() -> Result<PathBuf, String> {
    let name = TARGET.replace('-', "_");
    Run::cargo()
        .args(["build", "--locked", "--quiet", "-p", "daypass-cli", "--bin", "daypass", "--target", TARGET])
        .env(&format!("CC_{name}"), COMPILER)
        .env(&format!("CARGO_TARGET_{}_LINKER", name.to_uppercase()), "rust-lld")
        .show()?;
    Ok(places::target().join(TARGET).join("debug/daypass"))
}

/// Checks that the program names no loader of shared libraries.
fn is_static(program: &Path) -> Result<(), String> {
    let bytes = fs::read(program).map_err(|error| error.to_string())?;
    let has = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    if has(b"/lib/ld-") { Err("it wants a loader".to_owned()) } else { Ok(()) }
}

fn wrapper(program: &Path) -> std::io::Result<PathBuf> {
    let script = places::scratch("arm")?.join("daypass");
    fs::write(&script, format!("#!/bin/sh\nexec {EMULATOR} '{}' \"$@\"\n", program.display()))?;
    places::make_executable(&script)?;
    Ok(script)
}
