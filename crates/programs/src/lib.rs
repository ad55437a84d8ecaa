//! Starts other programs: a browser, a clipboard, the program of a `credential_process`, the command of an `exec`.
//!
//! [`open_browser`] opens an address in the first browser that starts, [`copy_to_clipboard`] hands a text to the desktop,
//! [`ProcessRunner`] runs a profile's `credential_process` without a shell and for a limited time, [`HelperRunner`] a program that
//! keeps keys, [`become_command`] replaces this process, and [`machine_ids`] asks the operating system who this machine is. Which
//! programs there are is the crate `daypass-environment`'s to say.
//!
//! No function uses a shell: a program gets its arguments as they are. `ProcessRunner` needs a tokio runtime; dropping its future
//! kills the program. `HelperRunner` blocks until the program ends or its time is over. The others wait at most for a program that
//! copies or tells. [`open_browser`] leaves a thread behind that looks whether the browser failed.

mod browser;
mod clipboard;
mod credential_process;
mod exec;
mod helper_runner;
mod machine_ids;

pub use browser::open_browser;
pub use clipboard::copy_to_clipboard;
pub use credential_process::ProcessRunner;
pub use exec::become_command;
pub use helper_runner::HelperRunner;
pub use machine_ids::machine_ids;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
