//! The program `daypass`, as a library that its `main` calls: arguments, environment, terminal and the files'
//! locations meet here and nowhere else, and only this crate prints.
//!
//! ```
//! use daypass_cli::exit::Exit;
//!
//! // Scripts may rely on the exit codes: 3 always means that a sign-in is needed first.
//! assert_eq!(Exit::LoginRequired.code(), 3);
//! ```

pub mod args;
mod browser;
mod clipboard;
mod commands;
mod config_files;
mod context;
mod done;

pub mod exit;
mod failures;
mod habits;
mod host;
mod hot;
mod integration;
mod organisation;
mod output;
mod picker;
mod prompt;
mod remedy;
mod report;
mod run;
mod runtime;
mod serve;
mod settings;
mod signals;
mod signin;
mod subject;
mod words;

pub use run::run;
