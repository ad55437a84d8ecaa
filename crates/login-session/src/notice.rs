//! Notices of a provider of credentials: what happened during a request that did not stop it.

use std::{fmt, path::PathBuf};

/// A warning for the person, or a decision for the log. A notice never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A decision, for a verbose log.
    Decision(String),
    /// A file was stored; the text names what it holds, such as "the renewed session".
    Stored(&'static str),
    /// The request succeeded, but a file could not be stored.
    NotSaved {
        /// What the file would hold, such as "the role credentials".
        what: &'static str,
        /// The error, in words.
        reason: String,
    },
    /// A damaged cache file was set aside.
    SetAside {
        /// The path of the damaged file.
        file: PathBuf,
        /// Its path now.
        to: PathBuf,
    },
    /// The session could not be renewed; the current token or credentials have not expired and are used.
    NotRenewed {
        /// The error, in words.
        reason: String,
    },
    /// The owner or mode of a cache file is wrong, or was repaired.
    FileNotice(String),
    /// No lock could be taken; the request goes on without one.
    Unlocked(String),
}

impl Notice {
    /// Whether the person should see the notice without a verbose option.
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::Decision(_) | Self::Stored(_) | Self::Unlocked(_))
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decision(text) | Self::FileNotice(text) => f.write_str(text),
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

/// Receives the notices of a provider. Every `Fn(&Notice)` is one.
pub trait Observer: Send + Sync {
    /// Handles one notice; called in order.
    fn notice(&self, notice: &Notice);
}

impl<F: Fn(&Notice) + Send + Sync> Observer for F {
    fn notice(&self, notice: &Notice) {
        self(notice);
    }
}

/// Joins the messages of an error and its causes with colons, for the reason in a notice.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
