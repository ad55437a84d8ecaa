//! A command in the place of this process.

use std::{io, process::Command};

/// Becomes the command, so that exit code, signals and terminal are the command's. Returns only if it cannot be started.
///
/// Unix replaces the process. On Windows, where nothing can, this process waits beside the command and ends with all 32 bits of
/// its exit code (0xC0000005 is a crash). Ctrl-C and Ctrl-Break reach every process of a console there: they do nothing to this
/// one, so that the command cleans up and its exit code is kept.
pub fn become_command(command: &mut Command) -> io::Error {
    #[cfg(unix)]
    return std::os::unix::process::CommandExt::exec(command);
    #[cfg(not(unix))]
    match wait_for(command) {
        #[expect(clippy::exit, reason = "this process stands for the command, and an ExitCode has 8 bits")]
        Ok(code) => std::process::exit(code),
        Err(error) => error,
    }
}

/// Runs a command to its end, and leaves the keys of the console to it.
#[cfg(not(unix))]
fn wait_for(command: &mut Command) -> io::Result<i32> {
    // Each is a handler of the console for as long as it is kept.
    #[cfg(windows)]
    let _keys = (tokio::signal::windows::ctrl_c()?, tokio::signal::windows::ctrl_break()?);
    Ok(command.status()?.code().unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_leaves_this_process() {
        let error = become_command(&mut Command::new("no-such-program-of-daypass"));
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
