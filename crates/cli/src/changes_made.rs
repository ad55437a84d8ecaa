//! The changes that a command has made so far, for the message after an interruption.

use std::sync::{Arc, Mutex, PoisonError};

/// Sentences on the changes that a command has made so far; clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChangesMade(Arc<Mutex<Vec<String>>>);

impl ChangesMade {
    /// Adds a change, unless it is noted already.
    pub(crate) fn note(&self, change: String) {
        let mut changes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !changes.contains(&change) {
            changes.push(change);
        }
    }

    /// Lists all changes, the first one first.
    pub(crate) fn list(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
