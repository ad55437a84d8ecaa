//! Judges the requests at the loopback listener: only the redirect of this sign-in counts (RFC 8252, section 8).
//!
//! The listener and the pages that it shows belong to the program. Every other request is ignored, and the listener
//! waits on: a favicon, a port scan, the redirect of another sign-in, a guess by a page in the same browser.

use daypass_sso_types::AuthorizationCode;
use percent_encoding::percent_decode_str;
use subtle::ConstantTimeEq as _;

/// The longest request target that is accepted, in bytes: 16 KiB.
pub const MAX_TARGET_BYTES: usize = 16 << 10;

/// The longest error text that is passed on, in characters.
const MAX_ERROR_CHARS: usize = 500;

/// The verdict on one request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The redirect of a successful sign-in.
    Code(AuthorizationCode),
    /// The redirect of a refused sign-in. Both texts come from outside: escape them before they are shown.
    Denied {
        /// RFC 6749's `error`, such as `access_denied`.
        error: String,
        /// RFC 6749's `error_description`, if it was given.
        description: Option<String>,
    },
    /// Not the redirect of this sign-in: answer with this HTTP status and wait for the next request.
    Ignore(u16),
}

/// The redirect that a sign-in expects: its path, its state and its port.
#[derive(Debug, Clone)]
pub struct Callback {
    path: String,
    state: String,
    port: u16,
}

impl Callback {
    /// Expects the redirect to `http://127.0.0.1:PORT/PATH` with this state.
    pub fn new(path: impl Into<String>, state: impl Into<String>, port: u16) -> Self {
        Self { path: path.into(), state: state.into(), port }
    }

    /// Judges a request by its method, its `Host` header and its target.
    ///
    /// ```
    /// use daypass_oidc_device::callback::{Callback, Verdict};
    /// let callback = Callback::new("/oauth/callback", "s1", 4242);
    /// let host = Some("127.0.0.1:4242");
    /// assert!(matches!(callback.judge("GET", host, "/oauth/callback?code=c1&state=s1"), Verdict::Code(_)));
    /// assert_eq!(callback.judge("GET", host, "/oauth/callback?code=c1&state=other"), Verdict::Ignore(400));
    /// assert_eq!(callback.judge("GET", Some("evil.example:4242"), "/oauth/callback"), Verdict::Ignore(400));
    /// assert_eq!(callback.judge("GET", host, "/favicon.ico"), Verdict::Ignore(404));
    /// ```
    pub fn judge(&self, method: &str, host: Option<&str>, path_and_query: &str) -> Verdict {
        if path_and_query.len() > MAX_TARGET_BYTES {
            return Verdict::Ignore(414);
        }
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        // Any other name may resolve to loopback, by DNS rebinding.
        if !self.is_own_host(host) {
            return Verdict::Ignore(400);
        }
        if path != self.path {
            return Verdict::Ignore(404);
        }
        if method != "GET" {
            return Verdict::Ignore(405);
        }
        self.judge_query(query)
    }

    /// Judges the whole URL of the redirect, as a person copies it from a browser that cannot reach the listener.
    pub fn judge_url(&self, url: &str) -> Verdict {
        let rest = url.strip_prefix("http://").unwrap_or(url);
        let rest = rest.split('#').next().unwrap_or_default();
        let start = rest.find(['/', '?']).unwrap_or(rest.len());
        match rest.split_at_checked(start) {
            Some((host, target)) => self.judge("GET", Some(host), target),
            None => Verdict::Ignore(400),
        }
    }

    /// Judges the query of the redirect alone, as a page shows it to a person who carries it to another device.
    ///
    /// ```
    /// use daypass_oidc_device::callback::{Callback, Verdict};
    /// let callback = Callback::new("/", "s1", 80);
    /// assert!(matches!(callback.judge_query("state=s1&code=c1"), Verdict::Code(_)));
    /// assert_eq!(callback.judge_query("state=other&code=c1"), Verdict::Ignore(400));
    /// ```
    pub fn judge_query(&self, query: &str) -> Verdict {
        self.redirect(query).unwrap_or(Verdict::Ignore(400))
    }

    /// Whether a `Host` header names this listener: loopback, and the right port.
    pub fn is_own_host(&self, host: Option<&str>) -> bool {
        host.is_some_and(|host| self.is_ours(host))
    }

    /// Reads code or error from the query. Both count only with the state of this sign-in, which RFC 6749
    /// (section 4.1.2.1) requires: otherwise any page that guesses the port could end the sign-in.
    fn redirect(&self, query: &str) -> Option<Verdict> {
        let state = parameter(query, "state")??;
        if !bool::from(state.as_bytes().ct_eq(self.state.as_bytes())) {
            return None;
        }
        if let Some(error) = parameter(query, "error")? {
            let description = parameter(query, "error_description")?.map(|text| readable(&text));
            return Some(Verdict::Denied { error: readable(&error), description });
        }
        let code = parameter(query, "code")?.filter(|code| !code.is_empty())?;
        Some(Verdict::Code(AuthorizationCode::new(code)))
    }

    fn is_ours(&self, host: &str) -> bool {
        ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| {
            let rest = host.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name));
            match rest.and_then(|_| host.get(name.len()..)) {
                Some("") => self.port == 80,
                Some(rest) => rest.strip_prefix(':').is_some_and(|port| port == self.port.to_string()),
                None => false,
            }
        })
    }
}

/// Returns the decoded value of a parameter. The outer `None` is an invalid query: the parameter comes twice (RFC 6749,
/// section 3.1) or is not UTF-8.
#[expect(clippy::option_option, reason = "absent and invalid are different answers, and `?` needs the outer")]
fn parameter(query: &str, name: &str) -> Option<Option<String>> {
    let mut values = query.split('&').filter_map(|pair| match pair.split_once('=').unwrap_or((pair, "")) {
        (key, value) if key == name => Some(value),
        _ => None,
    });
    match (values.next(), values.next()) {
        (None, _) => Some(None),
        (Some(value), None) => decode(value).map(Some),
        (Some(_), Some(_)) => None,
    }
}

/// Decodes percent-encoding as browsers encode forms: `+` is a space, a stray `%` stays.
fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8().ok().map(Into::into)
}

/// Makes an error text safe to show: no control characters, up to [`MAX_ERROR_CHARS`].
fn readable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_ERROR_CHARS).collect()
}
