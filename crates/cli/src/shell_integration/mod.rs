//! What `daypass init` gives a shell: `daypass use`, and completion that knows the names in the config files.

mod names;
mod script;
pub(crate) mod segment;

pub(crate) use names::{answer, print};
pub(crate) use script::script;
