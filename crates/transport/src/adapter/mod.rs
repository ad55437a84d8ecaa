//! The transport over reqwest; no other library file of the workspace names reqwest.

mod classify;
mod tls;

use crate::{
    BoxFuture, ClientOptions, Error, ErrorKind, Proxies, ProxyChoice, Request, Response, Sleep, Transport,
};
use ::reqwest::{Client, ClientBuilder, Proxy, redirect};
use std::{fmt, time::Duration};

/// An HTTP/1.1 transport over reqwest, with TLS by rustls and ring. It follows no redirects, keeps no cookies and
/// decompresses no bodies. Trusted roots are read at the first TLS handshake, so that creating one takes microseconds.
/// It needs a tokio runtime with I/O and timer drivers.
///
/// Dropping the future of a call closes its connection; the request may have arrived.
pub struct ReqwestTransport {
    /// The client for addresses that are called without a proxy.
    client: Client,
    /// The client for all other addresses, if proxies are configured.
    proxied: Option<(Client, Proxies)>,
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
    /// Creates a transport. It reads no file and makes no connection yet.
    ///
    /// # Errors
    /// A proxy address that reqwest cannot use.
    pub fn new(options: ClientOptions) -> Result<Self, Error> {
        let tls = tls::config(options.ca_bundle, options.verify_tls)?;
        let builder = || {
            let mut builder =
                Client::builder().redirect(redirect::Policy::none()).tls_backend_preconfigured(tls.clone());
            if let Some(limit) = options.connect_timeout {
                builder = builder.connect_timeout(limit);
            }
            if let Some(limit) = options.read_timeout {
                builder = builder.timeout(limit);
            }
            builder
        };
        let built = |builder: ClientBuilder| builder.build().map_err(|error| classify::error(error, ""));
        let (client, proxied) = match options.proxies {
            ProxyChoice::System => (built(builder())?, None),
            ProxyChoice::Only(proxies) if proxies.is_empty() => (built(builder().no_proxy())?, None),
            ProxyChoice::Only(proxies) => {
                let through = [
                    proxies.of_scheme("http").map(Proxy::http),
                    proxies.of_scheme("https").map(Proxy::https),
                ];
                let mut behind = builder();
                for proxy in through.into_iter().flatten() {
                    behind = behind.proxy(proxy.map_err(|error| classify::error(error, ""))?);
                }
                (built(builder().no_proxy())?, Some((built(behind)?, proxies)))
            }
        };
        Ok(Self { client, proxied, max_response_bytes: options.max_response_bytes })
    }

    /// Chooses the client for this address, and says whether it calls through one of the configured proxies.
    fn client(&self, request: &Request) -> (&Client, bool) {
        let uri = request.uri();
        let usual = if uri.scheme_str() == Some("http") { 80 } else { 443 };
        match &self.proxied {
            Some((client, proxies))
                if !proxies.bypasses(uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(usual)) =>
            {
                (client, proxies.of_scheme(uri.scheme_str().unwrap_or("https")).is_some())
            }
            _ => (&self.client, false),
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Response, Error>> {
        Box::pin(async move {
            let host = host_and_port(request.uri());
            let (client, is_proxied) = self.client(&request);
            let request = request.try_into().map_err(|error| classify::error(error, &host))?;
            let reply = client.execute(request).await.map_err(|error| match is_proxied {
                true => classify::proxied(error, &host),
                false => classify::error(error, &host),
            })?;
            read(reply, &host, self.max_response_bytes).await
        })
    }
}

/// Returns `HOST`, or `HOST:PORT` if the address names a port.
fn host_and_port(uri: &http::Uri) -> String {
    let host = uri.host().unwrap_or_default();
    match uri.port_u16() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
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

/// Sleeps with tokio's timer. Dropping the future cancels the wait.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "a unit struct")]
pub struct TokioSleep;

impl Sleep for TokioSleep {
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
