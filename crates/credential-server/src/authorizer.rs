//! Decides which requests are answered, as a pure function of the request's head; unusual requests are refused.

use crate::Secrets;
use http::{HeaderMap, Method, Uri, header};
use subtle::ConstantTimeEq as _;

/// Authorizes requests by the secrets of the served roles.
#[derive(Debug)]
pub struct Authorizer {
    roles: Vec<Secrets>,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// A code for programs, such as `InvalidToken`.
    pub code: &'static str,
    /// A sentence for a log.
    pub message: &'static str,
}

const fn refusal(status: u16, code: &'static str, message: &'static str) -> Refusal {
    Refusal { status, code, message }
}

impl Authorizer {
    /// Creates an authorizer for these roles.
    pub fn new(roles: Vec<Secrets>) -> Self {
        Self { roles }
    }

    /// Returns the index of the role that a request on a port of loopback may get.
    ///
    /// Refuses everything that a browser, a proxy, or a foreign name that resolves to loopback (DNS rebinding) would
    /// send. The Host may name any port of 127.0.0.1 or localhost: a forwarded port has another number at its far end,
    /// and what gives a page away is a name, its port is the one that it connects to.
    ///
    /// # Errors
    /// Returns the status and the code with which to answer.
    pub fn authorize(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<usize, Refusal> {
        let host = one(headers, header::HOST).ok_or(refusal(
            400,
            "InvalidHost",
            "the request needs one Host header",
        ))?;
        if !is_loopback(host) {
            return Err(refusal(403, "InvalidHost", "the Host header names another server"));
        }
        usual(method, uri, headers)?;
        let role = self.at(uri).ok_or(NOTHING_THERE)?;
        if !headers.contains_key(header::AUTHORIZATION) {
            return Err(refusal(401, "MissingToken", "the request needs one Authorization header"));
        }
        self.judge_token(role, headers)
    }

    /// Returns the index of the role that a request on a unix socket of the user's may get.
    ///
    /// Reaching the socket is the right, and no page can: Host is not looked at, a token may be missing, and the path `/`
    /// is that of the only role. A token that is sent must be right.
    ///
    /// # Errors
    /// Returns the status and the code with which to answer.
    pub fn authorize_on_socket(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> Result<usize, Refusal> {
        usual(method, uri, headers)?;
        let is_only = uri.path_and_query().is_some_and(|target| target == "/") && self.roles.len() == 1;
        let role = if is_only { Some(0) } else { self.at(uri) }.ok_or(NOTHING_THERE)?;
        if headers.contains_key(header::AUTHORIZATION) { self.judge_token(role, headers) } else { Ok(role) }
    }

    /// Returns the index of the role at this path.
    fn at(&self, uri: &Uri) -> Option<usize> {
        let target = uri.path_and_query().map_or("", |target| target.as_str());
        self.roles.iter().position(|role| constant_time_eq(role.path(), target))
    }

    fn judge_token(&self, role: usize, headers: &HeaderMap) -> Result<usize, Refusal> {
        let token = one(headers, header::AUTHORIZATION);
        match self.roles.get(role).zip(token) {
            Some((secrets, token)) if constant_time_eq(secrets.token(), token) => Ok(role),
            _ => Err(refusal(401, "InvalidToken", "the Authorization header is wrong")),
        }
    }
}

pub(crate) const NOTHING_THERE: Refusal = refusal(404, "NotFound", "nothing is served at this path");

/// Refuses what an SDK does not send.
fn usual(method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
    if *method != Method::GET {
        return Err(refusal(405, "MethodNotAllowed", "only GET is allowed"));
    }
    if uri.authority().is_some() {
        return Err(refusal(403, "InvalidHost", "the request is one for a proxy"));
    }
    // Browsers and proxies send these headers; an SDK on this machine does not.
    let foreign = ["origin", "referer", "sec-fetch-site", "x-forwarded-for", "forwarded", "via"];
    if foreign.iter().any(|name| headers.contains_key(*name)) {
        return Err(refusal(403, "Forwarded", "requests of browsers and proxies are refused"));
    }
    let has_body = headers.contains_key(header::TRANSFER_ENCODING)
        || headers.contains_key(header::EXPECT)
        || headers.contains_key(header::UPGRADE)
        || headers.get_all(header::CONTENT_LENGTH).iter().any(|length| length != "0");
    if has_body {
        return Err(refusal(400, "BodyNotAllowed", "the request must not have a body"));
    }
    Ok(())
}

/// Says whether a Host header names 127.0.0.1 or localhost, at any port.
fn is_loopback(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let is_port = port.bytes().all(|digit| digit.is_ascii_digit()) && port.parse::<u16>().is_ok();
    is_port && ["127.0.0.1", "localhost"].iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// Returns the value of a header that occurs exactly once, as text.
fn one(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())?.to_str().ok()
}

/// Compares in constant time; the lengths are not secret.
fn constant_time_eq(expected: &str, given: &str) -> bool {
    expected.as_bytes().ct_eq(given.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authorizer() -> Authorizer {
        Authorizer::new(vec![Secrets::fixed("/one", "alpha"), Secrets::fixed("/two", "omega")])
    }

    #[track_caller]
    fn check(
        method: &str,
        target: &str,
        headers: &[(&'static str, &'static str)],
        expected: Result<usize, u16>,
    ) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, header::HeaderValue::from_static(value));
        }
        let method = method.parse().expect("a method");
        let uri = target.parse().expect("a target");
        let found = authorizer().authorize(&method, &uri, &map).map_err(|refusal| refusal.status);
        assert_eq!(found, expected, "{method} {target} {headers:?}");
    }

    #[test]
    fn only_the_exact_request_is_authorized() {
        const HOST: (&str, &str) = ("host", "127.0.0.1:1234");
        const ALPHA: (&str, &str) = ("authorization", "alpha");
        check("GET", "/one", &[HOST, ALPHA], Ok(0));
        check("GET", "/two", &[("host", "localhost:1234"), ("authorization", "omega")], Ok(1));
        check("GET", "/one", &[HOST, ALPHA, ("content-length", "0")], Ok(0));
        for (method, status) in
            [("POST", 405), ("HEAD", 405), ("PUT", 405), ("OPTIONS", 405), ("TRACE", 405), ("BREW", 405)]
        {
            check(method, "/one", &[HOST, ALPHA], Err(status));
        }
        check("GET", "/one", &[ALPHA], Err(400));
        check("GET", "/one", &[HOST, HOST, ALPHA], Err(400));
        // A forwarded port has another number at its far end.
        for host in ["127.0.0.1", "127.0.0.1:80", "LocalHost", "localhost:65535"] {
            check("GET", "/one", &[("host", host), ALPHA], Ok(0));
        }
        for host in [
            "evil.example:1234",
            "127.0.0.1.evil.example:1234",
            "localhost.evil.example",
            "127.0.0.1:1234.evil",
            "127.0.0.1:65536",
            "127.0.0.1:+80",
            "127.0.0.1:",
            "127.0.0.2:1234",
            "127.0.0.1@evil.example",
            "[::1]:1234",
            ":1234",
            "",
        ] {
            check("GET", "/one", &[("host", host), ALPHA], Err(403));
        }
        check("GET", "http://127.0.0.1:1234/one", &[HOST, ALPHA], Err(403));
        for name in ["origin", "referer", "sec-fetch-site", "x-forwarded-for", "forwarded", "via"] {
            check("GET", "/one", &[HOST, ALPHA, (name, "x")], Err(403));
        }
        check("GET", "/one", &[HOST, ALPHA, ("transfer-encoding", "chunked")], Err(400));
        check("GET", "/one", &[HOST, ALPHA, ("content-length", "5")], Err(400));
        check("GET", "/one", &[HOST, ALPHA, ("content-length", "0"), ("content-length", "5")], Err(400));
        check("GET", "/one", &[HOST, ALPHA, ("expect", "100-continue")], Err(400));
        check("GET", "/one", &[HOST, ALPHA, ("upgrade", "h2c")], Err(400));
        for target in ["/", "/three", "/one/", "//one", "/one?x=1", "/../one", "/ONE", "/%6fne"] {
            check("GET", target, &[HOST, ALPHA], Err(404));
        }
        check("GET", "/one", &[HOST], Err(401));
        check("GET", "/one", &[HOST, ALPHA, ALPHA], Err(401));
        for token in ["", "alph", "alphaa", "ALPHA", "Bearer alpha", "omega", "alpha "] {
            check("GET", "/one", &[HOST, ("authorization", token)], Err(401));
        }
    }

    #[test]
    fn on_a_socket_the_path_is_enough() {
        const ALPHA: (&str, &str) = ("authorization", "alpha");
        let ask = |authorizer: &Authorizer,
                   method: &str,
                   target: &str,
                   headers: &[(&'static str, &'static str)]| {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.append(*name, header::HeaderValue::from_static(value));
            }
            let (method, uri) = (method.parse().expect("a method"), target.parse().expect("a target"));
            authorizer.authorize_on_socket(&method, &uri, &map).map_err(|refusal| refusal.status)
        };
        for (method, target, headers, expected) in [
            ("GET", "/one", &[][..], Ok(0)),
            ("GET", "/two", &[("host", "anything")], Ok(1)),
            ("GET", "/one", &[ALPHA], Ok(0)),
            ("GET", "/two", &[ALPHA], Err(401)),
            ("GET", "/one", &[ALPHA, ALPHA], Err(401)),
            ("GET", "/", &[], Err(404)),
            ("GET", "/three", &[], Err(404)),
            ("POST", "/one", &[], Err(405)),
            ("GET", "http://127.0.0.1/one", &[], Err(403)),
            ("GET", "/one", &[("origin", "x")], Err(403)),
            ("GET", "/one", &[("content-length", "5")], Err(400)),
        ] {
            assert_eq!(
                ask(&authorizer(), method, target, headers),
                expected,
                "{method} {target} {headers:?}"
            );
        }
        let only = Authorizer::new(vec![Secrets::fixed("/one", "alpha")]);
        for (target, expected) in [("/", Ok(0)), ("/one", Ok(0)), ("/?x", Err(404)), ("/x", Err(404))] {
            assert_eq!(ask(&only, "GET", target, &[]), expected, "{target}");
        }
        assert_eq!(ask(&only, "GET", "/", &[("authorization", "wrong")]), Err(401));
    }
}
