//! The server: accepts connections and serves them with hyper.

use crate::{
    Limits, Listener, Peers,
    connections::{Connections, HasRequest},
    peer_user,
};
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{convert::Infallible, future::Future, io, pin::pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::watch,
    task::JoinHandle,
    time,
};

/// The pause after a failed accept: the process is out of file descriptors, or the peer has closed.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A running server. Dropping it closes its port and all connections.
#[derive(Debug)]
pub struct Server {
    port: u16,
    stop: Option<watch::Sender<()>>,
    accepting: JoinHandle<()>,
}

impl Listener {
    /// Serves on the current tokio runtime until the [`Server`] is stopped or dropped.
    ///
    /// `handler` gets the head of each request; its future is dropped if the connection ends first.
    pub fn serve<F, R>(self, limits: Limits, handler: F) -> Server
    where
        F: Fn(Request<()>) -> R + Send + Sync + 'static,
        R: Future<Output = Response<Vec<u8>>> + Send + 'static,
    {
        let port = self.port();
        Server::start(self, port, limits, handler)
    }
}

/// Where connections come from.
pub(crate) trait Accept: Send + Sync + 'static {
    type Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static;

    /// Accepts the next connection; `None` for one that is closed unread, of a user who may not connect. Cancel-safe.
    fn accept(&self, limits: &Limits) -> impl Future<Output = io::Result<Option<Self::Stream>>> + Send;
}

impl Accept for Listener {
    type Stream = TcpStream;

    async fn accept(&self, limits: &Limits) -> io::Result<Option<TcpStream>> {
        let stream = self.next().await?;
        let _slower = stream.set_nodelay(true);
        Ok(may_connect(&stream, limits.peers).then_some(stream))
    }
}

impl Server {
    pub(crate) fn start<F, R>(listener: impl Accept, port: u16, limits: Limits, handler: F) -> Self
    where
        F: Fn(Request<()>) -> R + Send + Sync + 'static,
        R: Future<Output = Response<Vec<u8>>> + Send + 'static,
    {
        let (stop, stopped) = watch::channel(());
        let accepting = tokio::spawn(accept(listener, limits, Arc::new(handler), stopped));
        Self { port, stop: Some(stop), accepting }
    }

    /// Returns the port; 0 if it serves a socket.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Closes the port and waits for responses in progress, up to [`Limits::stop_time`]. Dropping the future closes
    /// all.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        let _ended = (&mut self.accepting).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept<F, R>(listener: impl Accept, limits: Limits, handler: Arc<F>, stopped: watch::Receiver<()>)
where
    F: Fn(Request<()>) -> R + Send + Sync + 'static,
    R: Future<Output = Response<Vec<u8>>> + Send + 'static,
{
    let mut connections = Connections::new(limits.connections);
    let mut stopping = stopped.clone();
    loop {
        let accepted = tokio::select! {
            _dropped = stopping.changed() => break,
            accepted = listener.accept(&limits) => accepted,
        };
        match accepted {
            Ok(Some(stream)) => {
                let has_request = HasRequest::default();
                let connection = connection(
                    stream,
                    limits.clone(),
                    Arc::clone(&handler),
                    has_request.clone(),
                    stopped.clone(),
                );
                tokio::select! {
                    _dropped = stopping.changed() => break,
                    () = connections.start(has_request, connection) => {}
                }
            }
            Ok(None) => {}
            Err(_passing) => time::sleep(ACCEPT_PAUSE).await,
        }
    }
    drop(listener);
    let _too_long = time::timeout(limits.stop_time, connections.wait_until_closed()).await;
}

fn may_connect(stream: &TcpStream, peers: Peers) -> bool {
    let ends = || -> io::Result<_> { Ok((stream.peer_addr()?, stream.local_addr()?)) };
    match (peers, ends()) {
        (Peers::AllUsers, _) => true,
        (Peers::SameUser, Ok((client, server))) => peer_user::is_allowed(client, server),
        // The peer has closed already.
        (Peers::SameUser, Err(_)) => false,
    }
}

async fn connection<F, R>(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    limits: Limits,
    handler: Arc<F>,
    has_request: HasRequest,
    mut stopped: watch::Receiver<()>,
) where
    F: Fn(Request<()>) -> R + Send + Sync + 'static,
    R: Future<Output = Response<Vec<u8>>> + Send + 'static,
{
    let service = hyper::service::service_fn(|request: Request<Incoming>| {
        let (handler, has_request) = (Arc::clone(&handler), has_request.clone());
        async move {
            has_request.set(true);
            let response = handler(request.map(drop)).await;
            has_request.set(false);
            Ok::<_, Infallible>(response.map(|body| Full::new(Bytes::from(body))))
        }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head_bytes)
        .keep_alive(limits.keep_alive)
        .serve_connection(TokioIo::new(stream), service);
    let served = async {
        let mut connection = pin!(connection);
        tokio::select! {
            _broken = connection.as_mut() => return,
            // The sender is dropped when the server stops.
            _dropped = stopped.changed() => connection.as_mut().graceful_shutdown(),
        }
        let _broken = connection.await;
    };
    let _too_long = time::timeout(limits.connection_time, served).await;
}
