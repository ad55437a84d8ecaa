//! A reply's way onto the wire: whole, or broken off before the length that its headers promise.

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

/// A body that may break off before the length that was promised.
pub(crate) struct Reply {
    bytes: Option<Bytes>,
    promised: u64,
    breaks: bool,
}

/// A reply as it is.
pub(crate) fn whole(response: Response) -> http::Response<Reply> {
    response.map(|body| Reply { promised: body.len() as u64, bytes: Some(body.into()), breaks: false })
}

/// The same, broken off after so many bytes.
pub(crate) fn cut(response: Response, after: usize) -> http::Response<Reply> {
    response.map(|mut body| {
        let promised = body.len() as u64;
        body.truncate(after);
        Reply { promised, bytes: Some(body.into()), breaks: true }
    })
}

impl Body for Reply {
    type Data = Bytes;
    type Error = Hangup;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Hangup>>> {
        match self.bytes.take() {
            // An empty frame once more, so that what there is goes out before the end.
            Some(bytes) if self.breaks && !bytes.is_empty() => {
                self.bytes = Some(Bytes::new());
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Some(_) if self.breaks => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            None if self.breaks => Poll::Ready(Some(Err(Hangup))),
            Some(bytes) if !bytes.is_empty() => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            Some(_) | None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        !self.breaks && self.bytes.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}
