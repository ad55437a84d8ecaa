//! Converts errors of reqwest: the chain of causes is walked once, and no text that may hold a URL is kept.

use super::tls;
use crate::{Error, ErrorKind};
use std::{error::Error as StdError, fmt, io};

/// Converts the error of a direct call: its kind, TLS faults in words, and the innermost cause.
pub(super) fn error(error: ::reqwest::Error, host: &str) -> Error {
    classified(error, host, false)
}

/// Converts the error of a call through a proxy, where a failed connection is one to the proxy.
pub(super) fn proxied(error: ::reqwest::Error, host: &str) -> Error {
    classified(error, host, true)
}

fn classified(error: ::reqwest::Error, host: &str, is_proxied: bool) -> Error {
    let error = error.without_url();
    let causes = causes(&error);
    let tls = causes.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>());
    // Checked before DNS and connection faults, which may be those of the proxy.
    let by_proxy = ["proxy", "tunnel", "socks"];
    let by_proxy =
        is_proxied || causes.iter().any(|cause| by_proxy.iter().any(|word| cause.to_string().contains(word)));
    let kind = if tls.is_some() {
        ErrorKind::Tls
    } else if error.is_timeout() {
        ErrorKind::Timeout
    } else if error.is_builder() {
        ErrorKind::InvalidRequest
    } else if error.is_connect() && by_proxy {
        ErrorKind::Proxy
    } else if error.is_dns() {
        ErrorKind::Dns
    } else if error.is_connect() {
        ErrorKind::Connect
    } else if error.is_body() || error.is_decode() || error.is_request() {
        ErrorKind::Interrupted
    } else {
        ErrorKind::Other
    };
    let ours = Error::new(kind, host);
    match (tls, causes.last()) {
        (Some(rustls::Error::Other(other)), _) => ours.with_detail(other.to_string()),
        (Some(tls), _) => ours.with_detail(tls::in_words(tls)),
        (None, _) if kind == ErrorKind::Timeout && error.is_connect() => {
            ours.with_detail("it did not take the connection")
        }
        (None, _) if kind == ErrorKind::Timeout => ours,
        (None, Some(cause)) => ours.with_source(Cause(cause.to_string())),
        (None, None) => ours,
    }
}

/// Lists the causes of the error. The `source` of an [`io::Error`] skips the error that it wraps, so that one is added.
fn causes(error: &::reqwest::Error) -> Vec<&(dyn StdError + 'static)> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause);
        let wrapped = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = wrapped.map(|inner| inner as &(dyn StdError + 'static)).or_else(|| cause.source());
    }
    causes
}

/// The text of a cause, without its type, which is reqwest's or hyper's.
#[derive(Debug)]
struct Cause(String);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Cause {}
