//! Stands for a unix socket where there are none.

use crate::{Limits, Server};
use http::{Request, Response};
use std::{future::Future, io, path::Path};

/// A bound unix socket; there is none on this platform.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "it has no value")]
pub enum SocketListener {}

impl SocketListener {
    /// Fails.
    ///
    /// # Errors
    /// Always `Unsupported`.
    pub async fn bind(_: &Path) -> io::Result<Self> {
        std::future::ready(Err(io::ErrorKind::Unsupported.into())).await
    }

    /// Returns the path of the socket.
    pub fn path(&self) -> &Path {
        match *self {}
    }

    /// Serves the socket.
    pub fn serve<F, R>(self, _: Limits, _: F) -> Server
    where
        F: Fn(Request<()>) -> R + Send + Sync + 'static,
        R: Future<Output = Response<Vec<u8>>> + Send + 'static,
    {
        match self {}
    }
}
