//! Copies to the clipboard with the desktop's program.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

/// Copies a text by the first of these command lines that works; `false` if none does.
///
/// ```
/// use daypass_programs::copy_to_clipboard;
///
/// assert!(!copy_to_clipboard(&[&["no-such-program-of-daypass"], &[]], "text"));
/// ```
pub fn copy_to_clipboard(commands: &[&[&str]], text: &str) -> bool {
    commands.iter().any(|words| piped(words, text))
}

fn piped(words: &[&str], text: &str) -> bool {
    let Some((program, arguments)) = words.split_first() else { return false };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    let sent = child.stdin.take().is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
    child.wait().is_ok_and(|status| status.success()) && sent
}
