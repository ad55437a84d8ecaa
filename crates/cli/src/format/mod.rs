//! Output forms: credentials as shells and SDKs take them, and the forms of the `terminal` crate.

pub mod credentials;
pub mod time;

pub use daypass_terminal::{shell, table};
