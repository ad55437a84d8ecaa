//! The files of `docs/`: which are pages, which are pictures, and which nobody would find.

use std::{fs, path::PathBuf};
use xtask::places;

/// The folder of the book.
pub(crate) fn folder() -> PathBuf {
    places::root().join("docs")
}

/// Returns the files below `docs` with an extension, by their names there, and their texts.
pub(crate) fn with_extension(extension: &str) -> Result<Vec<(String, String)>, String> {
    let explain = |error: std::io::Error| error.to_string();
    let folder = folder();
    let mut found = Vec::new();
    for path in places::files_below(&folder).map_err(explain)? {
        if path.extension().is_some_and(|found| found == extension) {
            let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).map_err(explain)?));
        }
    }
    Ok(found)
}

/// Fails for a page that the table of contents does not have, and for a picture that no page shows.
pub(crate) fn no_orphan() -> Result<(), String> {
    let pages = with_extension("md")?;
    let summary = pages.iter().find(|(name, _)| name == "SUMMARY.md").ok_or("no SUMMARY.md")?;
    let lost =
        pages.iter().filter(|(name, _)| name != "SUMMARY.md" && !summary.1.contains(&format!("]({name})")));
    let mut lost: Vec<_> = lost.map(|(name, _)| name.clone()).collect();
    for (picture, _) in with_extension("svg")? {
        if !pages.iter().any(|(_, text)| text.contains(&format!("({picture})"))) {
            lost.push(picture);
        }
    }
    if lost.is_empty() { Ok(()) } else { Err(format!("nothing leads to {}", lost.join(", "))) }
}
