//! Which request is handed on, as a pure function of the bytes of its head; what is unusual is refused.

/// The longest head, in bytes.
pub(crate) const HEAD: usize = 8 * 1024;

/// What is handed on: a path and a token. Both are secret.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Request {
    path: String,
    token: Option<String>,
}

/// Why a request is not handed on: status, code, sentence.
pub(crate) type Refusal = (u16, &'static str, &'static str);

const MALFORMED: Refusal = (400, "BadRequest", "this is no HTTP request");

impl Request {
    /// Creates a request; `None` if a part has characters that would end it on the wire.
    pub(crate) fn new(path: &str, token: Option<&str>) -> Option<Self> {
        let is_path = path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic());
        let is_token = token.is_none_or(|token| token.bytes().all(|b| b == b' ' || b.is_ascii_graphic()));
        (is_path && is_token).then(|| Self { path: path.to_owned(), token: token.map(str::to_owned) })
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The same for another path.
    pub(crate) fn at(&self, path: &str) -> Option<Self> {
        Self::new(path, self.token())
    }

    /// Writes the head for an endpoint that knows itself by this name.
    pub(crate) fn head(&self, host: &str) -> String {
        let token =
            self.token.as_ref().map(|token| format!("Authorization: {token}\r\n")).unwrap_or_default();
        format!(
            "GET {} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\n{token}Connection: close\r\n\r\n",
            self.path
        )
    }

    /// Reads a whole head, with the empty line at its end.
    pub(crate) fn read(head: &[u8]) -> Result<Self, Refusal> {
        let text = std::str::from_utf8(head).map_err(|_| MALFORMED)?;
        let text = text.strip_suffix("\r\n\r\n").ok_or(MALFORMED)?;
        // A line break or a zero inside a line is read differently by different programs.
        if text.split("\r\n").any(|line| line.bytes().any(|byte| byte.is_ascii_control() && byte != b'\t')) {
            return Err(MALFORMED);
        }
        let (first, headers) = text.split_once("\r\n").unwrap_or((text, ""));
        let mut words = first.split(' ');
        let (Some(method), Some(target), Some(version), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(MALFORMED);
        };
        if method != "GET" {
            return Err((405, "MethodNotAllowed", "only GET is allowed"));
        }
        if !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
            return Err((505, "BadRequest", "only HTTP/1.1 is spoken here"));
        }
        if !target.starts_with('/') {
            return Err((403, "InvalidHost", "the request is one for a proxy"));
        }
        let token = judge(headers)?;
        Self::new(target, token).ok_or(MALFORMED)
    }
}

/// Judges the headers, and returns the token.
fn judge(headers: &str) -> Result<Option<&str>, Refusal> {
    // Browsers and proxies send these; an SDK on this machine does not.
    const FOREIGN: [&str; 8] = [
        "origin",
        "referer",
        "sec-fetch-site",
        "sec-fetch-mode",
        "sec-fetch-dest",
        "x-forwarded-for",
        "forwarded",
        "via",
    ];
    let (mut hosts, mut tokens) = (Vec::new(), Vec::new());
    for line in headers.split("\r\n").filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or(MALFORMED)?;
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        {
            return Err(MALFORMED);
        }
        let (name, value) = (name.to_ascii_lowercase(), value.trim());
        match name.as_str() {
            "host" => hosts.push(value),
            "authorization" => tokens.push(value),
            "content-length" if value == "0" => {}
            "content-length" | "transfer-encoding" | "expect" | "upgrade" => {
                return Err((400, "BodyNotAllowed", "the request must not have a body"));
            }
            foreign if FOREIGN.contains(&foreign) => {
                return Err((403, "Forwarded", "requests of browsers and proxies are refused"));
            }
            _ => {}
        }
    }
    match hosts.as_slice() {
        [host] if is_loopback(host) => {}
        [_] => return Err((403, "InvalidHost", "the Host header names another server")),
        _ => return Err((400, "InvalidHost", "the request needs one Host header")),
    }
    match tokens.as_slice() {
        [] => Ok(None),
        [token] => Ok(Some(token)),
        _ => Err((401, "InvalidToken", "the request has more than one Authorization header")),
    }
}

/// Says whether a Host header names 127.0.0.1 or localhost. Its port may be that of a forward.
fn is_loopback(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let is_port = port.bytes().all(|digit| digit.is_ascii_digit()) && port.parse::<u16>().is_ok();
    is_port && ["127.0.0.1", "localhost"].iter().any(|own| own.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, expected: Result<(&str, Option<&str>), u16>) {
        let read = Request::read(head.as_bytes());
        let read =
            read.as_ref().map(|request| (request.path(), request.token())).map_err(|refusal| refusal.0);
        assert_eq!(read, expected, "{head:?}");
    }

    #[test]
    fn what_an_sdk_sends_is_handed_on() {
        let good = "GET /p HTTP/1.1\r\nHost: 127.0.0.1:1\r\n";
        check(&format!("{good}\r\n"), Ok(("/p", None)));
        check(&format!("{good}authorization:  a b \r\nContent-Length: 0\r\n\r\n"), Ok(("/p", Some("a b"))));
        check("GET /p?q=%2F HTTP/1.0\r\nhost: LOCALHOST\r\n\r\n", Ok(("/p?q=%2F", None)));
        let request = Request::new("/p", Some("t")).expect("plain");
        check(&request.head("127.0.0.1:9"), Ok(("/p", Some("t"))));
    }

    #[test]
    fn all_else_is_refused() {
        let good = "GET /p HTTP/1.1\r\nHost: 127.0.0.1:1\r\n";
        for (head, status) in [
            ("", 400),
            ("\r\n\r\n", 400),
            ("GET /p\r\n\r\n", 400),
            ("GET  /p HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
            ("GET /p HTTP/1.1 x\r\nHost: localhost\r\n\r\n", 400),
            ("GET /p HTTP/2.0\r\nHost: localhost\r\n\r\n", 505),
            ("POST /p HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
            ("HEAD /p HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
            ("CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
            ("GET http://127.0.0.1/p HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
            ("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
            ("GET /é HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
            ("GET /p HTTP/1.1\r\n\r\n", 400),
            ("GET /p HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400),
        ] {
            check(head, Err(status));
        }
        for host in
            ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:x", "127.0.0.1:70000", "[::1]:1", ""]
        {
            check(&format!("GET /p HTTP/1.1\r\nHost: {host}\r\n\r\n"), Err(403));
        }
        for (more, status) in [
            ("Origin: https://evil.example", 403),
            ("Sec-Fetch-Site: none", 403),
            ("VIA: x", 403),
            ("X-Forwarded-For: 127.0.0.1", 403),
            ("Content-Length: 4", 400),
            ("Transfer-Encoding: chunked", 400),
            ("Expect: 100-continue", 400),
            ("Upgrade: websocket", 400),
            ("Authorization: a\r\nAuthorization: b", 401),
            (" folded", 400),
            ("no colon", 400),
            ("Authorization : a", 400),
            ("X: a\nAuthorization: b", 400),
            ("X: a\rb", 400),
            ("X: a\0b", 400),
            ("Authorization: é", 400),
        ] {
            check(&format!("{good}{more}\r\n\r\n"), Err(status));
        }
    }

    #[test]
    fn no_part_can_end_the_request_on_the_wire() {
        for (path, token) in
            [("p", None), ("/p q", None), ("/p\r\n", None), ("/p", Some("a\r\nb")), ("", None)]
        {
            assert!(Request::new(path, token).is_none(), "{path:?} {token:?}");
        }
    }
}
