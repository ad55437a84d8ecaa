//! The endpoint: authorizes a request and answers with the credentials of its role.

use crate::{Authorizer, CachedCredentials, Failure, Refusal, Secrets};
use daypass_loopback::{Limits, Listener, Server};
use http::{Request, Response, StatusCode, header};
use serde_json::json;
use std::{io, sync::Arc};

/// A container credentials endpoint on a port of 127.0.0.1.
#[derive(Debug)]
pub struct CredentialServer {
    listener: Listener,
}

impl CredentialServer {
    /// Opens the port; 0 takes a free port. Dropping the future closes what it has opened.
    ///
    /// # Errors
    /// Fails if the system cannot open the port.
    pub async fn bind(port: u16) -> io::Result<Self> {
        Ok(Self { listener: Listener::bind(port).await? })
    }

    /// Returns the port.
    pub fn port(&self) -> u16 {
        self.listener.port()
    }

    /// Serves each role to requests with its secrets, on the current tokio runtime.
    ///
    /// Programs of every user may connect, because containers run as other users. Dropping the [`Server`] ends serving.
    pub fn serve(self, roles: Vec<(Secrets, CachedCredentials)>) -> Server {
        let (secrets, roles): (Vec<_>, Vec<_>) = roles.into_iter().unzip();
        let endpoint = Arc::new(Endpoint { authorizer: Authorizer::new(self.port(), secrets), roles });
        self.listener.serve(Limits::default(), move |request| {
            let endpoint = Arc::clone(&endpoint);
            async move { endpoint.answer(&request).await }
        })
    }
}

struct Endpoint {
    authorizer: Authorizer,
    roles: Vec<CachedCredentials>,
}

impl Endpoint {
    async fn answer(&self, request: &Request<()>) -> Response<Vec<u8>> {
        let authorized = self.authorizer.authorize(request.method(), request.uri(), request.headers());
        let role = match authorized {
            Ok(role) => self.roles.get(role),
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
