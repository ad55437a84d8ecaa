//! The AWS SDK for JavaScript v3 from npm, as a peer.

use std::{fs, path::PathBuf};
use xtask::{environment, places, process::Run};

/// Pinned, so that a red run means that we changed.
const PACKAGES: &[&str] = &["@aws-sdk/client-sts@3.1169.0"];

/// Console sign-ins need a newer one, which is installed apart.
const WITH_LOGIN: &[&str] = &["@aws-sdk/credential-providers@3.1175.0"];

/// Returns the folder of the SDK's modules, for NODE_PATH.
pub(super) fn modules() -> Result<PathBuf, String> {
    installed("npm", PACKAGES)
}

/// Returns the folder of modules that refresh console sign-ins, for NODE_PATH.
pub(super) fn login_modules() -> Result<PathBuf, String> {
    installed("npm-login", WITH_LOGIN)
}

fn installed(name: &str, packages: &[&str]) -> Result<PathBuf, String> {
    environment::packaged("nodejs", "node", &["--version"])?;
    environment::tool("npm", &["--version"])?;
    let folder = places::scratch(name).map_err(|error| error.to_string())?;
    let (modules, stamp) = (folder.join("node_modules"), folder.join("packages.txt"));
    if fs::read_to_string(&stamp).is_ok_and(|made| made == packages.join("\n")) {
        return Ok(modules);
    }
    let install = || {
        let run = Run::fetching("npm").arg("install").arg("--prefix").arg(&folder);
        run.args(["--ignore-scripts", "--no-audit", "--no-fund", "--silent"]).args(packages).limit(300).text()
    };
    install().or_else(|_| install())?;
    fs::write(&stamp, packages.join("\n")).map_err(|error| error.to_string())?;
    Ok(modules)
}
