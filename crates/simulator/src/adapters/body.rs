//! The body of a reply on the wire: whole, or shorter than the length in its headers.

use daypass_transport::Response;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

/// The error that makes hyper close the connection.
#[derive(Debug)]
pub(crate) struct ConnectionCut;

impl fmt::Display for ConnectionCut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut on purpose")
    }
}

impl std::error::Error for ConnectionCut {}

/// A body that can end before the promised length.
pub(crate) struct Reply {
    bytes: Option<Bytes>,
    promised: u64,
    end: End,
}

/// What follows the bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Nothing: the body is complete.
    Whole,
    /// The connection is closed.
    Break,
    /// Nothing, while the connection stays open.
    Stall,
}

impl Reply {
    fn of(response: Response, length: usize, end: End) -> http::Response<Self> {
        response.map(|mut body| {
            let promised = body.len() as u64;
            body.truncate(length);
            Self { promised, bytes: Some(body.into()), end }
        })
    }
}

/// Builds a complete reply.
pub(crate) fn whole(response: Response) -> http::Response<Reply> {
    Reply::of(response, usize::MAX, End::Whole)
}

/// Builds a reply that is cut after this many bytes.
pub(crate) fn cut(response: Response, after: usize) -> http::Response<Reply> {
    Reply::of(response, after, End::Break)
}

/// Builds a reply that stalls after this many bytes.
pub(crate) fn stalled(response: Response, after: usize) -> http::Response<Reply> {
    Reply::of(response, after, End::Stall)
}

impl Body for Reply {
    type Data = Bytes;
    type Error = ConnectionCut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ConnectionCut>>> {
        match (self.bytes.take(), self.end) {
            (Some(bytes), End::Whole) if bytes.is_empty() => Poll::Ready(None),
            (Some(bytes), End::Break) if bytes.is_empty() => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            (Some(bytes), end) if !bytes.is_empty() => {
                if end == End::Break {
                    // One more empty frame makes hyper send the bytes before the connection is cut.
                    self.bytes = Some(Bytes::new());
                }
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            (None, End::Whole) => Poll::Ready(None),
            (None, End::Break) => Poll::Ready(Some(Err(ConnectionCut))),
            // Never woken; it ends with the connection.
            (_, _) => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.end == End::Whole && self.bytes.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}
