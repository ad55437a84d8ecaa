//! Judging what arrives at the loopback listener: only our browser's redirect counts (RFC 8252, section 8).
//!
//! The listener itself, and the pages it shows, are the program's. Whatever is not the redirect of this
//! sign-in is ignored and the wait goes on: a favicon, a port scan, another sign-in's redirect, a page in
//! the same browser that guesses.

use daypass_sso_types::AuthorizationCode;
use percent_encoding::percent_decode_str;
use subtle::ConstantTimeEq as _;

/// The longest request target that is looked at, in bytes.
pub const MAX_TARGET: usize = 16 << 10;

/// The longest error text that is passed on, in characters.
const MAX_TEXT: usize = 500;

/// What one request was.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The redirect of a successful sign-in.
    Code(AuthorizationCode),
    /// The redirect of a refused one. Both texts are the provider's: escape them where they are shown.
    Denied {
        /// RFC 6749's `error`, such as `access_denied`.
        error: String,
        /// `error_description`, where it was given.
        description: Option<String>,
    },
    /// None of ours: answer with this status and wait on.
    Ignore(u16),
}

/// What the redirect must look like.
#[derive(Debug, Clone)]
pub struct Callback {
    path: String,
    state: String,
    port: u16,
}

impl Callback {
    /// The redirect to `http://127.0.0.1:PORT/PATH` with this state.
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
        if path_and_query.len() > MAX_TARGET {
            return Verdict::Ignore(414);
        }
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        // A name that resolves to loopback must not do: that is how DNS rebinding gets in.
        if !self.is_own_host(host) {
            return Verdict::Ignore(400);
        }
        if path != self.path {
            return Verdict::Ignore(404);
        }
        if method != "GET" {
            return Verdict::Ignore(405);
        }
        self.redirect(query).unwrap_or(Verdict::Ignore(400))
    }

    /// Judges the whole address of the redirect, as a person copies it from a browser that could not open it.
    pub fn judge_url(&self, url: &str) -> Verdict {
        let rest = url.strip_prefix("http://").unwrap_or(url);
        let rest = rest.split('#').next().unwrap_or_default();
        let start = rest.find(['/', '?']).unwrap_or(rest.len());
        match rest.split_at_checked(start) {
            Some((host, target)) => self.judge("GET", Some(host), target),
            None => Verdict::Ignore(400),
        }
    }

    /// Whether a `Host` header names this listener: loopback, and the right port.
    pub fn is_own_host(&self, host: Option<&str>) -> bool {
        host.is_some_and(|host| self.is_ours(host))
    }

    /// Code and error alike count only with our state, which RFC 6749 (section 4.1.2.1) has every provider
    /// return: otherwise any page that guesses the port could end the sign-in.
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

/// The parameter's value, decoded. The outer `None` is a query that is not to be trusted: the parameter
/// given twice (RFC 6749, section 3.1) or not UTF-8.
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

/// Percent-decoding as browsers encode forms: `+` is a space, a stray `%` stays.
fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8().ok().map(Into::into)
}

fn readable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_TEXT).collect()
}
