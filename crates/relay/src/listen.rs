//! The listener: reads the head of each client, hands the request on, and writes the answer.

use crate::{
    clients::{Client, Clients},
    reply::Reply,
    request::{HEAD, Refusal, Request},
};
use std::{
    io::{self, Read as _, Write as _},
    net::TcpListener,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// How long a head may take, and how long a client may take to read the answer.
const TIME: Duration = Duration::from_secs(5);

/// The pause after a failed accept: the process is out of file descriptors, or the client is gone.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The stack of a client's thread, in bytes.
pub(crate) const STACK: usize = 128 * 1024;

/// The beginning of the paths that the relay makes up for a command, which stand for `/` at the endpoint.
pub(crate) const MADE_UP: &str = "/relay/";

/// How long a path must be that a client may use at a port which others can reach, in bytes: that of `daypass serve` has 33.
const SECRET: usize = 20;

/// Which paths are handed on.
#[derive(Clone)]
pub(crate) enum Paths {
    /// Each that is long enough to hold a secret; the endpoint judges it.
    Secret,
    /// This one.
    #[cfg_attr(not(unix), expect(dead_code, reason = "what makes one up is for Unix"))]
    One(String),
}

impl Paths {
    /// Returns the request for the endpoint.
    fn route(&self, request: &Request) -> Result<Request, Refusal> {
        let nothing = (404, "NotFound", "nothing is served at this path");
        match self {
            Self::Secret if request.path().len() < SECRET => Err(nothing),
            Self::One(path) if !is_equal(path, request.path()) => Err(nothing),
            Self::One(path) if path.starts_with(MADE_UP) => request.at("/").ok_or(nothing),
            Self::Secret | Self::One(_) => Ok(request.clone()),
        }
    }
}

/// Compares in constant time; the lengths are not secret.
fn is_equal(expected: &str, given: &str) -> bool {
    let different =
        expected.bytes().zip(given.bytes()).fold(0, |different, (one, two)| different | (one ^ two));
    expected.len() == given.len() && std::hint::black_box(different) == 0
}

/// Serves clients until the process ends.
pub(crate) fn serve(
    listener: &TcpListener,
    paths: &Paths,
    ask: &Arc<dyn Fn(&Request) -> Reply + Send + Sync>,
) -> ! {
    let mut clients = Clients::default();
    loop {
        let Ok((stream, _)) = listener.accept() else {
            thread::sleep(ACCEPT_PAUSE);
            continue;
        };
        let client = clients.admit(stream);
        let (served, paths, ask) = (Arc::clone(&client), paths.clone(), Arc::clone(ask));
        let started = thread::Builder::new().stack_size(STACK).spawn(move || {
            // The client is gone, or does not read; there is nobody to tell.
            let _gone: io::Result<()> = answer(&served, &paths, ask.as_ref());
            served.end();
        });
        if started.is_err() {
            client.end();
        }
    }
}

fn answer(client: &Client, paths: &Paths, ask: &dyn Fn(&Request) -> Reply) -> io::Result<()> {
    client.stream.set_nodelay(true)?;
    client.stream.set_write_timeout(Some(TIME))?;
    let Some(head) = head(client)? else { return Ok(()) };
    let request = head.and_then(|head| Request::read(&head)).and_then(|request| paths.route(&request));
    let reply = match request {
        Ok(request) => {
            client.has_head();
            ask(&request)
        }
        Err((status, code, message)) => Reply::failure(status, code, message),
    };
    (&client.stream).write_all(&reply.bytes())
}

/// Reads a head; `None` if the client has closed or was too slow.
fn head(client: &Client) -> io::Result<Option<Result<Vec<u8>, Refusal>>> {
    let until = Instant::now() + TIME;
    let (mut head, mut part) = (Vec::new(), [0; 2048]);
    loop {
        let rest = until.saturating_duration_since(Instant::now());
        if rest.is_zero() {
            return Ok(None);
        }
        client.stream.set_read_timeout(Some(rest))?;
        let length = match (&client.stream).read(&mut part) {
            Ok(0) => return Ok(None),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return Ok(None),
        };
        // The end may lie across two parts.
        let from = head.len().saturating_sub(3);
        head.extend_from_slice(part.get(..length).unwrap_or_default());
        let end = head.get(from..).unwrap_or_default().windows(4).position(|window| window == b"\r\n\r\n");
        match end.map(|end| from + end + 4) {
            Some(end) if end > HEAD => return Ok(Some(Err(TOO_LONG))),
            Some(end) if end == head.len() => return Ok(Some(Ok(head))),
            Some(_) => return Ok(Some(Err((400, "BodyNotAllowed", "a connection carries one request")))),
            None if head.len() > HEAD => return Ok(Some(Err(TOO_LONG))),
            None => {}
        }
    }
}

const TOO_LONG: Refusal = (431, "HeadTooLong", "the head of the request is too long");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_that_hold_a_secret_or_the_one() {
        let secret = format!("/{}", "0".repeat(32));
        let made_up = format!("{MADE_UP}{}", "0".repeat(32));
        for (paths, path, expected) in [
            (Paths::Secret, secret.as_str(), Some(secret.as_str())),
            (Paths::Secret, "/", None),
            (Paths::Secret, "/guess", None),
            (Paths::One(secret.clone()), &secret, Some(&secret)),
            (Paths::One(secret.clone()), "/", None),
            (Paths::One(secret.clone()), secret.get(..20).expect("long"), None),
            (Paths::One(secret.clone()), &made_up, None),
            (Paths::One(made_up.clone()), &made_up, Some("/")),
            (Paths::One(made_up.clone()), "/", None),
        ] {
            let request = Request::new(path, Some("t")).expect("plain");
            let routed = paths.route(&request).ok();
            assert_eq!(routed.as_ref().map(Request::path), expected, "{path}");
            assert!(routed.is_none_or(|routed| routed.token() == Some("t")));
        }
    }
}
