//! What the portal crate promises, one module per promise.

mod client;
mod errors;
mod replies;
mod requests;
mod support;
