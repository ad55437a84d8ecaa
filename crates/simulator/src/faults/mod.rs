//! Faults: what goes wrong on purpose, when, and how often.

mod answer;
mod coded;
mod json;
mod line;
mod patch;
mod queue;
mod spoiled;
mod value;
mod vocabulary;
mod word;

pub(crate) use line::Effect;
pub use line::{Fault, InvalidFault};
pub(crate) use queue::Faults;
pub(crate) use spoiled::{Asked, Spoiled};
pub(crate) use word::Instead;
