//! Signals that this process, or a process of its own, sends to itself.

#[cfg(all(test, unix))]
mod held;
#[cfg(all(test, unix))]
mod processes;
