//! What the transport crate promises, one module per promise.

#[cfg(feature = "reqwest")]
mod adapter;
mod call_error;
mod caller;
mod date;
mod endpoint;
mod error;
mod exchanges;
mod members;
mod observed;
mod odd_input;
mod portal_host;
#[cfg(feature = "reqwest")]
mod proxies;
mod region;
mod retry;
mod service_error;
#[cfg(feature = "reqwest")]
mod tls;
mod trust;
mod vectors;
