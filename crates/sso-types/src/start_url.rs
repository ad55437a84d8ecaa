//! The start URL of an access portal: kept exactly as it was written, because cache files are named by it.

use std::fmt;

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
/// It is `https`, or `http` on loopback (for a simulator). The text is kept to the letter: the AWS CLI names
/// the token cache of a profile without a session after it, so that `…/start` and `…/start/` are two sign-ins.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StartUrl(String);

impl StartUrl {
    /// Checks scheme and host and takes the text over.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidStartUrl> {
        let text = text.into();
        match check(&text) {
            Ok(()) => Ok(Self(text)),
            Err(rule) => Err(InvalidStartUrl { text, rule }),
        }
    }

    /// The URL as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, in lower case, without port, user information or trailing dot.
    pub fn host(&self) -> String {
        let (_, host, _) = split(&self.0).unwrap_or_default();
        host.to_ascii_lowercase().trim_end_matches('.').to_owned()
    }
}

impl fmt::Display for StartUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

fn check(text: &str) -> Result<(), &'static str> {
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err("it holds white space or control characters");
    }
    let (scheme, host, port) = split(text).ok_or("it must begin with https://")?;
    if !port.is_empty() && (port.starts_with('+') || port.parse::<u16>().is_err()) {
        return Err("its port is not a number up to 65535");
    }
    if host.is_empty() || host.chars().any(|c| !(c.is_alphanumeric() || "-._[]:".contains(c))) {
        return Err("it has no valid host");
    }
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Ok(()),
        "http" if is_loopback(host) => Ok(()),
        _ => Err("it must begin with https://"),
    }
}

/// Scheme, bare host and port of `scheme://[user@]host[:port][/…]`.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let rest = rest.strip_prefix("//")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let end = match host_port.find(']') {
        Some(end) => end + 1,
        None => host_port.find(':').unwrap_or(host_port.len()),
    };
    let (host, port) = host_port.split_at_checked(end)?;
    Some((scheme, host, port.strip_prefix(':').unwrap_or(port)))
}

fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host == "[::1]"
        || host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}
