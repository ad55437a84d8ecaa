//! The files of `docs/` that this program makes.

use crate::{crates, house, pages, screens};
use std::fs;

/// Returns each file with its text, or why there is none.
pub(crate) fn all() -> Vec<(String, Result<String, String>)> {
    let mut all = screens::all();
    all.push(("crates.md".to_owned(), crates::page()));
    all.push(("pictures/house.svg".to_owned(), house::svg()));
    all
}

/// Compares a file with what it should be; writes it where that is wished.
pub(crate) fn compare(file: &str, text: &str, is_blessed: bool) -> Result<(), String> {
    let path = pages::folder().join(file);
    if is_blessed {
        return fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()));
    }
    if fs::read_to_string(&path).is_ok_and(|kept| kept == text) {
        return Ok(());
    }
    Err(format!("docs/{file} is out of date: cargo xtask book --bless"))
}
