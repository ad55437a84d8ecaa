//! The two things a driver needs from outside: something that carries a request, something that waits.

use crate::Error;
use std::{fmt, future::Future, pin::Pin, time::Duration};

/// An HTTP request with its whole body.
pub type Request = http::Request<Vec<u8>>;

/// An HTTP response with its whole body, whatever its status.
pub type Response = http::Response<Vec<u8>>;

/// A future that may cross threads, so that `dyn Transport` is possible.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries one request to its host and brings the reply back: once, without following redirects.
pub trait Transport: Send + Sync {
    /// Sends the request. Every status is a [`Response`], a 500 too; an [`Error`] means that no whole reply came.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>>;
}

impl fmt::Debug for dyn Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}

/// Waits. In a program the runtime's timer; in a test a hand-moved clock.
pub trait Sleep: Send + Sync {
    /// Done after this time.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;
}

impl fmt::Debug for dyn Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sleep")
    }
}
