//! Time and entropy as arguments: below the CLI nothing asks the machine for either.

use std::{fmt, time::SystemTime};

/// Where the time of day comes from. Any `Fn() -> SystemTime` is one: `SystemTime::now` in a program, a
/// closure over a hand-moved value in a test.
pub trait Clock: Send + Sync {
    /// The time of day.
    fn now(&self) -> SystemTime;
}

impl<F: Fn() -> SystemTime + Send + Sync> Clock for F {
    fn now(&self) -> SystemTime {
        self()
    }
}

impl fmt::Debug for dyn Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// Where random bytes come from. For PKCE verifiers and OAuth state it must be cryptographically secure.
pub trait Entropy: Send + Sync {
    /// Fills the whole buffer.
    fn fill(&self, buffer: &mut [u8]);
}

impl<F: Fn(&mut [u8]) + Send + Sync> Entropy for F {
    fn fill(&self, buffer: &mut [u8]) {
        self(buffer);
    }
}

impl fmt::Debug for dyn Entropy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entropy")
    }
}
