//! What the crate promises, tested from outside.

mod edit;
mod edit_laws;
mod hostile;
mod law;
mod laws;
mod lint;
mod vectors;
mod views;
