//! What the crate of service tokens promises, one module per promise.

mod calls;
mod registries;
mod vectors;
