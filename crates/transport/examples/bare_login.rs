//! A minimal browser sign-in (authorization code with PKCE): the requests, the redirect, a file.
//!
//! `cargo xtask bench login` compares daypass with it: it has the HTTP client and the requests of daypass, and no
//! configuration, no lock and no check of its input. It is not a program to sign in with.
//!
//! `bare_login ENDPOINT START_URL FILE BROWSER`
#![expect(clippy::print_stderr, reason = "a program")]

use daypass_transport::{ClientOptions, Request, ReqwestTransport, Transport as _, encode_query};
use serde_json::{Value, json};
use std::{error::Error, fs, process::Command};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

/// The pair of RFC 7636, appendix B: known to all, which is fine on loopback.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let [endpoint, start_url, file, browser] = words.as_slice() else {
        eprintln!("bare_login ENDPOINT START_URL FILE BROWSER");
        std::process::exit(2);
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(sign_in(endpoint, start_url, file, browser))
}

async fn sign_in(endpoint: &str, start_url: &str, file: &str, browser: &str) -> Result<(), Box<dyn Error>> {
    let client = ReqwestTransport::new(ClientOptions::default())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let redirect_uri = format!("http://127.0.0.1:{}/oauth/callback", listener.local_addr()?.port());
    let registration = json!({
        "clientName": "bare-login",
        "clientType": "public",
        "grantTypes": ["authorization_code", "refresh_token"],
        "redirectUris": ["http://127.0.0.1/oauth/callback"],
        "issuerUrl": start_url,
        "scopes": ["sso:account:access"],
    });
    let registration = call(&client, format!("{endpoint}/client/register"), &registration).await?;
    let client_id = registration.get("clientId").and_then(Value::as_str).unwrap_or_default();
    let query = encode_query(&[
        ("response_type", "code"),
        ("client_id", client_id),
        ("redirect_uri", &redirect_uri),
        ("state", "state"),
        ("code_challenge_method", "S256"),
        ("scopes", "sso:account:access"),
        ("code_challenge", CHALLENGE),
    ]);
    Command::new(browser).arg(format!("{endpoint}/authorize?{query}")).spawn()?;

    let (mut browser, _) = listener.accept().await?;
    let mut request = vec![0; 8192];
    let length = browser.read(&mut request).await?;
    request.truncate(length);
    let request = String::from_utf8(request)?;
    let code = request.split("code=").nth(1).and_then(|rest| rest.split(['&', ' ']).next());
    let grant = json!({
        "grantType": "authorization_code",
        "clientId": client_id,
        "clientSecret": registration.get("clientSecret"),
        "redirectUri": redirect_uri,
        "code": code.ok_or("no code came back")?,
        "codeVerifier": VERIFIER,
    });
    let token = call(&client, format!("{endpoint}/token"), &grant).await?;
    let mut out = fs::File::create(file)?;
    serde_json::to_writer(&mut out, &json!({ "token": token, "registration": registration }))?;
    browser.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK").await?;
    Ok(())
}

async fn call(client: &ReqwestTransport, url: String, body: &Value) -> Result<Value, Box<dyn Error>> {
    let mut request = Request::new(serde_json::to_vec(body)?);
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = url.parse()?;
    request.headers_mut().insert(http::header::CONTENT_TYPE, "application/json".parse()?);
    let response = client.send(request).await?;
    if !response.status().is_success() {
        return Err(String::from_utf8_lossy(response.body()).into());
    }
    Ok(serde_json::from_slice(response.body())?)
}
