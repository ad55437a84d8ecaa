//! What the STS crate promises, one module per promise.

mod client;
mod console;
mod errors;
mod replies;
mod sign;
mod support;
