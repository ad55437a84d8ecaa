//! Times: exact for programs, as people say them for people.

pub use daypass_terminal::time::{clock, left, parse_span, relative, span};
/// `YYYY-MM-DDTHH:MM:SSZ`, the one spelling that every SDK reads.
pub use daypass_token_cache::time::format as rfc3339;
