//! What the crate promises, one module per promise. `lNN` in a name is the case of that number in the list of cases of
//! `aws login`.

#[cfg(feature = "ring")]
mod against_simulator;
mod authorize;
#[cfg(feature = "ring")]
mod client;
mod errors;
mod keys;
mod pasted;
mod proofs;
mod props;
mod replies;
mod requests;
mod secrets;
mod support;
