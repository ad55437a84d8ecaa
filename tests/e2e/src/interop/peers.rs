//! The peers: boto3 and the AWS CLI v1 from PyPI in a virtual environment, the AWS CLI v2 of the system.

use crate::{environment, places, process::Run, tally::Tally};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Pinned, so that a red run means that we changed.
const PACKAGES: &[&str] = &["boto3==1.43.11", "awscli==1.45.11"];
/// Where Debian's package `awscli`, which is version 2, puts its program.
const DEBIAN: &str = "/usr/bin/aws";

/// What was found or made.
pub(super) struct Peers {
    /// A Python that has boto3.
    pub(super) python: Option<PathBuf>,
    /// AWS CLI v1.
    pub(super) v1: Option<PathBuf>,
    /// AWS CLI v2.
    pub(super) v2: Option<PathBuf>,
}

impl Peers {
    pub(super) fn find(tally: &mut Tally) -> Self {
        let environment = environment();
        if let Err(reason) = &environment {
            tally.missing("boto3 and the AWS CLI v1", reason);
        }
        let v2 = version_2();
        if let Err(reason) = &v2 {
            tally.missing("the AWS CLI v2", reason);
        }
        let folder = environment.ok();
        let program = |name: &str| folder.as_ref().map(|folder| folder.join(name));
        let peers = Self { python: program("python"), v1: program("aws"), v2: v2.ok() };
        for aws in [&peers.v1, &peers.v2].into_iter().flatten() {
            println!("         {}", version(aws).unwrap_or_else(|error| error).trim());
        }
        peers
    }
}

/// The folder of programs of a virtual environment with the pinned packages.
pub(super) fn environment() -> Result<PathBuf, String> {
    let folder = places::scratch("venv").map_err(|error| error.to_string())?;
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let stamp = folder.join("packages.txt");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == PACKAGES.join("\n")) {
        return Ok(programs);
    }
    Run::fetching("python3").args(["-m", "venv", "--clear"]).arg(&folder).limit(300).text()?;
    let install = || {
        Run::fetching(programs.join("python"))
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"])
            .args(PACKAGES)
            .limit(600)
            .text()
    };
    install().or_else(|_| install())?;
    fs::write(&stamp, PACKAGES.join("\n")).map_err(|error| error.to_string())?;
    Ok(programs)
}

/// The system's AWS CLI v2; in CI it is installed where that takes no more than apt-get.
pub(super) fn version_2() -> Result<PathBuf, String> {
    let found = || {
        let on_path = crate::demo::on_path("aws");
        [Some(PathBuf::from(DEBIAN)), on_path].into_iter().flatten().find(|aws| is_version_2(aws))
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

fn is_version_2(aws: &Path) -> bool {
    version(aws).is_ok_and(|text| text.starts_with("aws-cli/2."))
}

fn version(aws: &Path) -> Result<String, String> {
    let home = places::scratch("home").map_err(|error| error.to_string())?;
    let run = Run::hermetic(aws).env("HOME", home).arg("--version").limit(60);
    // Version 1 on Python 2 and 3.3 said it on standard error.
    run.text()
}

/// Version 2.9, Debian's, knows no AWS_ENDPOINT_URL_*; a folder `models` in the home replaces its endpoint rules.
pub(super) fn point_version_2_at(url: &str, home: &Path) -> Result<(), String> {
    const SERVICES: &[&str] = &["sso/2019-06-10", "sso-oidc/2019-06-10", "sts/2011-06-15", "s3/2006-03-01"];
    let rules = serde_json::json!({
        "version": "1.0",
        "parameters": {
            "Region": { "builtIn": "AWS::Region", "required": false, "documentation": "", "type": "String" }
        },
        "rules": [
            { "conditions": [], "type": "endpoint", "endpoint": { "url": url, "properties": {}, "headers": {} } }
        ]
    });
    for service in SERVICES {
        let folder = home.join(".aws/models").join(service);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        fs::write(folder.join("endpoint-rule-set-1.json"), rules.to_string())
            .map_err(|error| error.to_string())?;
    }
    Ok(())
}
