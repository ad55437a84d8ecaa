//! A bound port on the loopback interface.

use std::{
    future::poll_fn,
    io,
    net::{Ipv4Addr, Ipv6Addr},
    task::Poll,
};
use tokio::net::{TcpListener, TcpStream};

/// A bound port that is not served yet; connections wait in the kernel's queue.
#[derive(Debug)]
pub struct Listener {
    sockets: Vec<TcpListener>,
    port: u16,
}

impl Listener {
    /// Opens a port on 127.0.0.1; 0 takes a free port. Dropping the future closes what it has opened.
    ///
    /// # Errors
    /// Fails if the system cannot open the port.
    pub async fn bind(port: u16) -> io::Result<Self> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = socket.local_addr()?.port();
        Ok(Self { sockets: vec![socket], port })
    }

    /// Opens a port on 127.0.0.1, and on `[::1]` if the system can: a browser may resolve `localhost` to both.
    ///
    /// Dropping the future closes what it has opened.
    ///
    /// # Errors
    /// Fails if the system cannot open the port on 127.0.0.1.
    pub async fn bind_with_ipv6(port: u16) -> io::Result<Self> {
        let mut listener = Self::bind(port).await?;
        listener.sockets.extend(TcpListener::bind((Ipv6Addr::LOCALHOST, listener.port)).await);
        Ok(listener)
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Accepts the next connection on any of the sockets. Cancel-safe.
    pub(crate) async fn next(&self) -> io::Result<TcpStream> {
        poll_fn(|context| {
            for socket in &self.sockets {
                if let Poll::Ready(accepted) = socket.poll_accept(context) {
                    return Poll::Ready(accepted.map(|(stream, _)| stream));
                }
            }
            Poll::Pending
        })
        .await
    }
}
