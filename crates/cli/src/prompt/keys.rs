//! Ctrl-C as a key like any other while a question stands. Between a question that is shown and its first key, and
//! between two keys, the terminal would make it a signal, which nobody hears while an answer is waited for.

#[cfg(unix)]
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// Until it is dropped.
pub(super) struct Keys {
    #[cfg(unix)]
    before: Option<Termios>,
}

impl Keys {
    pub(super) fn all() -> Self {
        #[cfg(unix)]
        {
            let before = tcgetattr(std::io::stdin()).ok();
            if let Some(mut mode) = before.clone() {
                mode.local_modes.remove(LocalModes::ISIG);
                let _unchanged = tcsetattr(std::io::stdin(), OptionalActions::Now, &mode);
            }
            Self { before }
        }
        #[cfg(not(unix))]
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Keys {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _unchanged = tcsetattr(std::io::stdin(), OptionalActions::Now, before);
        }
    }
}
