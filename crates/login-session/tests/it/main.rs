//! What the crate promises, one module per promise. `lNN` in a name is the case of that number in the list of cases of
//! `aws login`.

#[cfg(feature = "ring")]
mod bound;
#[cfg(feature = "ring")]
mod credentials;
#[cfg(feature = "ring")]
mod dropped;
#[cfg(feature = "ring")]
mod races;
#[cfg(feature = "ring")]
mod refusals;
#[cfg(feature = "ring")]
mod sign_in_and_out;
#[cfg(feature = "ring")]
mod support;
