//! What the crate promises, tested from outside.

mod dialects;
mod edit;
mod edit_laws;
mod edit_places;
mod encodings;
mod fixes;
mod hostile;
mod law;
mod laws;
mod lint;
mod lookups;
mod names;
mod sieve;
mod told;
mod vectors;
mod views;
mod words;
