//! The program `daypass`, as a library that its `main` calls. Arguments, environment, terminal and the locations of files
//! meet in this crate alone, and no other crate prints.
//!
//! ```
//! use daypass_cli::exit::Exit;
//!
//! // Scripts may rely on the exit codes: 3 always means that a sign-in is needed first.
//! assert_eq!(Exit::LoginRequired.code(), 3);
//! ```

pub mod args;
mod background_server;
mod browser;
mod changes_made;
mod command_line;
mod commands;
mod complete;
mod config_files;
mod context;
mod exported_profiles;
mod failures;
mod folder_pin;
mod guarding;
mod inventory;
mod machine;
mod other_tool_profiles;
pub mod other_tools;
mod output_forms;
mod picker;
mod planned_changes;
mod quick;
mod run;
mod runtime;
mod session_choice;
mod settings_file;
mod signin;
mod vault;

use daypass_reports as report;
pub use daypass_reports::exit;
pub use run::run;
