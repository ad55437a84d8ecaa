//! The mode of the terminal on standard input: the one place that changes it.

#[cfg(unix)]
use rustix::{
    process::getpgrp,
    termios::{
        LocalModes, OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetpgrp, tcsetattr,
    },
};

/// A mode of standard input other than that of a line that is edited by the terminal; the previous one is restored on
/// drop. Where standard input is no terminal, and on Windows, nothing is changed.
#[derive(Debug)]
pub(crate) struct Mode {
    #[cfg(unix)]
    before: Option<Termios>,
    #[cfg(unix)]
    restore: OptionalActions,
}

impl Mode {
    /// Keys one by one, unechoed (no ISIG, ECHO, ICANON). Ctrl-C is a key like any other: between a question that is
    /// shown and its first key, and between two keys, the terminal would make it a signal, which nobody hears while an
    /// answer is waited for. What was typed before is read, as at a shell's prompt.
    pub(crate) fn keys() -> Self {
        Self::keys_when(
            #[cfg(unix)]
            OptionalActions::Now,
        )
    }

    /// The same for a question that one key answers: what was typed before it was seen is dropped.
    pub(crate) fn keys_from_now() -> Self {
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

    /// Unechoed text of any length (no ECHO, ICANON); Ctrl-C stays a signal. None where this process is a job in the
    /// background, which is stopped where it touches its terminal.
    #[cfg(unix)]
    pub(crate) fn hidden() -> Option<Self> {
        let stdin = std::io::stdin();
        let before = tcgetattr(&stdin).ok()?;
        if tcgetpgrp(&stdin).ok()? != getpgrp() {
            return None;
        }
        set(&before, LocalModes::ECHO | LocalModes::ICANON, OptionalActions::Now)
            .then_some(Self { before: Some(before), restore: OptionalActions::Flush })
    }
}

/// Drops what was typed and not read yet.
pub(crate) fn forget_typed() {
    #[cfg(unix)]
    let _no_terminal = tcflush(std::io::stdin(), QueueSelector::IFlush);
}

#[cfg(unix)]
fn set(before: &Termios, off: LocalModes, when: OptionalActions) -> bool {
    let mut mode = before.clone();
    mode.local_modes.remove(off);
    tcsetattr(std::io::stdin(), when, &mode).is_ok()
}

#[cfg(unix)]
impl Drop for Mode {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // A terminal that cannot be set back has gone away.
            let _gone = tcsetattr(std::io::stdin(), self.restore, before);
        }
    }
}
