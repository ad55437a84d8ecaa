//! Faults: what goes wrong on purpose, for which requests, and how often.

mod answer;
mod coded;
mod edited_reply;
mod json;
mod line;
mod patch;
mod queue;
mod value;
mod vocabulary;
mod word;

pub(crate) use edited_reply::{EditedReply, FaultyRequest};
pub(crate) use line::Effect;
pub use line::{Fault, InvalidFault};
pub(crate) use queue::Faults;
pub(crate) use word::Replacement;
