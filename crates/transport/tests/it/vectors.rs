//! The test vectors of the repository, or of another folder that is named.

use serde_json::Value;
use std::path::PathBuf;

/// The file as JSON.
#[expect(clippy::disallowed_methods, reason = "a test may be told where the vectors are")]
pub(crate) fn load(name: &str) -> Value {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors");
    let folder = std::env::var_os("DAYPASS_VECTORS").map_or_else(|| PathBuf::from(own), PathBuf::from);
    let bytes = std::fs::read(folder.join(name)).expect(name);
    serde_json::from_slice(&bytes).expect("the vectors are JSON")
}
