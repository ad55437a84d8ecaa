//! Decides which requests are answered, as a pure function of the request's head; unusual requests are refused.

use daypass_sso_types::Entropy;
use http::{HeaderMap, Method, Uri, header};
use subtle::ConstantTimeEq as _;

/// The secrets of one role: an unguessable path, and the token that a request must carry.
#[derive(Clone)]
pub struct Secrets {
    path: String,
    token: String,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// Draws 16 bytes for the path and 32 bytes for the token. The entropy must be cryptographically secure.
    pub fn new(entropy: &dyn Entropy) -> Self {
        let (mut path, mut token) = ([0; 16], [0; 32]);
        entropy.fill(&mut path);
        entropy.fill(&mut token);
        Self { path: format!("/{}", hex::encode(path)), token: hex::encode(token) }
    }

    /// Returns the path, with its slash.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the whole value of the `Authorization` header.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns the names and values of the variables by which an SDK finds this role at this port.
    ///
    /// They hold the token. Put them in the environment of one program, not in arguments, which other users can read.
    pub fn variables(&self, port: u16) -> [(&'static str, String); 2] {
        [
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", format!("http://127.0.0.1:{port}{}", self.path)),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", self.token.clone()),
        ]
    }
}

/// Authorizes requests by the secrets of the served roles and the port of the server.
#[derive(Debug)]
pub struct Authorizer {
    port: u16,
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

fn refusal(status: u16, code: &'static str, message: &'static str) -> Refusal {
    Refusal { status, code, message }
}

impl Authorizer {
    /// Creates an authorizer for these roles at this port of 127.0.0.1.
    pub fn new(port: u16, roles: Vec<Secrets>) -> Self {
        Self { port, roles }
    }

    /// Returns the index of the role that a request may get.
    ///
    /// Refuses everything that a browser, a proxy, or a foreign name that resolves to loopback (DNS rebinding) would
    /// send.
    ///
    /// # Errors
    /// Returns the status and the code with which to answer.
    pub fn authorize(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<usize, Refusal> {
        if *method != Method::GET {
            return Err(refusal(405, "MethodNotAllowed", "only GET is allowed"));
        }
        let host = one(headers, header::HOST).ok_or(refusal(
            400,
            "InvalidHost",
            "the request needs one Host header",
        ))?;
        let own = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        if uri.authority().is_some() || !own.iter().any(|name| name.eq_ignore_ascii_case(host)) {
            return Err(refusal(403, "InvalidHost", "the Host header names another server"));
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
        let target = uri.path_and_query().map_or("", |target| target.as_str());
        let role = self.roles.iter().position(|role| constant_time_eq(role.path(), target));
        let role = role.ok_or(refusal(404, "NotFound", "nothing is served at this path"))?;
        let token = one(headers, header::AUTHORIZATION);
        let token =
            token.ok_or(refusal(401, "MissingToken", "the request needs one Authorization header"))?;
        match self.roles.get(role) {
            Some(secrets) if constant_time_eq(secrets.token(), token) => Ok(role),
            _ => Err(refusal(401, "InvalidToken", "the Authorization header is wrong")),
        }
    }
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
        Authorizer::new(
            1234,
            vec![
                Secrets { path: "/one".to_owned(), token: "alpha".to_owned() },
                Secrets { path: "/two".to_owned(), token: "omega".to_owned() },
            ],
        )
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
        for host in [
            "evil.example:1234",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1:1234.evil",
            "localhost",
            "[::1]:1234",
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
    fn secrets_are_long_and_hidden_from_debug() {
        let secrets = Secrets::new(&|buffer: &mut [u8]| buffer.fill(7));
        assert_eq!((secrets.path().len(), secrets.token().len()), (33, 64));
        assert!(!format!("{secrets:?}").contains("07"));
    }
}
