//! What the crate promises, tested from outside.

mod edit;
mod hostile;
mod laws;
mod vectors;
