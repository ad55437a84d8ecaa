//! The sockets: loopback only, bounded in number, size and time, and closed without cutting anybody off.

use super::{Door, Failure, Keeper, judge::Refusal};
use http::{Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use std::{convert::Infallible, future::Future, io, net::Ipv4Addr, pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};

/// Longest request line and headers together; a program's request has some 300 bytes. hyper takes no less.
const MAX_HEAD: usize = 8 * 1024;
/// How long a connection may take to say what it wants, and how long it may stay idle.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a connection may last in all.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(120);
/// Connections served at once; further ones wait in the kernel's queue.
const CONNECTIONS: u32 = 128;
/// How long those under way may take when the server stops.
const FAREWELL: Duration = Duration::from_secs(3);

/// A bound port.
#[derive(Debug)]
pub(crate) struct Listener {
    socket: TcpListener,
    port: u16,
}

impl Listener {
    /// Opens the port on 127.0.0.1; 0 takes a free one.
    pub(crate) async fn bind(port: u16) -> io::Result<Self> {
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = socket.local_addr()?.port();
        Ok(Self { socket, port })
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Serves until `stop` ends, then lets those under way finish.
    pub(crate) async fn serve(self, door: Door, roles: Vec<Keeper>, stop: impl Future<Output = ()>) {
        let shared = Arc::new(Shared { door, roles });
        let places = Arc::new(Semaphore::new(CONNECTIONS as usize));
        let (stopping, stopped) = watch::channel(());
        let mut stop = pin!(stop);
        loop {
            let next = async {
                let place = Arc::clone(&places).acquire_owned().await;
                (place, self.socket.accept().await)
            };
            let (place, accepted) = tokio::select! {
                () = &mut stop => break,
                next = next => next,
            };
            match (place, accepted) {
                (Ok(place), Ok((stream, _))) => {
                    let (shared, stopped) = (Arc::clone(&shared), stopped.clone());
                    tokio::spawn(async move {
                        let serving = connection(stream, shared, stopped);
                        let _too_long = tokio::time::timeout(CONNECTION_TIMEOUT, serving).await;
                        drop(place);
                    });
                }
                // Out of file descriptors, or a peer that has gone: wait a little rather than spin.
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
        drop(self.socket);
        drop(stopping);
        let _too_long = tokio::time::timeout(FAREWELL, places.acquire_many(CONNECTIONS)).await;
    }
}

struct Shared {
    door: Door,
    roles: Vec<Keeper>,
}

async fn connection(stream: TcpStream, shared: Arc<Shared>, mut stopped: watch::Receiver<()>) {
    let _slower = stream.set_nodelay(true);
    let service = hyper::service::service_fn(|request: Request<Incoming>| {
        let shared = Arc::clone(&shared);
        async move { Ok::<_, Infallible>(shared.respond(&request).await) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        _broken = connection.as_mut() => return,
        // The sender is dropped when the server stops.
        _stopping = stopped.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _broken = connection.await;
}

impl Shared {
    async fn respond(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let judged = self.door.judge(request.method(), request.uri(), request.headers());
        let role = match judged {
            Ok(role) => self.roles.get(role),
            Err(Refusal(status, code, message)) => {
                let mut response = failure(status, code, message);
                response.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
                return response;
            }
        };
        let body = match role {
            Some(keeper) => keeper.body().await,
            None => return failure(404, "NotFound", "nothing is served at this path"),
        };
        match body {
            Ok(body) => reply(StatusCode::OK, body),
            Err(Failure { status, code, message }) => failure(status, code, &message),
        }
    }
}

fn failure(status: u16, code: &str, message: &str) -> Response<Full<Bytes>> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    reply(status, Bytes::from(json!({ "code": code, "message": message }).to_string()))
}

fn reply(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}
