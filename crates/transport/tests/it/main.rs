//! What the transport crate promises, one module per promise.

#[cfg(feature = "reqwest")]
mod adapter;
mod caller;
mod date;
mod endpoint;
mod error;
mod exchanges;
mod odd_input;
mod portal_host;
mod retry;
mod service_error;
#[cfg(feature = "reqwest")]
mod tls;
mod vectors;
