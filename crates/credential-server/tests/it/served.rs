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
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
    let head = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: {token}\r\n\r\n");
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
