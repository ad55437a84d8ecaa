//! Parses web addresses, so that decisions are made on the host and the scheme, never on a prefix of the text.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

/// The error for a text that is not a web address. `Display` quotes the text and says the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidAddress {
    text: String,
    pub(crate) rule: &'static str,
}

impl fmt::Display for InvalidAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a web address: {}", self.text, self.rule)
    }
}

impl std::error::Error for InvalidAddress {}

/// An `https` or `http` URL with a host and without user information, in normal form.
///
/// User information, backslashes, white space and control characters are refused, because browsers and other programs
/// read them differently. The normal form has scheme and host in lower case, no default port (443, 80) and no dot at
/// the end of the host. Paths, queries and fragments stay as they are.
///
/// ```
/// use daypass_sso_types::WebAddress;
///
/// let address = WebAddress::parse("HTTPS://Device.SSO.eu-west-1.amazonaws.com:443/?user_code=ABCD-EFGH")?;
/// assert_eq!(address.as_str(), "https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH");
/// assert!(address.is_for_a_browser());
/// // The text before the `@` is a user name; the host follows it.
/// assert!(WebAddress::parse("http://127.0.0.1:80@evil.example/").is_err());
/// # Ok::<(), daypass_sso_types::InvalidAddress>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebAddress {
    normal: String,
    /// The byte offsets in `normal` where the host begins and ends.
    host: (usize, usize),
    port: Option<u16>,
}

impl WebAddress {
    /// Parses a URL and checks its parts.
    ///
    /// # Errors
    /// [`InvalidAddress`] with the first rule that the text breaks.
    pub fn parse(text: &str) -> Result<Self, InvalidAddress> {
        parts(text).map_err(|rule| InvalidAddress { text: text.to_owned(), rule })
    }

    /// Returns the URL in normal form.
    pub fn as_str(&self) -> &str {
        &self.normal
    }

    /// Returns the URL for the arguments of another program: in normal form, with everything behind the host that is not
    /// a character of a URI (RFC 3986, section 2) percent-encoded, such as quotes, bars and letters beyond ASCII.
    ///
    /// ```
    /// use daypass_sso_types::WebAddress;
    ///
    /// let address = WebAddress::parse("https://example.com/?a|calc&b=\u{2019}%20")?;
    /// assert_eq!(address.as_argument(), "https://example.com/?a%7Ccalc&b=%E2%80%99%20");
    /// # Ok::<(), daypass_sso_types::InvalidAddress>(())
    /// ```
    pub fn as_argument(&self) -> String {
        let (start, rest) = self.normal.split_at_checked(self.host.1).unwrap_or((&self.normal, ""));
        let mut text = start.to_owned();
        for byte in rest.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
        text
    }

    /// Whether the scheme is `https`.
    pub fn is_https(&self) -> bool {
        self.normal.starts_with("https:")
    }

    /// Returns the host in lower case; an IPv6 address with its brackets.
    pub fn host(&self) -> &str {
        self.normal.get(self.host.0..self.host.1).unwrap_or_default()
    }

    /// Returns the port, if it is not the default of the scheme.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Whether the host is this machine's loopback interface: `localhost`, `[::1]`, or an address in 127.0.0.0/8.
    pub fn is_loopback(&self) -> bool {
        let host = self.host();
        host == "localhost" || host == "[::1]" || host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Whether the host is this domain or one of its subdomains.
    pub fn is_under(&self, domain: &str) -> bool {
        self.host().strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    /// Whether a browser may open this address although a server chose it: `https`, or a host on loopback.
    pub fn is_for_a_browser(&self) -> bool {
        self.is_https() || self.is_loopback()
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.normal)
    }
}

impl FromStr for WebAddress {
    type Err = InvalidAddress;
    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        Self::parse(text)
    }
}

fn parts(text: &str) -> Result<WebAddress, &'static str> {
    // Usual addresses are seen to be so at once: thousands of profiles have one.
    let is_usual = text.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_usual && text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err("it holds white space or control characters");
    }
    if text.contains('\\') {
        return Err("it holds a backslash, which a shell may have added: leave it out");
    }
    let (scheme, rest) = text.split_once("://").ok_or("it must begin with https://")?;
    let scheme = scheme.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "https" => 443,
        "http" => 80,
        _ => return Err("it must begin with https://"),
    };
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
    if authority.contains('@') {
        return Err("it must not hold a user name or password before its host");
    }
    let end = match authority.find(']') {
        Some(end) => end + 1,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at_checked(end).ok_or("it has no valid host")?;
    let port = match port.strip_prefix(':') {
        Some("") => None,
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some(digits.parse().map_err(|_| "its port is not a number up to 65535")?)
        }
        None if port.is_empty() => None,
        _ => return Err("its port is not a number up to 65535"),
    };
    let host = if is_usual { host.to_ascii_lowercase() } else { host.to_lowercase() };
    let host = host.strip_suffix('.').unwrap_or(&host);
    if !is_host(host) {
        return Err("it has no valid host");
    }
    let port = port.filter(|port| *port != default_port);
    let start = scheme.len() + 3;
    let numbered = port.map(|port| format!(":{port}")).unwrap_or_default();
    let normal = [&scheme, "://", host, &numbered, rest].concat();
    Ok(WebAddress { host: (start, start + host.len()), normal, port })
}

/// Whether the text is a host name, in any script, or an IP address.
fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => host.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        }),
    }
}
