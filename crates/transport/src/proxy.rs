//! Chooses the proxy for an address, by the rules of the AWS CLI for the proxy variables.

use http::Uri;
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// The proxies for http and https addresses, and the hosts that are called without a proxy.
///
/// The rules are those of Python's urllib, and so of the AWS CLI: a proxy address without a scheme is an `http`
/// address; an entry of the bypass list is a host, or a domain with its subdomains, with a port or without; `*` is
/// every host. Networks such as `10.0.0.0/8` are valid as well, as in Go and curl. SOCKS is not supported.
///
/// ```
/// use daypass_transport::Proxies;
///
/// let proxies = Proxies::new(None, Some("proxy.example:3128"), "internal.example, 10.0.0.0/8, 127.0.0.1:8080")?;
/// assert!(proxies.bypasses("api.internal.example", 443));
/// assert!(proxies.bypasses("10.1.2.3", 443));
/// assert!(proxies.bypasses("127.0.0.1", 8080) && !proxies.bypasses("127.0.0.1", 80));
/// assert!(Proxies::new(None, Some("::::"), "").is_err());
/// # Ok::<(), daypass_transport::ProxyError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    http: Option<ProxyAddress>,
    https: Option<ProxyAddress>,
    bypass: Vec<Bypass>,
}

/// The address of a proxy. `Debug` shows nothing of it, because it may hold a password.
#[derive(Clone)]
struct ProxyAddress(String);

impl fmt::Debug for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyAddress")
    }
}

/// The error for an address that is not valid for a proxy. `Display` says what is wrong, and never quotes the address,
/// which may hold a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyError {
    /// `http` or `https`.
    for_scheme: &'static str,
    reason: String,
}

impl ProxyError {
    /// Returns the scheme of the addresses that the proxy is for: `http` or `https`.
    pub fn for_scheme(&self) -> &'static str {
        self.for_scheme
    }
}

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the proxy for {} addresses cannot be used: {}", self.for_scheme, self.reason)
    }
}

impl std::error::Error for ProxyError {}

impl Proxies {
    /// Parses the two proxy addresses and the bypass list, whose entries are separated by commas. An empty text counts
    /// as absent.
    ///
    /// # Errors
    /// An address that is not an `http` or `https` URL with a host.
    pub fn new(http: Option<&str>, https: Option<&str>, bypass: &str) -> Result<Self, ProxyError> {
        let entries = bypass.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        Ok(Self {
            http: http.map(|text| address("http", text)).transpose()?.flatten(),
            https: https.map(|text| address("https", text)).transpose()?.flatten(),
            bypass: entries.map(Bypass::read).collect(),
        })
    }

    /// Whether there is no proxy.
    pub fn is_empty(&self) -> bool {
        self.http.is_none() && self.https.is_none()
    }

    /// Whether this host and port are called without a proxy.
    pub fn bypasses(&self, host: &str, port: u16) -> bool {
        let host = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        self.bypass.iter().any(|entry| entry.covers(&host, port))
    }

    /// Returns the URL of the proxy for addresses of this scheme, `http` or `https`. It may hold a user and a password.
    pub fn of_scheme(&self, scheme: &str) -> Option<&str> {
        let address = match scheme {
            "http" => self.http.as_ref(),
            "https" => self.https.as_ref(),
            _ => None,
        };
        address.map(|address| address.0.as_str())
    }
}

fn address(for_scheme: &'static str, text: &str) -> Result<Option<ProxyAddress>, ProxyError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |reason: String| ProxyError { for_scheme, reason };
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let uri: Uri =
        whole.parse().map_err(|_| wrong("it is not an address such as http://proxy:3128".to_owned()))?;
    match uri.scheme_str() {
        Some("http" | "https") => {}
        Some(other) => {
            return Err(wrong(format!("its scheme is {other}, and only http and https are spoken")));
        }
        None => return Err(wrong("it has no scheme".to_owned())),
    }
    // `Uri` accepts a port that is not a number, and an empty host.
    let port_is_wrong = uri.authority().is_some_and(|authority| {
        let place = authority.as_str().rsplit('@').next().unwrap_or_default();
        let after = place.rsplit_once(']').map_or(place, |(_, after)| after);
        after.rsplit_once(':').is_some_and(|(_, port)| !port.is_empty() && port.parse::<u16>().is_err())
    });
    if uri.host().is_none_or(str::is_empty) || port_is_wrong {
        return Err(wrong("it has no host, or no port that is a number".to_owned()));
    }
    Ok(Some(ProxyAddress(whole)))
}

/// One entry of the bypass list.
#[derive(Debug, Clone)]
enum Bypass {
    Everything,
    Network(IpAddr, u8),
    Host { name: String, port: Option<u16> },
}

impl Bypass {
    fn read(entry: &str) -> Self {
        if entry == "*" {
            return Self::Everything;
        }
        let network = entry.split_once('/').and_then(|(address, bits)| {
            let (address, bits): (IpAddr, u8) = (address.parse().ok()?, bits.parse().ok()?);
            Some(Self::Network(address, bits))
        });
        if let Some(network) = network {
            return network;
        }
        let (name, port) = match entry.parse::<Ipv6Addr>() {
            Ok(_) => (entry, None),
            Err(_) => match entry.rsplit_once(':') {
                Some((name, port)) if port.parse::<u16>().is_ok() => (name, port.parse().ok()),
                _ => (entry, None),
            },
        };
        let name = name.trim_start_matches('[').trim_end_matches(']');
        let name = name.trim_start_matches("*.").trim_start_matches('.').to_ascii_lowercase();
        Self::Host { name, port }
    }

    fn covers(&self, host: &str, at: u16) -> bool {
        match self {
            Self::Everything => true,
            Self::Network(network, bits) => {
                host.parse().is_ok_and(|address| is_within(address, *network, *bits))
            }
            Self::Host { name, port } => {
                let is_below = || host.strip_suffix(name.as_str()).is_some_and(|rest| rest.ends_with('.'));
                port.is_none_or(|port| port == at) && !name.is_empty() && (host == name || is_below())
            }
        }
    }
}

/// Whether an address is in a network with this number of leading bits.
fn is_within(address: IpAddr, network: IpAddr, bits: u8) -> bool {
    match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => {
            let [address, network] = [address, network].map(Ipv4Addr::to_bits);
            let host = u32::BITS.saturating_sub(bits.into());
            address.checked_shr(host) == network.checked_shr(host)
        }
        (IpAddr::V6(address), IpAddr::V6(network)) => {
            let [address, network] = [address, network].map(Ipv6Addr::to_bits);
            let host = u128::BITS.saturating_sub(bits.into());
            address.checked_shr(host) == network.checked_shr(host)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_urllib_reads_them() {
        for (list, host, port, expected) in [
            ("", "example.com", 443, false),
            ("*", "127.0.0.1", 80, true),
            ("*", "example.com", 443, true),
            ("example.com", "example.com", 443, true),
            ("example.com", "EXAMPLE.com", 443, true),
            ("example.com", "api.example.com", 443, true),
            ("example.com", "notexample.com", 443, false),
            (".example.com", "api.example.com", 443, true),
            (".example.com", "example.com", 443, true),
            ("*.example.com", "api.example.com", 443, true),
            ("127.0.0.1", "127.0.0.1", 8080, true),
            ("127.0.0.1:8080", "127.0.0.1", 8080, true),
            ("127.0.0.1:8080", "127.0.0.1", 80, false),
            ("example.com:443", "example.com", 443, true),
            ("a, b ,c", "b", 443, true),
            ("::1", "[::1]", 443, true),
            ("[::1]:80", "[::1]", 80, true),
            ("10.0.0.0/8", "10.9.9.9", 443, true),
            ("10.0.0.0/8", "11.0.0.1", 443, false),
            ("0.0.0.0/0", "11.0.0.1", 443, true),
            ("fd00::/8", "fd12::1", 443, true),
            ("10.0.0.0/8", "ten.example", 443, false),
            (",,", "example.com", 443, false),
        ] {
            let proxies = Proxies::new(None, None, list).expect("no address that could be wrong");
            assert_eq!(proxies.bypasses(host, port), expected, "{list:?} {host} {port}");
        }
    }

    #[test]
    fn what_is_no_address_is_an_error_and_never_shown() {
        for (text, is_good) in [
            ("", true),
            ("proxy", true),
            ("proxy:3128", true),
            ("http://user:secret@proxy:3128/", true),
            ("https://[::1]:3128", true),
            ("::::", false),
            ("http://", false),
            ("http://proxy:port", false),
            ("http://user:secret@proxy:port", false),
            ("socks5://proxy:1080", false),
        ] {
            let read = Proxies::new(Some(text), None, "");
            assert_eq!(read.is_ok(), is_good, "{text}");
            let shown =
                format!("{read:?} {}", read.as_ref().err().map(ToString::to_string).unwrap_or_default());
            assert!(!shown.contains("secret"), "{shown}");
        }
    }
}
