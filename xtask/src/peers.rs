//! Programs that ours are compared with: Python packages in virtual environments, the AWS CLI v2, nushell, and programs
//! of a separate workspace that link crates of others.

use crate::{environment, places, process::Run};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The workspace of programs that compare config-parse with other parsers.
const PEERS: &str = "crates/config-parse/peers";
/// Pinned versions, so that a failure means that our code changed.
const BOTOCORE: &[&str] = &["botocore==1.43.11"];
/// The path at which Debian's package `awscli` (version 2) installs its program.
const DEBIAN: &str = "/usr/bin/aws";
/// The npm package of nushell, which Debian does not have.
const NUSHELL: &str = "nushell@0.115.1";
const POWERSHELL_PARSER: &[&str] = &["tree-sitter==0.25.2", "tree-sitter-powershell==0.26.4"];

/// Returns the folder of programs of a virtual environment with these packages, creating it if needed.
pub fn python(name: &str, packages: &[&str]) -> Result<PathBuf, String> {
    let folder = places::scratch(name).map_err(|error| error.to_string())?;
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let stamp = folder.join("packages.txt");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == packages.join("\n")) {
        return Ok(programs);
    }
    Run::fetching("python3").args(["-m", "venv", "--clear"]).arg(&folder).limit(300).text()?;
    let install = || {
        Run::fetching(programs.join("python"))
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"])
            .args(packages)
            .limit(600)
            .text()
    };
    install().or_else(|_| install())?;
    fs::write(&stamp, packages.join("\n")).map_err(|error| error.to_string())?;
    Ok(programs)
}

/// Returns a Python that has botocore.
pub fn botocore() -> Result<PathBuf, String> {
    python("botocore", BOTOCORE).map(|programs| programs.join("python"))
}

/// Builds a comparison program in a folder of its own below the target folder.
pub fn build(name: &str, arguments: &[&str]) -> Result<PathBuf, String> {
    let manifest = places::root().join(PEERS).join("Cargo.toml");
    let target = places::target().join("peers");
    environment::fetch_for(&manifest)?;
    Run::cargo()
        .args(["build", "--locked", "--release", "--bin", name])
        .args(arguments)
        .arg("--manifest-path")
        .arg(&manifest)
        .env("CARGO_TARGET_DIR", &target)
        .show()?;
    Ok(target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Returns the system's AWS CLI v2; in CI it is installed with apt-get.
pub fn aws_cli_v2() -> Result<PathBuf, String> {
    let found = || {
        let candidates = [Some(PathBuf::from(DEBIAN)), places::on_path("aws")];
        candidates
            .into_iter()
            .flatten()
            .find(|aws| aws_version(aws).is_ok_and(|text| text.starts_with("aws-cli/2.")))
    };
    if let Some(aws) = found() {
        return Ok(aws);
    }
    if !environment::is_ci() {
        return Err("none found (Debian's package awscli has one)".to_owned());
    }
    let apt = |arguments: &[&str]| {
        let run = Run::fetching("apt-get").env("DEBIAN_FRONTEND", "noninteractive");
        run.args(arguments).limit(600).text().map(drop)
    };
    let install = || apt(&["install", "-y", "-qq", "--no-install-recommends", "awscli"]);
    install().or_else(|_| apt(&["update", "-qq"]).and_then(|()| install()))?;
    found().ok_or_else(|| format!("apt-get installed no version 2 at {DEBIAN}"))
}

/// Installs a parser of PowerShell's language where tests look for it: `target/xtask/powershell`. No registry that is
/// reached has a PowerShell. It is installed in CI alone, as nushell is.
pub fn powershell_parser() -> Result<PathBuf, String> {
    if environment::is_ci() { python("powershell", POWERSHELL_PARSER) } else { Err("not in CI".to_owned()) }
}

/// Returns nushell from `target/xtask/nushell`, where tests look for it; in CI it is installed there.
pub fn nushell() -> Result<PathBuf, String> {
    let folder = places::scratch("nushell").map_err(|error| error.to_string())?;
    let program = folder.join("node_modules/.bin/nu");
    if environment::is_ci() && !program.exists() {
        let install =
            Run::fetching("npm").args(["install", "--no-save", "--no-fund", "--no-audit", "--prefix"]);
        install.arg(&folder).arg(NUSHELL).limit(300).text()?;
    }
    Run::hermetic(&program).arg("--version").text().map(|_| program)
}

/// Returns the version that an AWS CLI prints.
pub fn aws_version(aws: &Path) -> Result<String, String> {
    let home = places::scratch("home").map_err(|error| error.to_string())?;
    Run::hermetic(aws).env("HOME", home).arg("--version").limit(60).text()
}
