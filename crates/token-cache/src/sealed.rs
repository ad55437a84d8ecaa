//! What renews a session, sealed in its token file: refresh token, client id and client secret.
//!
//! The access token stays where every AWS tool reads it, and so does the file: one file is replaced whole, so that there are
//! never two that disagree. Beside the four members that every tool needs there are three of our own, which the AWS CLI and
//! the SDKs pass over:
//!
//! | member | what |
//! | --- | --- |
//! | `daypassSealed` | the sealed text: the members `clientId`, `clientSecret`, `registrationExpiresAt` and `refreshToken` as JSON |
//! | `daypassClient` | the digest of the client, by which its endpoints are remembered ([`crate::ClientEndpoints`]) |
//! | `daypassRenewsUntil` | when the registration expires, or `unknown`; absent if there is no refresh token |

use crate::{
    CacheKey,
    json::{Members, Writer},
    time,
};
use std::time::SystemTime;

const SEALED: &str = "daypassSealed";
const CLIENT: &str = "daypassClient";
const RENEWS_UNTIL: &str = "daypassRenewsUntil";
const NO_END: &str = "unknown";

/// What renews a session, sealed, and what is known of it without the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRenewal {
    pub(crate) text: String,
    pub(crate) client: Option<CacheKey>,
    /// How long the refresh token renews; `None` if there is none.
    pub(crate) renews: Option<Renews>,
}

/// How long a refresh token renews: until the registration of its client expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Renews {
    Until(SystemTime),
    UntilUnknown,
}

impl Renews {
    pub(crate) fn end(self) -> Option<SystemTime> {
        match self {
            Self::Until(end) => Some(end),
            Self::UntilUnknown => None,
        }
    }
}

impl SealedRenewal {
    /// Takes the members out; also those that another tool has kept in a file that it wrote in plain, which count no more.
    pub(crate) fn take(members: &mut Members) -> Option<Self> {
        if !members.has(SEALED) {
            return None;
        }
        let text = members.take_text(SEALED);
        let client = members.take_text(CLIENT);
        let until = members.take_text(RENEWS_UNTIL);
        Some(Self {
            text: text?,
            client: client.and_then(|digest| CacheKey::from_file_name(&format!("{digest}.json"))),
            renews: until.map(|until| time::parse(&until).map_or(Renews::UntilUnknown, Renews::Until)),
        })
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.text(SEALED, &self.text);
        out.optional(CLIENT, self.client.as_ref().map(CacheKey::to_string).as_deref());
        let until = self.renews.map(|renews| renews.end().map_or_else(|| NO_END.to_owned(), time::format));
        out.optional(RENEWS_UNTIL, until.as_deref());
    }

    /// Returns the sealed text, for whoever seals it with another key.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a refresh may succeed, once it is opened.
    pub(crate) fn is_renewable(&self, now: SystemTime) -> bool {
        self.renews.is_some_and(|renews| renews.end().is_none_or(|end| end > now))
    }
}
