//! From reqwest's error to ours: the chain of causes is walked once, and nothing of it that may hold a URL is kept.

use super::tls;
use crate::{Error, ErrorKind};
use std::{error::Error as StdError, fmt, io};

/// Names the kind, says TLS faults in words, and keeps the innermost cause alone.
pub(super) fn error(error: ::reqwest::Error, host: &str) -> Error {
    classified(error, host, false)
}

/// The same for a call through a proxy: whom it could not reach is the proxy.
pub(super) fn proxied(error: ::reqwest::Error, host: &str) -> Error {
    classified(error, host, true)
}

fn classified(error: ::reqwest::Error, host: &str, is_proxied: bool) -> Error {
    let error = error.without_url();
    let causes = causes(&error);
    let tls = causes.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>());
    // Before the name and the connection, which may have been the proxy's own.
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

/// The chain below the error. An [`io::Error`] hides what it wraps from `source`, so it is opened here.
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

/// The text of a cause whose type is nobody's business.
#[derive(Debug)]
struct Cause(String);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Cause {}
