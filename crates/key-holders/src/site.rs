//! Whose keys are meant, as every holder is told.

use crate::Item;
use std::path::Path;

/// Whose keys: of which vault, and where a holder that keeps a file has its folder.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_structs, reason = "what every holder is told; built by callers")]
pub struct Site<'a> {
    /// The name under which they are kept.
    pub item: Item,
    /// The folder of the vault, for a helper that keeps a file.
    pub folder: &'a Path,
}
