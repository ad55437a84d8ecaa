//! What the OIDC crate promises, one module per promise.

mod authorize;
mod callback;
mod client;
mod errors;
mod poll;
mod replies;
mod requests;
mod secrets;
mod support;
