//! Classifies cache files by their contents.

use crate::{LoginEntry, Registration, RoleEntry, Token, json::Members};

/// What a file holds. Tokens, registrations, role credentials and console sign-ins are recognised by their members, under any file name,
/// as the AWS CLI's logout does.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Content {
    /// The token of a sign-in.
    Token(Box<Token>),
    /// A client registration.
    Registration(Box<Registration>),
    /// Role credentials; [`RoleEntry::is_sso`] says whether they come from IAM Identity Center.
    Role(Box<RoleEntry>),
    /// A console sign-in (`aws login`).
    Login(Box<LoginEntry>),
    /// A temporary file of daypass. A running writer may still use it; [`Store::sweep`](crate::Store::sweep) removes
    /// only those that no writer has locked.
    Leftover,
    /// A corrupt file that was set aside; it may hold parts of secrets.
    SetAside,
    /// Another program's file, under a name that is not a cache key; or a folder under such a name.
    Foreign,
    /// A file that has the name of a cache file and holds none of its formats, with the reason.
    Corrupt(&'static str),
    /// A file that could not be read.
    Unreadable,
}

impl Content {
    /// Returns a noun for messages: "token", "registration", "role credentials", "console sign-in" or "damaged file".
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Token(_) => "token",
            Self::Registration(_) => "registration",
            Self::Role(_) => "role credentials",
            Self::Login(_) => "console sign-in",
            _ => "damaged file",
        }
    }
}

/// The longest cache file that is read, in bytes: 1 MiB. Cache files have a few KiB; the AWS CLI keeps a database in
/// the same folder.
pub const MAX_BYTES: u64 = 1 << 20;

/// Classifies the bytes of a file; `is_cache_name` says whether its name is that of a cache file.
pub(crate) fn classify(bytes: &[u8], is_cache_name: bool) -> Content {
    let reason = match Members::parse(bytes) {
        Err(defect) => match LoginEntry::parse(bytes) {
            Ok(login) => return Content::Login(Box::new(login)),
            Err(_) => defect.0,
        },
        Ok(members) => {
            if let Ok(token) = Token::from_members(members.clone()) {
                return Content::Token(Box::new(token));
            }
            if let Ok(role) = RoleEntry::from_members(members.clone()) {
                return Content::Role(Box::new(role));
            }
            if let Ok(login) = LoginEntry::from_members(members.clone()) {
                return Content::Login(Box::new(login));
            }
            if let Ok(registration) = Registration::from_members(members) {
                return Content::Registration(Box::new(registration));
            }
            "it is neither a token nor a registration nor credentials"
        }
    };
    if is_cache_name { Content::Corrupt(reason) } else { Content::Foreign }
}
