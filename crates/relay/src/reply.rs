//! An answer: a status and a body, read from an endpoint and written to a client.

use std::fmt::Write as _;

/// The longest answer of an endpoint, in bytes.
pub(crate) const LONGEST: usize = 64 * 1024;

/// A status and a body, which holds keys.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Creates an answer of the relay's own, in the form that SDKs show.
    pub(crate) fn failure(status: u16, code: &str, message: &str) -> Self {
        let body = format!("{{\"code\":{},\"message\":{}}}", quoted(code), quoted(message));
        Self { status, body: body.into_bytes() }
    }

    /// Reads the whole answer of an endpoint; `None` if it is none, or was cut short.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
        let body = bytes.get(end + 4..)?;
        let (first, headers) = head.split_once("\r\n").unwrap_or((head, ""));
        let status = first.strip_prefix("HTTP/1.")?.split(' ').nth(1)?;
        let status = status.parse().ok().filter(|status| (200..600).contains(status))?;
        let headers = headers.split("\r\n").filter_map(|line| line.split_once(':'));
        let length =
            headers.filter(|(name, _)| name.eq_ignore_ascii_case("content-length")).map(|(_, value)| value);
        let is_whole =
            length.map(|length| length.trim().parse() == Ok(body.len())).collect::<Vec<_>>() == [true];
        is_whole.then(|| Self { status, body: body.to_vec() })
    }

    /// Writes the answer for a client.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let reason = if self.status == 200 { "OK" } else { "Refused" };
        let head = format!(
            "HTTP/1.1 {} {reason}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
             Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
            self.status,
            self.body.len()
        );
        [head.as_bytes(), &self.body].concat()
    }
}

/// Writes text as JSON.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => drop(write!(quoted, "\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let reply = Reply::failure(502, "RelayFailed", "no \"x\"\n");
        assert_eq!(reply.body, br#"{"code":"RelayFailed","message":"no \"x\"\u000a"}"#);
        assert!(Reply::read(&reply.bytes()) == Some(reply));
    }

    #[test]
    fn what_is_not_whole_is_no_answer() {
        let whole = Reply { status: 200, body: b"{}".to_vec() }.bytes();
        for length in 0..whole.len() {
            assert!(Reply::read(&whole[..length]).is_none(), "{length}");
        }
        for text in [
            "SSH-2.0-x\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 100 x\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 x\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        ] {
            assert!(Reply::read(text.as_bytes()).is_none(), "{text:?}");
        }
    }
}
