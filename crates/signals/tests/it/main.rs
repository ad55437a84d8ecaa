//! Signals that this process sends to itself.

#[cfg(all(test, unix))]
mod held;
