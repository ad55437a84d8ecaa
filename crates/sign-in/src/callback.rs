//! The loopback address that the browser comes back to. What a request means is decided by `oidc-device`;
//! here are the sockets: bounded in size, time and number, deaf to everything but one path and one state.

use super::page::Page;
use daypass_oidc_device::callback::{Callback, Verdict};
use daypass_sso_types::AuthorizationCode;
use http::{Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    io,
    net::{Ipv4Addr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc, oneshot},
};

/// The path that the registration names.
const PATH: &str = "/oauth/callback";
/// Longest request line and headers together; the code is some hundred bytes.
const MAX_HEAD: usize = 16 * 1024;
/// How long a connection may take to say what it wants.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the browser is kept waiting for the page after it brought the code.
const PAGE_TIMEOUT: Duration = Duration::from_secs(60);
/// Connections served at once; further ones wait in the kernel's queue.
const CONNECTIONS: usize = 64;

/// A bound loopback listener for one sign-in.
#[derive(Debug)]
pub(super) struct Listener {
    port: u16,
    sockets: Vec<TcpListener>,
    callback: Callback,
}

/// The provider's refusal, in its own words.
#[derive(Debug)]
pub(super) struct Denied {
    pub(super) error: String,
    pub(super) description: String,
}

/// What the browser brought, and the way to answer it.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) result: Result<AuthorizationCode, Denied>,
    /// Nobody waits for a page where the redirect was pasted.
    pub(super) reply: Option<Reply>,
}

/// The browser, waiting for its page.
#[derive(Debug)]
pub(super) struct Reply {
    page: oneshot::Sender<Page>,
    done: oneshot::Receiver<()>,
}

impl Reply {
    /// Sends the page, and waits a moment until the browser has it.
    pub(super) async fn send(self, page: Page) {
        if self.page.send(page).is_ok() {
            let _gone = tokio::time::timeout(Duration::from_secs(2), self.done).await;
        }
    }
}

impl Listener {
    /// Opens the port on 127.0.0.1, and the same one on [::1] where that is possible.
    pub(super) async fn bind(port: Option<u16>, state: &str) -> io::Result<Self> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0))).await?;
        let port = v4.local_addr()?.port();
        let mut sockets = vec![v4];
        sockets.extend(TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await);
        Ok(Self { port, sockets, callback: Callback::new(PATH, state, port) })
    }

    /// `redirect_uri` of the authorization request.
    pub(super) fn redirect_uri(&self) -> String {
        format!("http://127.0.0.1:{}{PATH}", self.port)
    }

    /// A short address on this machine that leads to the long authorization URL.
    pub(super) fn short_url(&self) -> String {
        format!("http://127.0.0.1:{}/go", self.port)
    }

    /// The port.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// The judge of what comes in, for a redirect that a person brings.
    pub(super) fn callback(&self) -> Callback {
        self.callback.clone()
    }

    /// Serves until the browser has brought a code or a refusal for this sign-in. Nothing else ends the wait.
    pub(super) async fn answer(self, authorize_url: String) -> Answer {
        let (sender, mut receiver) = mpsc::channel(1);
        let shared =
            Arc::new(Shared { callback: self.callback, authorize_url, sender: Mutex::new(Some(sender)) });
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        for socket in self.sockets {
            tokio::spawn(accept(socket, Arc::clone(&shared), Arc::clone(&places)));
        }
        match receiver.recv().await {
            Some(answer) => answer,
            // The sender lives in `shared`, which lives in the tasks, which never end by themselves.
            None => std::future::pending().await,
        }
    }
}

struct Shared {
    callback: Callback,
    authorize_url: String,
    sender: Mutex<Option<mpsc::Sender<Answer>>>,
}

async fn accept(socket: TcpListener, shared: Arc<Shared>, places: Arc<Semaphore>) {
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match socket.accept().await {
            Ok((stream, _)) => {
                let shared = Arc::clone(&shared);
                tokio::spawn(async move {
                    serve(stream, shared).await;
                    drop(place);
                });
            }
            // Out of file descriptors, or a peer that has gone: wait a little rather than spin.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let (finished, done) = oneshot::channel();
    let done = Mutex::new(Some(done));
    let service = hyper::service::service_fn(|request: Request<Incoming>| {
        let (shared, done) = (Arc::clone(&shared), &done);
        async move { Ok::<_, Infallible>(shared.respond(&request, done).await) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    let _broken = tokio::time::timeout(HEAD_TIMEOUT + PAGE_TIMEOUT, connection).await;
    let _nobody_waits = finished.send(());
}

impl Shared {
    async fn respond(
        &self,
        request: &Request<Incoming>,
        done: &Mutex<Option<oneshot::Receiver<()>>>,
    ) -> Response<Full<Bytes>> {
        let target = request.uri().path_and_query().map_or("", |target| target.as_str());
        let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let verdict = self.callback.judge(request.method().as_str(), host, target);
        let result = match verdict {
            Verdict::Code(code) => Ok(code),
            Verdict::Denied { error, description } => {
                Err(Denied { error, description: description.unwrap_or_default() })
            }
            Verdict::Ignore(_) if self.is_short_url(request, host) => return self.redirect(),
            Verdict::Ignore(status) => return Page::plain(status).response(),
            _ => return Page::plain(404).response(),
        };
        let first = self.sender.lock().unwrap_or_else(PoisonError::into_inner).take();
        let waiting = done.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (Some(sender), Some(done)) = (first, waiting) else {
            return Page::plain(409).response();
        };
        let (page, answer) = oneshot::channel();
        if sender.send(Answer { result, reply: Some(Reply { page, done }) }).await.is_err() {
            return Page::plain(410).response();
        }
        match tokio::time::timeout(PAGE_TIMEOUT, answer).await {
            Ok(Ok(page)) => page.response(),
            _ => Page::plain(504).response(),
        }
    }

    fn is_short_url(&self, request: &Request<Incoming>, host: Option<&str>) -> bool {
        request.method() == http::Method::GET
            && request.uri().path() == "/go"
            && self.callback.is_own_host(host)
    }

    fn redirect(&self) -> Response<Full<Bytes>> {
        let mut response = Page::plain(302).response();
        if let Ok(location) = self.authorize_url.parse() {
            *response.status_mut() = StatusCode::FOUND;
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}
