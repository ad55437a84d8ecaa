//! The adapter with sockets: a server on loopback, in a thread with its own runtime, stopped when dropped.

use super::{
    body::{ConnectionCut, Reply, cut, stalled, whole},
    shared::SharedWorld,
};
use crate::{
    delivery::{Delivery, Ending},
    log::LogEntry,
    reply,
};
use daypass_transport::{Request, Response};
use http_body_util::{BodyExt as _, Limited};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{
    convert::Infallible,
    fmt, io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
    time::{Duration, SystemTime},
};
use tokio::sync::oneshot;

/// The longest request body in bytes.
const MAX_BODY: usize = 1 << 20;

/// How often a held reply is polled for its release.
const HOLD_POLL: Duration = Duration::from_millis(5);

/// ServerOptions of a [`Server`].
#[non_exhaustive]
pub struct ServerOptions {
    /// The port; 0 takes a free one.
    pub port: u16,
    /// The address, which must be on loopback.
    pub address: IpAddr,
    /// Called for each request before its reply is sent, except for requests to the control interface.
    pub observer: Option<RequestObserver>,
}

/// A function that is called for each request.
pub type RequestObserver = Box<dyn FnMut(&LogEntry) + Send>;

impl ServerOptions {
    /// Adds an observer.
    #[must_use]
    pub fn with_observer(mut self, observer: impl FnMut(&LogEntry) + Send + 'static) -> Self {
        self.observer = Some(Box::new(observer));
        self
    }
}

impl fmt::Debug for ServerOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerOptions")
            .field("port", &self.port)
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Default for ServerOptions {
    /// Sets a free port on 127.0.0.1.
    fn default() -> Self {
        Self { port: 0, address: IpAddr::V4(Ipv4Addr::LOCALHOST), observer: None }
    }
}

impl From<u16> for ServerOptions {
    /// Sets this port on 127.0.0.1; 0 takes a free one.
    fn from(port: u16) -> Self {
        Self { port, ..Self::default() }
    }
}

/// A world that answers on a socket until this value is dropped.
#[must_use = "the server stops when it is dropped"]
pub struct Server {
    world: SharedWorld,
    address: SocketAddr,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server. The port is bound when this returns, so clients can connect at once.
    ///
    /// # Errors
    /// Fails if the address is not on loopback (`InvalidInput`), or cannot be bound.
    pub fn start(world: impl Into<SharedWorld>, options: impl Into<ServerOptions>) -> io::Result<Self> {
        let (world, ServerOptions { port, address, observer }) = (world.into(), options.into());
        if !address.is_loopback() {
            let words = format!("the simulator listens on loopback only, not on {address}");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
        }
        let listener = std::net::TcpListener::bind((address, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let served = Served { world: world.clone(), observer: Arc::new(Mutex::new(observer)) };
        let thread = std::thread::Builder::new().name("daypass-simulator".to_owned()).spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = accept(listener, served) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Self { world, address, stop: Some(stop), thread: Some(thread) })
    }

    /// Returns `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the address that the server listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the world, which can be changed while it is served.
    pub fn world(&self) -> SharedWorld {
        self.world.clone()
    }

    /// Returns the variables that direct the AWS CLI, the AWS SDKs and daypass to this server.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        // Which SDK reads which: docs/evidence/sts-and-console.md. The last one leads
        // `aws login`, too.
        let names = [
            "AWS_ENDPOINT_URL_SSO",
            "AWS_ENDPOINT_URL_SSO_OIDC",
            "AWS_ENDPOINT_URL_STS",
            "AWS_ENDPOINT_URL_S3",
            "AWS_ENDPOINT_URL_SIGNIN",
        ];
        names.map(|name| (name, self.url())).to_vec()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // The thread has printed its panic; it must not panic again here.
            let _ended = thread.join();
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .field("world", &self.world)
            .finish_non_exhaustive()
    }
}

async fn accept(listener: std::net::TcpListener, served: Served) {
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Nagle's algorithm would delay small replies.
                let _is_only_slower = stream.set_nodelay(true);
                let served = served.clone();
                tokio::spawn(async move {
                    let service = service_fn(|request| serve(request, &served));
                    let connection = hyper::server::conn::http1::Builder::new()
                        .auto_date_header(false)
                        .serve_connection(TokioIo::new(stream), service);
                    // Errors are usual: a fault cuts the connection, or the client closes it.
                    let _ended = connection.await;
                });
            }
            // Most likely the process is out of file descriptors until connections close.
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    }
}

/// The state that connections share.
#[derive(Clone)]
struct Served {
    world: SharedWorld,
    observer: Arc<Mutex<Option<RequestObserver>>>,
}

impl Served {
    fn answer(&self, request: &Request) -> Response {
        let (response, entry) = self.world.lock().handle_and_log(request, now());
        let mut observer = self.observer.lock().unwrap_or_else(PoisonError::into_inner);
        if let (Some(observer), Some(entry)) = (observer.as_mut(), entry) {
            observer(&entry);
        }
        response
    }
}

async fn serve(
    request: http::Request<Incoming>,
    served: &Served,
) -> Result<http::Response<Reply>, ConnectionCut> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MAX_BODY).collect().await else {
        return Ok(whole(reply::empty(413)));
    };
    let request = Request::from_parts(head, body.to_bytes().to_vec());
    if !is_for_loopback(&request) {
        return Ok(whole(reply::empty(421)));
    }
    let response = served.answer(&request);
    let Delivery { held, delay, ending } = response.extensions().get().copied().unwrap_or_default();
    // The world is unlocked here, so other requests are answered while this reply waits.
    while held.is_some_and(|number| served.world.lock().is_held(number)) {
        tokio::time::sleep(HOLD_POLL).await;
    }
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    match ending {
        Ending::Whole => Ok(whole(response)),
        Ending::NoReply => Err(ConnectionCut),
        Ending::After(bytes) => Ok(cut(response, bytes)),
        Ending::Never(bytes) => Ok(stalled(response, bytes)),
    }
}

#[expect(clippy::disallowed_methods, reason = "a server's own clock")]
fn now() -> SystemTime {
    SystemTime::now()
}

/// Says whether the Host header names loopback, which refuses names that were rebound to 127.0.0.1.
fn is_for_loopback(request: &Request) -> bool {
    let host = request.headers().get(http::header::HOST).and_then(|host| host.to_str().ok());
    let Some(Ok(authority)) = host.map(str::parse::<http::uri::Authority>) else { return host.is_none() };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
