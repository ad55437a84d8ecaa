//! The browser of a home: a script that stands in for a person's, or none.

use super::spec::{Browser, Person, Spec};
use crate::shared_program;
use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::places;

/// What this program is copied for, which a home of another user starts, too.
const PURPOSE: &str = "explorer";

/// Copies this program to where each home can start it as its browser.
pub(super) fn share() -> Result<(), String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    shared_program::copy(&own, PURPOSE).map(drop)
}

/// Removes the copy.
pub(super) fn unshare() {
    shared_program::remove(PURPOSE);
}

/// The file that BROWSER names, below the place's folder.
pub(super) fn of(spec: &Spec) -> Option<&'static str> {
    match spec.browser {
        Browser::None => None,
        Browser::Works | Browser::Fails => Some("browser"),
        Browser::Missing => Some("no-browser"),
    }
}

/// Writes the script, if there is to be one.
pub(super) fn make(folder: &Path, spec: &Spec) -> Result<(), String> {
    match of(spec) {
        Some(name) if spec.browser != Browser::Missing => {
            script(&folder.join(name), spec.browser, spec.person)
        }
        _ => Ok(()),
    }
}

/// A person who allows all that they are asked, and opens an address by hand where no browser did: what stands in for
/// both, where a browser may be tried at all.
pub(super) fn allow(folder: &Path, spec: &Spec) -> Result<Option<PathBuf>, String> {
    if !is_tried(spec) {
        return Ok(None);
    }
    let path = folder.join("browser");
    script(&path, Browser::Works, Person::Allows)?;
    Ok(Some(path))
}

/// Whether a browser may be tried: a display without one is enough.
pub(super) fn is_tried(spec: &Spec) -> bool {
    let says_so = |(name, _): &(String, String)| ["BROWSER", "DISPLAY"].contains(&name.as_str());
    spec.browser != Browser::None || spec.variables.iter().any(says_so)
}

fn script(path: &Path, browser: Browser, person: Person) -> Result<(), String> {
    let explain = |error: std::io::Error| error.to_string();
    let program = shared_program::path(PURPOSE);
    let line = match (browser, person) {
        (Browser::None | Browser::Missing, _) => return Ok(()),
        (Browser::Fails, _) => "echo no display >&2; exit 3".to_owned(),
        (Browser::Works, Person::Sleeps) => "exit 0".to_owned(),
        (Browser::Works, Person::Allows) => format!("exec '{}' browser \"$@\"", program.display()),
        (Browser::Works, Person::Denies) => format!("exec '{}' browser --deny \"$@\"", program.display()),
    };
    fs::write(path, format!("#!/bin/sh\n{line}\n")).map_err(explain)?;
    places::make_executable(path).map_err(explain)
}
