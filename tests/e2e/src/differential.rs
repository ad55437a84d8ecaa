//! `differential [--count N] [--seed S]`: our reading of generated files against the real botocore's.

use crate::{places, process::Run, tally::Tally};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Pinned, so that a red run means that we changed.
const BOTOCORE: &str = "botocore==1.43.11";

/// Where the programs that compare with others live, a workspace of their own.
pub(crate) const PEERS: &str = "crates/config-parse/peers";

/// One run, with the arguments given.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let python = match python() {
        Ok(python) => python,
        Err(reason) => {
            tally.missing("botocore", &reason);
            return tally;
        }
    };
    let compare = || {
        let program = build("differential", &[])?;
        Run::hermetic(program).arg("--python").arg(python).args(arguments).limit(3600).show()
    };
    tally.check("the AWS CLI dialect reads what botocore reads", compare());
    tally
}

/// A Python that has botocore, in a virtual environment under the target folder.
pub(crate) fn python() -> Result<PathBuf, String> {
    let folder = places::scratch("botocore").map_err(|error| error.to_string())?;
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let stamp = folder.join("packages.txt");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == BOTOCORE) {
        return Ok(python);
    }
    Run::fetching("python3").args(["-m", "venv", "--clear"]).arg(&folder).limit(300).text()?;
    let install = || {
        Run::fetching(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", BOTOCORE])
            .limit(600)
            .text()
    };
    install().or_else(|_| install())?;
    fs::write(&stamp, BOTOCORE).map_err(|error| error.to_string())?;
    Ok(python)
}

/// Builds one of the programs that compare, in the target folder's own corner.
pub(crate) fn build(name: &str, arguments: &[&str]) -> Result<PathBuf, String> {
    let manifest = places::root().join(PEERS).join("Cargo.toml");
    let target = places::target().join("peers");
    fetch(&manifest)?;
    Run::cargo()
        .args(["build", "--locked", "--release", "--bin", name])
        .args(arguments)
        .arg("--manifest-path")
        .arg(&manifest)
        .env("CARGO_TARGET_DIR", &target)
        .show()?;
    Ok(target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Puts the crates of another workspace's lock file into cargo's cache.
pub(crate) fn fetch(manifest: &Path) -> Result<(), String> {
    let fetch = |run: Run| run.args(["fetch", "--quiet", "--locked", "--manifest-path"]).arg(manifest);
    let offline = fetch(Run::cargo()).finish();
    match offline {
        Ok(end) if end.status.success() => Ok(()),
        Ok(_) | Err(_) => fetch(Run::fetching("cargo")).limit(1800).show(),
    }
}
