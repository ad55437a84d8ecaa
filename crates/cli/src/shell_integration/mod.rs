//! What `daypass init` adds to a shell: `daypass use`, and completion of the names in the config files.

mod completion_names;
pub(crate) mod prompt_segment;
mod script;

pub(crate) use completion_names::{answer, print};
pub(crate) use script::script;
