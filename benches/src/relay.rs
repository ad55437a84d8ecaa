//! A server on loopback, with TLS or without, that asks the simulator once and gives the same answer from then on: what is
//! measured is the program that asks.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::ring};

/// A request that came, as text, and the answer in bytes.
struct Exchange {
    request: String,
    answer: Vec<u8>,
}

/// The running server. It ends with the process.
pub(crate) struct Relay {
    pub(crate) url: String,
    /// The certificate to trust, in PEM; none without TLS.
    pub(crate) authority: Option<String>,
    known: Arc<Mutex<HashMap<String, Exchange>>>,
}

impl Relay {
    /// Listens, and asks `upstream` (an authority) what it does not know yet.
    pub(crate) fn start(upstream: &str, tls: bool) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        let known = Arc::<Mutex<HashMap<String, Exchange>>>::default();
        let (authority, config) = match tls {
            true => certified().map(|(pem, config)| (Some(pem), Some(Arc::new(config))))?,
            false => (None, None),
        };
        let (log, upstream) = (Arc::clone(&known), upstream.to_owned());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, upstream, config) = (Arc::clone(&log), upstream.clone(), config.clone());
                thread::spawn(move || {
                    drop(stream.set_nodelay(true));
                    match config.map(ServerConnection::new) {
                        None => serve(stream, &log, &upstream),
                        Some(Ok(connection)) => serve(StreamOwned::new(connection, stream), &log, &upstream),
                        Some(Err(_)) => {}
                    }
                });
            }
        });
        let scheme = if tls { "https" } else { "http" };
        Ok(Self { url: format!("{scheme}://localhost:{port}"), authority, known })
    }

    /// The requests so far, each once, as `bare_calls` reads them.
    pub(crate) fn requests(&self) -> Value {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.values().map(|exchange| recorded(&exchange.request)).collect()
    }
}

/// An authority in PEM, and a server with a certificate of it for `localhost`.
fn certified() -> Result<(String, ServerConfig), String> {
    let failed = |error: rcgen::Error| error.to_string();
    let mut params = CertificateParams::new(Vec::new()).map_err(failed)?;
    // OpenSSL takes a certificate whose issuer has its own name for self-signed.
    params.distinguished_name.push(DnType::CommonName, "an authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer =
        CertifiedIssuer::self_signed(params, KeyPair::generate().map_err(failed)?).map_err(failed)?;
    let key = KeyPair::generate().map_err(failed)?;
    let params = CertificateParams::new(["localhost".to_owned()]).map_err(failed)?;
    let certificate = params.signed_by(&key, &issuer).map_err(failed)?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            builder.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key.into())
        })
        .map_err(|error| error.to_string())?;
    Ok((issuer.pem(), config))
}

/// Answers the requests of one connection, until it ends or something is wrong with it.
fn serve(mut stream: impl Read + Write, known: &Mutex<HashMap<String, Exchange>>, upstream: &str) {
    while let Some(request) = message(&mut stream) {
        let key = key(&request);
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.contains_key(&key) {
            let Some(answer) = ask(upstream, &request) else { return };
            known.insert(key.clone(), Exchange { request: request.clone(), answer });
        }
        let answer = known.get(&key).map(|exchange| exchange.answer.clone()).unwrap_or_default();
        drop(known);
        if stream.write_all(&answer).and_then(|()| stream.flush()).is_err() {
            return;
        }
    }
}

/// What makes two requests one: the first line and the body. A signature differs from second to second.
fn key(request: &str) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
    format!("{}\n{body}", head.lines().next().unwrap_or_default())
}

fn ask(upstream: &str, request: &str) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(upstream).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    message(&mut stream).map(String::into_bytes)
}

/// One message of HTTP/1.1 with a `content-length`, or without a body.
fn message(stream: &mut impl Read) -> Option<String> {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 16_384]);
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            if body.len() >= length {
                return Some(text.into_owned());
            }
        }
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(buffer.get(..read)?);
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let named = |line: &'a str| line.split_once(':').filter(|(found, _)| found.eq_ignore_ascii_case(name));
    head.lines().find_map(named).map(|(_, value)| value.trim())
}

fn recorded(request: &str) -> Value {
    let (head, body) = request.split_once("\r\n\r\n").unwrap_or((request, ""));
    let mut first = head.lines().next().unwrap_or_default().split(' ');
    let headers: Vec<_> = head.lines().skip(1).filter_map(|line| line.split_once(':')).collect();
    // The client says these itself.
    let own = |name: &str| ["host", "content-length", "accept-encoding"].contains(&&*name.to_lowercase());
    let headers: Vec<_> = headers.into_iter().filter(|(name, _)| !own(name)).collect();
    let headers: Vec<_> = headers.into_iter().map(|(name, value)| [name, value.trim()]).collect();
    json!({ "method": first.next(), "path": first.next(), "headers": headers, "body": body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_where_its_length_says() {
        let bytes = b"POST / HTTP/1.1\r\nContent-Length: 3\r\nX-A: b\r\n\r\nabc";
        let request = message(&mut &bytes[..]).expect("a message");
        assert_eq!(request.as_bytes(), bytes);
        assert_eq!(
            recorded(&request).to_string(),
            r#"{"body":"abc","headers":[["X-A","b"]],"method":"POST","path":"/"}"#
        );
        assert!(message(&mut &bytes[..bytes.len() - 1]).is_none(), "it is cut off");
        assert_ne!(key(&request), key(&request.replace("abc", "abd")));
        assert_eq!(key(&request), key(&request.replace("X-A: b", "X-A: c")));
    }
}
