//! The endpoint: authorizes a request and answers with the credentials of its role.

use crate::{Authorizer, CachedCredentials, Failure, Refusal, Secrets, authorizer::NOTHING_THERE};
use daypass_loopback::{Limits, Listener, Server, SocketListener};
use http::{Response, StatusCode, Uri, header};
use serde_json::json;
use std::{io, path::Path, sync::Arc};

/// The path at which the server says that it is up.
const HEALTH: &str = "/health";

/// A container credentials endpoint on a port of 127.0.0.1, and on a unix socket if one is opened.
#[derive(Debug)]
pub struct CredentialServer {
    listener: Listener,
    socket: Option<SocketListener>,
}

impl CredentialServer {
    /// Opens the port; 0 takes a free port. Dropping the future closes what it has opened.
    ///
    /// # Errors
    /// Fails if the system cannot open the port.
    pub async fn bind(port: u16) -> io::Result<Self> {
        Ok(Self { listener: Listener::bind(port).await?, socket: None })
    }

    /// Opens a unix socket beside the port. It is removed when serving ends.
    ///
    /// # Errors
    /// Fails as [`SocketListener::bind`] does.
    pub async fn with_socket(self, path: &Path) -> io::Result<Self> {
        Ok(Self { socket: Some(SocketListener::bind(path).await?), ..self })
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.listener.port()
    }

    /// Serves each role to requests with its secrets, on the current tokio runtime.
    ///
    /// Programs of every user may connect to the port, because containers run as other users; to the socket, those of
    /// this user and of root ([`Authorizer::authorize_on_socket`]). `GET /health` needs no token and is answered with
    /// `{"status":"ok"}` alone. Dropping the [`Serving`] ends serving.
    pub fn serve(self, roles: Vec<(Secrets, CachedCredentials)>) -> Serving {
        let (secrets, roles): (Vec<_>, Vec<_>) = roles.into_iter().unzip();
        let endpoint = Arc::new(Endpoint { authorizer: Authorizer::new(secrets), roles });
        let on_socket = Arc::clone(&endpoint);
        let port = self.listener.serve(Limits::default(), move |request| {
            let endpoint = Arc::clone(&endpoint);
            async move {
                let (method, uri, headers) = (request.method(), request.uri(), request.headers());
                endpoint.answer(uri, endpoint.authorizer.authorize(method, uri, headers)).await
            }
        });
        let socket = self.socket.map(|socket| {
            socket.serve(Limits::default(), move |request| {
                let endpoint = Arc::clone(&on_socket);
                async move {
                    let (method, uri, headers) = (request.method(), request.uri(), request.headers());
                    endpoint.answer(uri, endpoint.authorizer.authorize_on_socket(method, uri, headers)).await
                }
            })
        });
        Serving { port, socket }
    }
}

/// A running endpoint. Dropping it closes its port and its connections, and removes its socket.
#[derive(Debug)]
pub struct Serving {
    port: Server,
    socket: Option<Server>,
}

impl Serving {
    /// Closes the port, removes the socket and waits for responses in progress. Dropping the future closes all.
    pub async fn stop(self) {
        let socket = async {
            if let Some(socket) = self.socket {
                socket.stop().await;
            }
        };
        tokio::join!(self.port.stop(), socket);
    }
}

struct Endpoint {
    authorizer: Authorizer,
    roles: Vec<CachedCredentials>,
}

impl Endpoint {
    async fn answer(&self, uri: &Uri, authorized: Result<usize, Refusal>) -> Response<Vec<u8>> {
        let role = match authorized {
            Ok(role) => self.roles.get(role),
            // The request was refused for its path alone: whoever may ask, and no page, learns that the server is up.
            Err(NOTHING_THERE) if uri.path_and_query().is_some_and(|target| target == HEALTH) => {
                return reply(StatusCode::OK, json!({ "status": "ok" }).to_string().into_bytes());
            }
            Err(Refusal { status, code, message }) => {
                let mut response = failure(status, code, message);
                response.headers_mut().insert(header::CONNECTION, header::HeaderValue::from_static("close"));
                return response;
            }
        };
        let body = match role {
            Some(role) => role.body().await,
            None => return failure(404, "NotFound", "nothing is served at this path"),
        };
        match body {
            Ok(body) => reply(StatusCode::OK, body),
            Err(Failure { status, code, message }) => failure(status, code, &message),
        }
    }
}

fn failure(status: u16, code: &str, message: &str) -> Response<Vec<u8>> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    reply(status, json!({ "code": code, "message": message }).to_string().into_bytes())
}

fn reply(status: StatusCode, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    response
}
