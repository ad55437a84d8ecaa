//! The state of one console sign-in.

use daypass_login_session::{
    Error,
    console_login::{IdTokenClaims, LONGEST_SESSION},
};
use daypass_token_cache::{LoginEntry, TokenAction};
use std::time::SystemTime;

/// The state of a console sign-in, by its file or as the service answered.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConsoleState {
    /// The keys of the file are valid.
    SignedIn(Box<LoginEntry>),
    /// The keys have ended, and the next use refreshes them.
    Renewable(Box<LoginEntry>),
    /// The keys have ended, and nothing refreshes them: the file lacks what a refresh takes, or the sign-in is older than a
    /// session can be.
    Expired(Box<LoginEntry>),
    /// The service refused to refresh the session; only [`ConsoleSignIn::verify`](crate::ConsoleSignIn::verify) tells.
    Refused(Box<LoginEntry>),
    /// There is no file.
    SignedOut,
    /// There is a file that cannot be read.
    Unreadable(Error),
}

impl ConsoleState {
    pub(crate) fn of(stored: Result<Option<LoginEntry>, Error>, now: SystemTime) -> Self {
        let entry = match stored {
            Ok(Some(entry)) => Box::new(entry),
            Ok(None) => return Self::SignedOut,
            Err(error) => return Self::Unreadable(error),
        };
        match entry.action(now) {
            TokenAction::Use | TokenAction::RefreshOrUse => Self::SignedIn(entry),
            TokenAction::Refresh if ends_by(&entry).is_none_or(|end| end > now) => Self::Renewable(entry),
            TokenAction::Refresh | TokenAction::SignIn => Self::Expired(entry),
        }
    }

    /// Says whether the next command works without a person: the keys are valid or can be refreshed.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::SignedIn(_) | Self::Renewable(_))
    }

    /// Returns the state as a word for programs: `signed_in`, `renewable`, `expired`, `refused`, `signed_out`, `unreadable`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SignedIn(_) => "signed_in",
            Self::Renewable(_) => "renewable",
            Self::Expired(_) => "expired",
            Self::Refused(_) => "refused",
            Self::SignedOut => "signed_out",
            Self::Unreadable(_) => "unreadable",
        }
    }

    /// Returns what the file holds, valid or not.
    pub fn entry(&self) -> Option<&LoginEntry> {
        match self {
            Self::SignedIn(entry) | Self::Renewable(entry) | Self::Expired(entry) | Self::Refused(entry) => {
                Some(entry)
            }
            Self::SignedOut | Self::Unreadable(_) => None,
        }
    }

    /// Returns when the keys end.
    pub fn keys_expire_at(&self) -> Option<SystemTime> {
        // A file whose time cannot be read has the epoch.
        self.entry()?.credentials.expires_at.filter(|end| *end > SystemTime::UNIX_EPOCH)
    }

    /// Returns until when the keys can be refreshed at the latest: [`LONGEST_SESSION`] after the sign-in. The session may end
    /// earlier, which only the service knows. `None` if nothing refreshes the keys, or the time of the sign-in is not known.
    pub fn renewable_until(&self) -> Option<SystemTime> {
        self.entry().filter(|entry| self.is_good() && entry.is_renewable()).and_then(ends_by)
    }
}

/// When the session of an entry ends at the latest, if its id token says when it began.
fn ends_by(entry: &LoginEntry) -> Option<SystemTime> {
    let claims = IdTokenClaims::read(entry.id_token.as_ref()?).ok()?;
    claims.issued_at?.checked_add(LONGEST_SESSION)
}
