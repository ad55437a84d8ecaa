//! Raw mode on standard input; no other module changes the terminal's mode.

#[cfg(unix)]
use rustix::termios::{LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcsetattr};

/// A changed terminal mode on standard input; the previous mode is restored on drop.
///
/// Nothing is changed if standard input is not a terminal, and on Windows.
#[derive(Debug)]
pub(crate) struct RawMode {
    #[cfg(unix)]
    before: Option<Termios>,
    #[cfg(unix)]
    restore: OptionalActions,
}

impl RawMode {
    /// Reads single keys without echo (no ISIG, ECHO, ICANON); what was typed before is kept, as at a shell's prompt.
    ///
    /// Ctrl-C is read as a key. With ISIG it would be a signal, which is not handled while a question waits for a key.
    pub(crate) fn keys() -> Self {
        Self::keys_when(
            #[cfg(unix)]
            OptionalActions::Now,
        )
    }

    /// Reads single keys like `keys`, and discards what was typed before, for questions that one key answers.
    pub(crate) fn keys_after_discard() -> Self {
        Self::keys_when(
            #[cfg(unix)]
            OptionalActions::Flush,
        )
    }

    fn keys_when(#[cfg(unix)] when: OptionalActions) -> Self {
        #[cfg(unix)]
        {
            let before = tcgetattr(std::io::stdin()).ok();
            if let Some(mode) = &before {
                let off = LocalModes::ISIG | LocalModes::ECHO | LocalModes::ICANON;
                set(mode, off, when);
            }
            Self { before, restore: OptionalActions::Now }
        }
        #[cfg(not(unix))]
        Self {}
    }

    /// Reads text of any length without echo (no ECHO, ICANON); Ctrl-C stays a signal.
    ///
    /// `None` for a background job, which the system would stop when it changes the terminal.
    #[cfg(unix)]
    pub(crate) fn hidden() -> Option<Self> {
        let stdin = std::io::stdin();
        let before = tcgetattr(&stdin).ok()?;
        if !in_foreground()? {
            return None;
        }
        set(&before, LocalModes::ECHO | LocalModes::ICANON, OptionalActions::Now)
            .then_some(Self { before: Some(before), restore: OptionalActions::Flush })
    }
}

/// Discards input that was typed and not read yet.
pub(crate) fn discard_typed() {
    #[cfg(unix)]
    let _no_terminal = tcflush(std::io::stdin(), QueueSelector::IFlush);
}

/// Whether this process is of the group that the terminal listens to. `getpgrp` must not tell: where the group is of another
/// PID namespace it has no number, which rustix takes for impossible.
#[cfg(target_os = "linux")]
fn in_foreground() -> Option<bool> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let (group, listened_to) = (fields.nth(2)?, fields.nth(2)?);
    Some(group == listened_to)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn in_foreground() -> Option<bool> {
    Some(rustix::termios::tcgetpgrp(std::io::stdin()).ok()? == rustix::process::getpgrp())
}

#[cfg(unix)]
fn set(before: &Termios, off: LocalModes, when: OptionalActions) -> bool {
    let mut mode = before.clone();
    mode.local_modes.remove(off);
    tcsetattr(std::io::stdin(), when, &mode).is_ok()
}

#[cfg(unix)]
impl Drop for RawMode {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // This fails only if the terminal has been closed.
            let _gone = tcsetattr(std::io::stdin(), self.restore, before);
        }
    }
}
