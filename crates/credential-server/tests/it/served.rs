//! Tests of requests with and without the secrets of a role.

use daypass_credential_server::{CachedCredentials, CredentialServer, Failure, FetchCredentials, Secrets};
use daypass_sso_types::{Credentials, SecretAccessKey};
use daypass_transport::BoxFuture;
use std::{collections::HashMap, sync::Arc, time::UNIX_EPOCH};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// A source that returns keys if true, else fails.
struct Source(bool);

impl FetchCredentials for Source {
    fn fetch(&self) -> BoxFuture<'_, Result<Credentials, Failure>> {
        Box::pin(async {
            if !self.0 {
                let message = "nobody is signed in".to_owned();
                return Err(Failure { status: 403, code: "LoginRequired", message });
            }
            Ok(Credentials {
                access_key_id: "ASIAEXAMPLE".to_owned(),
                secret_access_key: SecretAccessKey::new("s"),
                session_token: None,
                expires_at: None,
                account_id: None,
            })
        })
    }
}

async fn get(port: u16, path: &str, token: &str) -> String {
    ask(port, &format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: {token}\r\n\r\n"))
        .await
}

async fn ask(port: u16, head: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
    stream.write_all(head.as_bytes()).await.expect("sent");
    stream.shutdown().await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}

#[test]
fn each_role_needs_its_own_secrets() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let role = |good| CachedCredentials::new(Box::new(Source(good)), Arc::new(|| UNIX_EPOCH));
        let secrets = |byte: u8| Secrets::new(&move |bytes: &mut [u8]| bytes.fill(byte));
        let (one, two) = (secrets(1), secrets(2));
        let server = CredentialServer::bind(0).await.expect("a port");
        let port = server.port();
        let variables = HashMap::from(one.variables(port));
        let uri = variables.get("AWS_CONTAINER_CREDENTIALS_FULL_URI").expect("an address");
        let token = variables.get("AWS_CONTAINER_AUTHORIZATION_TOKEN").expect("a token");
        let path = uri.strip_prefix(&format!("http://127.0.0.1:{port}")).expect("on loopback");
        assert_eq!((path, token.as_str()), (one.path(), one.token()));
        let server = server.serve(vec![(one.clone(), role(true)), (two.clone(), role(false))]);
        for (path, token, status, words) in [
            (one.path(), one.token(), 200, "ASIAEXAMPLE"),
            (two.path(), two.token(), 403, "LoginRequired"),
            (one.path(), two.token(), 401, "InvalidToken"),
            ("/", one.token(), 404, "NotFound"),
            ("/health", "", 200, "{\"status\":\"ok\"}"),
            ("/health?x", "", 404, "NotFound"),
            ("/health/", "", 404, "NotFound"),
        ] {
            let answer = get(port, path, token).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")) && answer.contains(words), "{answer}");
            assert!(answer.contains("cache-control: no-store"), "{answer}");
        }
        server.stop().await;
    });
}

/// Who asks whether the server is up learns nothing else, and no page learns even that.
#[test]
fn health_is_told_to_no_page() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let source = CachedCredentials::new(Box::new(Source(true)), Arc::new(|| UNIX_EPOCH));
        let server = CredentialServer::bind(0).await.expect("a port");
        let port = server.port();
        let server = server.serve(vec![(Secrets::new(&|bytes: &mut [u8]| bytes.fill(1)), source)]);
        for (host, more, status) in [
            ("localhost", "", 200),
            ("localhost", "Origin: https://example.com\r\n", 403),
            ("localhost", "Sec-Fetch-Site: cross-site\r\n", 403),
            ("localhost", "X-Forwarded-For: 10.0.0.1\r\n", 403),
            ("rebound.example.com", "", 403),
        ] {
            let head = format!("GET /health HTTP/1.1\r\nHost: {host}:{port}\r\n{more}\r\n");
            let answer = ask(port, &head).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{head}{answer}");
            let body = answer.split("\r\n\r\n").nth(1).unwrap_or_default();
            assert_eq!(body == "{\"status\":\"ok\"}", status == 200, "{answer}");
        }
        server.stop().await;
    });
}
