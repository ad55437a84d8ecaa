//! What every comparison ends in.

use std::error::Error;

/// A failure is words for a person.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;
