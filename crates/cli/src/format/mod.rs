//! Times, and the forms of the `terminal` crate.

pub mod time;

pub use daypass_terminal::{shell, table};
