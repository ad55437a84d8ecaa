//! The peers: boto3 and the AWS CLI v1 from PyPI in a virtual environment, the AWS CLI v2 of the system.

use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::{peers, tally::Tally};

/// Pinned, so that a red run means that we changed.
const PACKAGES: &[&str] = &["boto3==1.43.11", "awscli==1.45.11"];

/// Pinned as above; console sign-ins need awscrt.
const WITH_CRT: &[&str] = &["boto3==1.44.8", "awscrt==0.38.1"];

/// Returns a Python that has boto3 and awscrt, which refresh console sign-ins.
pub(crate) fn boto3_with_crt() -> Result<PathBuf, String> {
    Ok(peers::python("boto3-crt", WITH_CRT)?.join("python"))
}

/// Returns an AWS CLI that has `aws login`: version 2.32 or later, of the system or installed from its source.
pub(crate) fn aws_cli_login() -> Result<PathBuf, String> {
    peers::aws_cli_login()
}

/// The peers that were found or installed.
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
        let v2 = peers::aws_cli_v2();
        if let Err(reason) = &v2 {
            tally.missing("the AWS CLI v2", reason);
        }
        let folder = environment.ok();
        let program = |name: &str| folder.as_ref().map(|folder| folder.join(name));
        let found = Self { python: program("python"), v1: program("aws"), v2: v2.ok() };
        for aws in [&found.v1, &found.v2].into_iter().flatten() {
            println!("         {}", peers::aws_version(aws).unwrap_or_else(|error| error).trim());
        }
        found
    }
}

/// Returns the program folder of a virtual environment with the pinned packages.
pub(super) fn environment() -> Result<PathBuf, String> {
    peers::python("venv", PACKAGES)
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
