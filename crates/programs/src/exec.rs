//! A command in the place of this process.

use std::{io, process::Command};

/// Replaces this process by the command, so that exit code, signals and terminal are the command's; on Windows, waits for the
/// command, and returns its exit code.
///
/// # Errors
/// The command cannot be started; this process goes on.
pub fn become_command(command: &mut Command) -> io::Result<u8> {
    #[cfg(unix)]
    return Err(std::os::unix::process::CommandExt::exec(command));
    #[cfg(not(unix))]
    return Ok(command.status()?.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_leaves_this_process() {
        let error = become_command(&mut Command::new("no-such-program-of-daypass")).expect_err("no program");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
