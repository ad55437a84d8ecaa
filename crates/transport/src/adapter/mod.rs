//! The adapter over reqwest: the one place in the workspace's libraries that names it.

mod classify;
mod tls;

use crate::{BoxFuture, Error, ErrorKind, Request, Response, Sleep, Transport};
use ::reqwest::{Client, redirect};
use std::{fmt, path::PathBuf, time::Duration};

/// How to connect. Proxies are not among it: reqwest reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` itself.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ClientOptions {
    /// A file of PEM certificates, or a folder of such, to trust instead of the system's (`AWS_CA_BUNDLE`).
    pub ca_bundle: Option<PathBuf>,
    /// The longest time to a connection, TLS included. `None`: no limit.
    pub connect_timeout: Option<Duration>,
    /// The longest time from sending to the last byte of the reply. `None`: no limit.
    pub read_timeout: Option<Duration>,
    /// Off (`--no-verify-ssl`), any certificate is taken. For tests against a known host only.
    pub verify_tls: bool,
    /// The longest reply taken, in bytes.
    pub max_response_bytes: usize,
    /// Off, the proxy variables of the environment are not looked at.
    pub proxy_from_environment: bool,
}

impl Default for ClientOptions {
    /// System roots, 10 s to connect, 60 s for a call, 8 MiB, proxies from the environment.
    fn default() -> Self {
        Self {
            ca_bundle: None,
            connect_timeout: Some(Duration::from_secs(10)),
            read_timeout: Some(Duration::from_secs(60)),
            verify_tls: true,
            max_response_bytes: 8 << 20,
            proxy_from_environment: true,
        }
    }
}

impl ClientOptions {
    /// The same trusting this file of PEM certificates alone.
    #[must_use]
    pub fn with_ca_bundle(self, path: impl Into<PathBuf>) -> Self {
        Self { ca_bundle: Some(path.into()), ..self }
    }

    /// The same with this limit on connecting.
    #[must_use]
    pub fn with_connect_timeout(self, limit: Option<Duration>) -> Self {
        Self { connect_timeout: limit, ..self }
    }

    /// The same with this limit on a call.
    #[must_use]
    pub fn with_read_timeout(self, limit: Option<Duration>) -> Self {
        Self { read_timeout: limit, ..self }
    }

    /// The same taking any certificate.
    #[must_use]
    pub fn without_tls_verification(self) -> Self {
        Self { verify_tls: false, ..self }
    }

    /// The same with this limit on the size of a reply.
    #[must_use]
    pub fn with_max_response_bytes(self, limit: usize) -> Self {
        Self { max_response_bytes: limit, ..self }
    }

    /// The same without a proxy, whatever the environment says.
    #[must_use]
    pub fn without_proxy(self) -> Self {
        Self { proxy_from_environment: false, ..self }
    }
}

/// HTTP/1.1 over reqwest, TLS by rustls and ring. Redirects are not followed, cookies not kept, bodies not
/// decompressed. Trusted roots are read at the first TLS handshake, so that making one costs next to nothing.
/// It needs a tokio runtime with its I/O and timer drivers.
pub struct ReqwestTransport {
    client: Client,
    max_response_bytes: usize,
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport")
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}

impl ReqwestTransport {
    /// Makes a client. No file is read and no connection made yet.
    pub fn new(options: ClientOptions) -> Result<Self, Error> {
        let tls = tls::config(options.ca_bundle, options.verify_tls)?;
        let mut builder = Client::builder().redirect(redirect::Policy::none()).tls_backend_preconfigured(tls);
        if let Some(limit) = options.connect_timeout {
            builder = builder.connect_timeout(limit);
        }
        if let Some(limit) = options.read_timeout {
            builder = builder.timeout(limit);
        }
        if !options.proxy_from_environment {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|error| classify::error(error, ""))?;
        Ok(Self { client, max_response_bytes: options.max_response_bytes })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            let host = request.uri().host().unwrap_or_default().to_owned();
            let request = request.try_into().map_err(|error| classify::error(error, &host))?;
            let reply = self.client.execute(request).await.map_err(|error| classify::error(error, &host))?;
            read(reply, &host, self.max_response_bytes).await
        })
    }
}

async fn read(mut reply: ::reqwest::Response, host: &str, limit: usize) -> Result<Response, Error> {
    let too_large = || Error::new(ErrorKind::TooLarge, host).with_detail(format!("more than {limit} bytes"));
    let mut response = Response::default();
    *response.status_mut() = reply.status();
    *response.version_mut() = reply.version();
    *response.headers_mut() = std::mem::take(reply.headers_mut());
    while let Some(chunk) = reply.chunk().await.map_err(|error| classify::error(error, host))? {
        if response.body().len() + chunk.len() > limit {
            return Err(too_large());
        }
        response.body_mut().extend_from_slice(&chunk);
    }
    Ok(response)
}

/// Waits by tokio's timer.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "a unit struct")]
pub struct TokioSleep;

impl Sleep for TokioSleep {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
