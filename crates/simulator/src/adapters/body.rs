//! A reply's way onto the wire: whole, or ending before the length that its headers promise.

use daypass_transport::Response;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

/// Closes the connection without a reply.
#[derive(Debug)]
pub(crate) struct Hangup;

impl fmt::Display for Hangup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut on purpose")
    }
}

impl std::error::Error for Hangup {}

/// A body that may end before the length that was promised.
pub(crate) struct Reply {
    bytes: Option<Bytes>,
    promised: u64,
    end: End,
}

/// What comes after the bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// All of them were there.
    Whole,
    /// The connection is closed.
    Break,
    /// Nothing, and the connection stays open.
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

/// A reply as it is.
pub(crate) fn whole(response: Response) -> http::Response<Reply> {
    Reply::of(response, usize::MAX, End::Whole)
}

/// A reply that is broken off after so many bytes.
pub(crate) fn cut(response: Response, after: usize) -> http::Response<Reply> {
    Reply::of(response, after, End::Break)
}

/// A reply that does not go on after so many bytes.
pub(crate) fn stalled(response: Response, after: usize) -> http::Response<Reply> {
    Reply::of(response, after, End::Stall)
}

impl Body for Reply {
    type Data = Bytes;
    type Error = Hangup;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Hangup>>> {
        match (self.bytes.take(), self.end) {
            (Some(bytes), End::Whole) if bytes.is_empty() => Poll::Ready(None),
            (Some(bytes), End::Break) if bytes.is_empty() => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            (Some(bytes), end) if !bytes.is_empty() => {
                if end == End::Break {
                    // An empty frame once more, so that what there is goes out before the end.
                    self.bytes = Some(Bytes::new());
                }
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            (None, End::Whole) => Poll::Ready(None),
            (None, End::Break) => Poll::Ready(Some(Err(Hangup))),
            // Nobody wakes this: it ends with the connection.
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
