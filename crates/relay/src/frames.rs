//! Requests and answers over a pair of pipes: frames of a number, a length and bytes, so that many can be under way.

use crate::{
    reply::{LONGEST, Reply},
    request::Request,
};
use std::io::{self, Read, Write};

/// A number that pairs an answer with its request, and bytes.
pub(crate) struct Frame {
    pub(crate) number: u32,
    bytes: Vec<u8>,
}

impl Frame {
    /// Reads the next frame; `None` at the end.
    pub(crate) fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut head = [0; 8];
        match from.read_exact(&mut head) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let [a, b, c, d, length @ ..] = head;
        let length = u32::from_be_bytes(length) as usize;
        if length > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the other end is no relay"));
        }
        let mut bytes = vec![0; length];
        from.read_exact(&mut bytes)?;
        Ok(Some(Self { number: u32::from_be_bytes([a, b, c, d]), bytes }))
    }

    pub(crate) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let length = u32::try_from(self.bytes.len()).map_err(io::Error::other)?;
        to.write_all(&[&self.number.to_be_bytes()[..], &length.to_be_bytes(), &self.bytes].concat())?;
        to.flush()
    }

    pub(crate) fn of_request(number: u32, request: &Request) -> Self {
        let token = request.token().map(|token| format!("\n{token}")).unwrap_or_default();
        Self { number, bytes: format!("{}{token}", request.path()).into_bytes() }
    }

    /// `None` if it is no request.
    pub(crate) fn request(&self) -> Option<Request> {
        let text = std::str::from_utf8(&self.bytes).ok()?;
        let (path, token) = text.split_once('\n').map_or((text, None), |(path, token)| (path, Some(token)));
        Request::new(path, token)
    }

    pub(crate) fn of_reply(number: u32, reply: &Reply) -> Self {
        Self { number, bytes: [&reply.status.to_be_bytes()[..], &reply.body].concat() }
    }

    /// `None` if it is no answer.
    pub(crate) fn reply(&self) -> Option<Reply> {
        let (status, body) = self.bytes.split_first_chunk()?;
        let status = u16::from_be_bytes(*status);
        (200..600).contains(&status).then(|| Reply { status, body: body.to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut wire = Vec::new();
        let request = Request::new("/p", Some("t")).expect("plain");
        let reply = Reply { status: 403, body: b"{}".to_vec() };
        Frame::of_request(7, &request).write(&mut wire).expect("memory");
        Frame::of_reply(8, &reply).write(&mut wire).expect("memory");
        let mut from = wire.as_slice();
        let first = Frame::read(&mut from).expect("whole").expect("one");
        assert!(first.number == 7 && first.request() == Some(request));
        let second = Frame::read(&mut from).expect("whole").expect("another");
        assert!(second.number == 8 && second.reply() == Some(reply));
        assert!(Frame::read(&mut from).expect("the end").is_none());
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        assert!(Frame::read(&mut &b"SSH-2.0-OpenSSH_9.2"[..]).is_err(), "a length beyond all answers");
        assert!(Frame::read(&mut &[0, 0, 0, 1, 0, 0, 0, 9, b'/'][..]).is_err(), "cut short");
        for bytes in [&b"p"[..], b"/p\na\r\nb", b"/p q", b""] {
            assert!(Frame { number: 1, bytes: bytes.to_vec() }.request().is_none(), "{bytes:?}");
        }
        for bytes in [&b""[..], b"\0", b"\0\x01x", b"\xff\xff"] {
            assert!(Frame { number: 1, bytes: bytes.to_vec() }.reply().is_none(), "{bytes:?}");
        }
    }
}
