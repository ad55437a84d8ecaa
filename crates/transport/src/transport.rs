//! The two traits that the caller implements: [`Transport`] sends a request, [`Sleep`] waits.

use crate::Error;
use std::{fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

/// An HTTP request with its whole body.
pub type Request = http::Request<Vec<u8>>;

/// An HTTP response with its whole body, whatever its status.
pub type Response = http::Response<Vec<u8>>;

/// A boxed future that is `Send`, for traits that are used as `dyn`.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one request to its host once and returns the reply, without following redirects.
///
/// Every closure from [`Request`] to a future of the result is one; so are an `Arc` of a transport and a
/// `Box<dyn Transport>`. Dropping the future may lose the reply to a request that has arrived; [`Exchanges`] is for
/// requests for which that matters.
///
/// [`Exchanges`]: crate::Exchanges
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
    /// Sends the request. Every status is a [`Response`], even 500; an [`Error`] means that no complete reply came.
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

/// Waits: the timer of the runtime in a program, a clock that the test moves in a test.
pub trait Sleep: Send + Sync {
    /// Completes after this time. Dropping the future cancels the wait.
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
