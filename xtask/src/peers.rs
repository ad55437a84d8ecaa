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

/// The repository and the version of the AWS CLI that has `aws login`: PyPI has no version 2.
const AWS_CLI_SOURCE: (&str, &str) = ("https://github.com/aws/aws-cli", "2.36.7");
/// What that version needs.
const AWS_CLI_PACKAGES: &[&str] = &[
    "awscrt==0.36.0",
    "colorama==0.4.6",
    "distro==1.8.0",
    "docutils==0.19",
    "jmespath==1.0.1",
    "prompt-toolkit==3.0.51",
    "python-dateutil==2.9.0",
    "ruamel.yaml==0.18.15",
    "ruamel.yaml.clib==0.2.12",
    "urllib3==2.6.3",
    "wcwidth==0.2.14",
];

/// Returns an AWS CLI with `aws login` (2.32 or later): the system's, or one that runs from its source in
/// `target/xtask/aws-cli-login`. DAYPASS_AWS_CLI_SOURCE names another repository of the source.
pub fn aws_cli_login() -> Result<PathBuf, String> {
    let has_login = |aws: &PathBuf| {
        let version = aws_version(aws).unwrap_or_default();
        let minor =
            version.strip_prefix("aws-cli/2.").and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
        minor.is_some_and(|minor| minor >= 32)
    };
    if let Some(aws) = places::on_path("aws").filter(has_login) {
        return Ok(aws);
    }
    let (usual, version) = AWS_CLI_SOURCE;
    let source = places::target().join("xtask").join(format!("aws-cli-{version}"));
    if !source.join("bin/aws").exists() {
        let repository = environment::aws_cli_source().unwrap_or_else(|| usual.to_owned());
        let clone = Run::fetching("git").args(["clone", "--quiet", "--depth", "1", "--branch", version]);
        clone.arg(repository).arg(&source).limit(300).text()?;
    }
    let programs = python("aws-cli-login", AWS_CLI_PACKAGES)?;
    let (aws, python) = (programs.join("aws-from-source"), programs.join("python"));
    let script = format!(
        "#!/bin/sh\nPYTHONPATH='{}' exec '{}' '{}' \"$@\"\n",
        source.display(),
        python.display(),
        source.join("bin/aws").display()
    );
    fs::write(&aws, script).map_err(|error| error.to_string())?;
    places::make_executable(&aws).map_err(|error| error.to_string())?;
    aws_version(&aws).map(|_| aws)
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
