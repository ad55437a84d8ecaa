//! What a command has changed so far, for whoever interrupts the rest.

use std::sync::{Arc, Mutex, PoisonError};

/// What a command has changed so far, in words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Done(Arc<Mutex<Vec<String>>>);

impl Done {
    /// Notes it, once.
    pub(crate) fn note(&self, what: String) {
        let mut done = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !done.contains(&what) {
            done.push(what);
        }
    }

    /// All of it, in order.
    pub(crate) fn words(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
