//! Output forms: shell assignments, JSON, times and tables.

pub mod credentials;
pub mod shell;
pub mod table;
pub mod time;
