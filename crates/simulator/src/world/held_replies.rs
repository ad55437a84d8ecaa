//! Replies that are held until a release.

/// Numbers the held replies; a release sends all that were held before it.
#[derive(Debug, Clone, Default)]
pub(super) struct HeldReplies {
    held: u64,
    released: u64,
}

impl HeldReplies {
    /// Returns the number of the next held reply.
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
