//! A transport for tests of the protocol crates: HTTP/1.1 over a socket without an HTTP client, and a caller that never
//! waits.

use daypass_transport::{
    BoxFuture, Caller, Endpoint, Error, ErrorKind, Request, Response, RetryPolicy, Sleep, Transport,
};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Returns the time this many seconds after 1970.
pub fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Builds a response without headers.
///
/// # Panics
/// Panics if the status is invalid.
pub fn reply(status: u16, body: impl Into<Vec<u8>>) -> Response {
    http::Response::builder().status(status).body(body.into()).expect("a response")
}

/// Parses a custom endpoint.
///
/// # Panics
/// Panics if the URL is invalid.
pub fn endpoint(url: &str) -> Endpoint {
    Endpoint::custom(url).expect("an endpoint")
}

/// Builds a caller over real sockets that never waits.
pub fn caller() -> Caller {
    Caller::new(transport(), Arc::new(NoSleep), Arc::new(|bytes: &mut [u8]| bytes.fill(0)))
        .with_policy(RetryPolicy::default())
}

/// Returns the transport of [`caller`].
pub fn transport() -> Arc<dyn Transport> {
    Arc::new(Socket)
}

/// A timer that never waits.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "tests build it")]
pub struct NoSleep;

impl Sleep for NoSleep {
    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// A transport with one connection per request.
struct Socket;

impl Transport for Socket {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(
            async move { exchange(&request).await.ok_or_else(|| Error::new(ErrorKind::Interrupted, "test")) },
        )
    }
}

async fn exchange(request: &Request) -> Option<Response> {
    let authority = request.uri().authority()?;
    let mut stream = TcpStream::connect(authority.as_str()).await.ok()?;
    let mut head =
        format!("{} {} HTTP/1.1\r\nhost: {authority}\r\n", request.method(), request.uri().path_and_query()?);
    for (name, value) in request.headers() {
        head += &format!("{name}: {}\r\n", value.to_str().ok()?);
    }
    head += &format!("content-length: {}\r\nconnection: close\r\n\r\n", request.body().len());
    stream.write_all(&[head.as_bytes(), request.body()].concat()).await.ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.ok()?;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let mut lines = head.lines();
    let mut builder = http::Response::builder().status(lines.next()?.split(' ').nth(1)?);
    for line in lines {
        let (name, value) = line.split_once(':')?;
        builder = builder.header(name, value.trim());
    }
    builder.body(bytes.get(end + 4..)?.to_vec()).ok()
}

/// Writes a request as text, as on the wire.
///
/// # Panics
/// Panics if a header or the body is not text.
pub fn rendered(request: &Request) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        text += &format!("{name}: {}\n", value.to_str().expect("a text"));
    }
    text + "\n" + std::str::from_utf8(request.body()).expect("a text")
}
