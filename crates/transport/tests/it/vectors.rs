//! The shared test vectors, where they are at hand.

use serde_json::Value;
use std::path::PathBuf;

/// The file as JSON; `None`, with a visible line, where the vectors are not.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "found through the environment; a skip is seen"
)]
pub(crate) fn load(name: &str) -> Option<Value> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vectors");
    let folder = std::env::var_os("DAYPASS_VECTORS").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    if let Ok(bytes) = std::fs::read(folder.join(name)) {
        return Some(serde_json::from_slice(&bytes).expect("the vectors are JSON"));
    }
    println!("skipped: no vectors ({name})");
    None
}
