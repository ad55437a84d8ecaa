//! What a file of the caches holds, told by its bytes alone.

use crate::{Registration, RoleEntry, Token, json::Members};

/// What a file holds, by its content: names and extensions do not matter, as for the AWS CLI's logout.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// A token.
    Token(Box<Token>),
    /// A client registration.
    Registration(Box<Registration>),
    /// Role credentials; [`RoleEntry::is_sso`] says whose.
    Role(Box<RoleEntry>),
    /// A temporary file of ours; a living writer may still hold it. [`Store::sweep`](crate::Store::sweep) knows.
    Leftover,
    /// A corrupt file that was set aside; it may hold parts of secrets.
    SetAside,
    /// JSON, text or bytes of somebody else, or a folder.
    Foreign,
    /// A cache file by its name that holds nothing that fits, with the reason.
    Corrupt(&'static str),
    /// A file that could not be read.
    Unreadable,
}

impl Content {
    /// What it is, in words: a token, a registration, role credentials, or a file that is none of these.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Token(_) => "token",
            Self::Registration(_) => "registration",
            Self::Role(_) => "role credentials",
            _ => "damaged file",
        }
    }
}

/// What is longer is no cache file, in bytes: they have some kilobytes, and the AWS CLI keeps a database in the same
/// folder.
pub const MOST_BYTES: u64 = 1 << 20;

pub(crate) fn classify(bytes: &[u8], ours: bool) -> Content {
    let reason = match Members::parse(bytes) {
        Err(defect) => defect.0,
        Ok(members) => {
            if let Ok(token) = Token::from_members(members.clone()) {
                return Content::Token(Box::new(token));
            }
            if let Ok(role) = RoleEntry::from_members(members.clone()) {
                return Content::Role(Box::new(role));
            }
            if let Ok(registration) = Registration::from_members(members) {
                return Content::Registration(Box::new(registration));
            }
            "it is neither a token nor a registration nor role credentials"
        }
    };
    if ours { Content::Corrupt(reason) } else { Content::Foreign }
}
