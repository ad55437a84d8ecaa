//! What `daypass init` adds to a shell, and what loads it.
//!
//! [`script`] is the integration of a [`Shell`]: `daypass use`, and completion of commands, options and of the names in the
//! config files. [`credential_lines`] are credentials as a shell takes them. [`install`] plans what loads the script at each start
//! of a shell, and [`uninstall`] how that goes again, to the byte. [`StartFile`] finds the lines of start files that load it;
//! other lines that name daypass are a person's own. Files are read in given folders and never written; no shell is started.

mod credential_lines;
mod file_change;
mod installation;
mod loading_line;
mod script;
mod shell;
mod start_file;
mod start_folders;

pub use credential_lines::credential_lines;
pub use file_change::FileChange;
pub use installation::{install, installed_scripts, uninstall};
pub use script::script;
pub use shell::{NoShell, Shell};
pub use start_file::StartFile;
pub use start_folders::StartFolders;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
