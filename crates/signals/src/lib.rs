//! SIGINT, SIGTERM and SIGHUP end the program, but not during an exchange with AWS.
//!
//! A refresh token may be good for one use. So from the request that carries it until the answer is on disk, a signal is only
//! noted; the program ends after that. At all other times SIGTERM and SIGHUP keep their default action, so that code that
//! waits for a person or a process need not listen for them. A signal that is ignored when the program starts, as by
//! `nohup`, stays ignored.
//!
//! [`Signals`] is a [`Watch`](daypass_transport::Watch) of the [`Exchanges`](daypass_transport::Exchanges). Handlers are of
//! the whole process, so a program has one `Signals`; they are installed by the first [`Signals::listen`]. Waiting needs a
//! tokio runtime; dropping the future of [`Listening::next`] loses no signal. No function ends the process itself.

mod process;
mod signals;

pub use process::end_of_process;
pub use signals::{Listening, Signal, Signals, fail_beyond_limits};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
