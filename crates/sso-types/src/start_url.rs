//! The start URL of an access portal: kept exactly as it was written, because cache files are named by it.

use crate::WebAddress;
use std::{fmt, str::FromStr};

/// Why a text is no start URL.
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
/// It is a [`WebAddress`] that is `https`, or `http` on loopback (for a simulator). The text is kept to the letter: the
/// AWS CLI names the token cache of a profile without a session after it, so that `…/start` and `…/start/` are two
/// sign-ins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StartUrl(String);

impl StartUrl {
    /// Checks scheme and host and takes the text over.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidStartUrl> {
        let text = text.into();
        match WebAddress::parse(&text) {
            Ok(address) if address.is_for_a_browser() => Ok(Self(text)),
            Ok(_) => Err(InvalidStartUrl { text, rule: "it must begin with https://" }),
            Err(error) => Err(InvalidStartUrl { text, rule: error.rule }),
        }
    }

    /// The URL as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, in lower case, without port or trailing dot.
    pub fn host(&self) -> String {
        self.address().map(|address| address.host().to_owned()).unwrap_or_default()
    }

    /// Whether another address leads to the same portal: a fragment, a last slash and the case of letters make no
    /// difference to it. To the files of the AWS CLI they do.
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

    /// The one spelling of what a text names as a portal: the same for all that [`Self::is_portal_of`] takes for one.
    pub fn portal(text: &str) -> String {
        text.split('#').next().unwrap_or_default().trim_end_matches('/').to_lowercase()
    }

    /// The URL taken apart. Always there: it was checked when the text was taken over.
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
