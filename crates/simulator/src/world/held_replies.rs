//! Replies that wait until they are released.

/// Replies are numbered as they are held; a release lets go all that were held before it.
#[derive(Debug, Clone, Default)]
pub(super) struct Holds {
    held: u64,
    released: u64,
}

impl Holds {
    /// The number of the next reply.
    pub(super) fn hold(&mut self) -> u64 {
        self.held += 1;
        self.held
    }

    pub(super) fn release(&mut self) {
        self.released = self.held;
    }

    pub(super) fn is_held(&self, number: u64) -> bool {
        number > self.released
    }

    pub(super) fn count(&self) -> u64 {
        self.held - self.released
    }
}
