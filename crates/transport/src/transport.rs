//! The two things a driver needs from outside: something that carries a request, something that waits.

use crate::Error;
use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

/// An HTTP request with its whole body.
pub type Request = http::Request<Vec<u8>>;

/// An HTTP response with its whole body, whatever its status.
pub type Response = http::Response<Vec<u8>>;

/// A future that may cross threads, so that `dyn Transport` is possible.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Carries one request to its host and brings the reply back: once, without following redirects.
///
/// A closure is one, and so are an `Arc` of one and a `Box<dyn Transport>`. Whoever drops the future may lose a reply
/// to a request that has arrived; the callers of this crate say where that matters.
///
/// ```
/// use daypass_transport::{Request, Response, Transport};
/// use std::sync::Arc;
///
/// let always = |_: Request| async { Ok(Response::new(b"{}".to_vec())) };
/// let transport: Arc<dyn Transport> = Arc::new(always);
/// let boxed: Box<dyn Transport> = Box::new(Arc::clone(&transport));
/// # drop((transport, boxed));
/// ```
pub trait Transport: Send + Sync {
    /// Sends the request. Every status is a [`Response`], a 500 too; an [`Error`] means that no whole reply came.
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>>;
}

impl<F, R> Transport for F
where
    F: Fn(Request) -> R + Send + Sync,
    R: Future<Output = Result<Response, Error>> + Send + 'static,
{
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(self(request))
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        (**self).send(request)
    }
}

impl Transport for Box<dyn Transport> {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        (**self).send(request)
    }
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

impl<F, R> Sleep for F
where
    F: Fn(Duration) -> R + Send + Sync,
    R: Future<Output = ()> + Send + 'static,
{
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(self(time))
    }
}

impl<T: Sleep + ?Sized> Sleep for Arc<T> {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        (**self).sleep(time)
    }
}

impl fmt::Debug for dyn Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sleep")
    }
}
