//! What `daypass init` gives a shell: `daypass use`, and completion that knows the names in the config files.

mod completion_names;
pub(crate) mod prompt_segment;
mod script;

pub(crate) use completion_names::{answer, print};
pub(crate) use script::script;
