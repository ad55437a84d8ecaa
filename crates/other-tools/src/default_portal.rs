//! The portal that the variables of aws-sso-util name as the default.

use crate::{Surroundings, portal};

/// Beginnings of the variables that name a default portal, in the order of aws-sso-util.
const DEFAULTS: [&str; 5] = [
    "AWS_CONFIGURE_SSO_DEFAULT_SSO",
    "AWS_SSO_CONFIGURE_DEFAULT_SSO",
    "AWS_CONFIGURE_DEFAULT_SSO",
    "AWS_SSO_LOGIN_DEFAULT_SSO",
    "AWS_DEFAULT_SSO",
];

/// The portal that aws-sso-util takes where none is named.
///
/// ```
/// use daypass_other_tools::{DefaultPortal, Surroundings};
///
/// let mut around = Surroundings::new("/home/me");
/// assert_eq!(DefaultPortal::of(&around), None);
/// let url = "https://corp.awsapps.com/.*".to_owned();
/// around.variables.insert("AWS_DEFAULT_SSO_START_URL".to_owned(), url);
/// let default = DefaultPortal::of(&around).expect("the variable names one");
/// assert!(default.is("https://corp.awsapps.com/start", "eu-west-1"));
/// assert!(!default.is("https://other.awsapps.com/start", "eu-west-1"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DefaultPortal {
    /// Its start URL, or a regular expression for it.
    pub start_url: String,
    /// Its region; `None` for any.
    pub region: Option<String>,
}

impl DefaultPortal {
    /// Reads the variables; the first pair whose start URL is set counts.
    pub fn of(around: &Surroundings) -> Option<Self> {
        let get = |start: &str, end: &str| around.variable(&format!("{start}_{end}")).map(str::to_owned);
        DEFAULTS.into_iter().find_map(|start| {
            Some(Self { start_url: get(start, "START_URL")?, region: get(start, "REGION") })
        })
    }

    /// Whether a portal with this start URL and this region is meant.
    pub fn is(&self, start_url: &str, region: &str) -> bool {
        is_meant(&self.start_url, start_url) && self.region.as_deref().is_none_or(|own| own == region)
    }
}

/// Whether a text names a start URL: the variable may be a regular expression, of which `.*` and the end marks are known.
fn is_meant(text: &str, start_url: &str) -> bool {
    let (wanted, url) = (portal::normal(text), portal::normal(start_url));
    if wanted == url {
        return true;
    }
    if !text.contains(".*") {
        return false;
    }
    let pattern = text.trim_start_matches('^').trim_end_matches('$').replace("\\.", ".").to_lowercase();
    let mut rest = url.to_lowercase();
    pattern.split(".*").filter(|part| !part.is_empty()).all(|part| {
        let found = rest.find(part).and_then(|at| rest.get(at + part.len()..)).map(str::to_owned);
        found.is_some_and(|after| {
            rest = after;
            true
        })
    })
}
