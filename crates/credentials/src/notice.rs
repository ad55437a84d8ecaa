//! What happened on the way that did not stop it, told to whoever watches.

use std::{fmt, path::PathBuf};

/// Something to tell the person (a warning) or to log (a decision). Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A decision, for a verbose log.
    Decision(String),
    /// This was stored: the renewed session, the role credentials.
    Stored(&'static str),
    /// Credentials are given, but this could not be kept; the reason.
    NotSaved {
        /// What it was: the token, the role credentials.
        what: &'static str,
        /// Why.
        reason: String,
    },
    /// A damaged cache file was moved aside.
    SetAside {
        /// Where it was.
        file: PathBuf,
        /// Where it is now.
        to: PathBuf,
    },
    /// The session could not be renewed; the token in hand still serves.
    NotRenewed {
        /// Why.
        reason: String,
    },
    /// Something about a file that was mended in passing, such as a mode that was too wide.
    Mended(String),
    /// No lock could be taken; work goes on without one.
    Unlocked(String),
}

impl Notice {
    /// Whether a person should see it without asking.
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::Decision(_) | Self::Stored(_) | Self::Unlocked(_))
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decision(text) | Self::Mended(text) => f.write_str(text),
            Self::Stored(what) => write!(f, "{what} was stored"),
            Self::NotSaved { what, reason } => write!(f, "{what} could not be saved: {reason}"),
            Self::SetAside { file, to } => {
                write!(f, "{} was damaged and has been moved to {}", file.display(), to.display())
            }
            Self::NotRenewed { reason } => write!(f, "the session could not be renewed yet: {reason}"),
            Self::Unlocked(reason) => write!(f, "working without a lock: {reason}"),
        }
    }
}

/// Hears of notices.
pub trait Observer: Send + Sync {
    /// Called for each notice, in order.
    fn notice(&self, notice: &Notice);
}

impl<F: Fn(&Notice) + Send + Sync> Observer for F {
    fn notice(&self, notice: &Notice) {
        self(notice);
    }
}
