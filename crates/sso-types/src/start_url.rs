//! The start URL of an access portal, kept exactly as it was written, because cache files are named after it.

use crate::WebAddress;
use std::{fmt, str::FromStr};

/// The error for a text that is not a start URL. `Display` quotes the text and says the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidStartUrl {
    text: String,
    rule: &'static str,
}

impl fmt::Display for InvalidStartUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a start URL: {}", self.text, self.rule)
    }
}

impl std::error::Error for InvalidStartUrl {}

/// The address of an access portal, such as `https://d-1234567890.awsapps.com/start`.
///
/// A start URL is a [`WebAddress`] with the scheme `https`, or `http` on loopback (for a simulator). The text is kept
/// unchanged: the AWS CLI names the token file of a legacy profile after it, so that `…/start` and `…/start/` are two
/// sign-ins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StartUrl(String);

impl StartUrl {
    /// Checks the scheme and the host and wraps the text unchanged.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidStartUrl> {
        let text = text.into();
        match WebAddress::parse(&text) {
            Ok(address) if address.is_for_a_browser() => Ok(Self(text)),
            Ok(_) => Err(InvalidStartUrl { text, rule: "it must begin with https://" }),
            Err(error) => Err(InvalidStartUrl { text, rule: error.rule }),
        }
    }

    /// Returns the URL as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the host in lower case, without port or trailing dot.
    pub fn host(&self) -> String {
        self.address().map(|address| address.host().to_owned()).unwrap_or_default()
    }

    /// Whether another address leads to the same portal. The portal ignores a fragment, trailing slashes and letter
    /// case; the file names of the AWS CLI do not.
    ///
    /// ```
    /// use daypass_sso_types::StartUrl;
    /// let url = StartUrl::new("https://d-1234567890.awsapps.com/start")?;
    /// assert!(url.is_portal_of("https://D-1234567890.awsapps.com/start/#/"));
    /// assert!(!url.is_portal_of("https://d-1234567891.awsapps.com/start"));
    /// # Ok::<(), daypass_sso_types::InvalidStartUrl>(())
    /// ```
    pub fn is_portal_of(&self, other: &str) -> bool {
        Self::portal(&self.0) == Self::portal(other)
    }

    /// Normalises an address, so that two addresses of one portal become equal: no fragment, no trailing slash, lower
    /// case. See [`Self::is_portal_of`].
    pub fn portal(text: &str) -> String {
        text.split('#').next().unwrap_or_default().trim_end_matches('/').to_lowercase()
    }

    /// Parses the URL; always `Some`, because `new` has checked the text.
    fn address(&self) -> Option<WebAddress> {
        WebAddress::parse(&self.0).ok()
    }
}

impl FromStr for StartUrl {
    type Err = InvalidStartUrl;
    fn from_str(text: &str) -> Result<Self, InvalidStartUrl> {
        Self::new(text)
    }
}

impl fmt::Display for StartUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
