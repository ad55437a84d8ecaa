//! What the crate of other credential sources promises, one module per promise.

mod lines;
mod machines;
