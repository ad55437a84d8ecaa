//! A guard against one's own mistakes: which accounts and roles are guarded, what is asked before credentials are taken, how long
//! an agreement holds, and who took what.
//!
//! Rules add up: a target is guarded by all rules that match it, and of what they ask the strictest counts ([`Guard::of`]).
//! What to do is a pure function ([`Guard::step`]). [`Agreements`] are a small file that is replaced whole, [`GuardLog`] a file that
//! lines are only added to: one write for each, so that a process that is killed at any system call leaves whole lines, or
//! at most one that the next entry ends. Neither holds a secret. Times are arguments; nothing is async.

mod agents;
mod agreements;
mod guard;
mod log;
mod rule;
mod step;

pub use agents::AgentRule;
pub use agreements::Agreements;
pub use guard::{Guard, GuardTarget};
pub use log::{GuardLog, LogEntry};
pub use rule::{Ask, GuardColor, GuardRule, parse_time_limit};
pub use step::{Agreed, Situation, Step};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
