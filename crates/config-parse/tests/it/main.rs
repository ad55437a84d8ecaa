//! What the crate promises, tested from outside.

mod edit;
mod hostile;
mod law;
mod laws;
mod vectors;
