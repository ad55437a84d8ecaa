//! A minimal browser sign-in (authorization code with PKCE): the requests, the redirect, a file, and whose sign-in it is.
//!
//! `cargo xtask bench login` compares daypass with it: it has the HTTP client and the requests of daypass, and no
//! configuration, no lock and no check of its input. It is not a program to sign in with.
//!
//! `bare_login ENDPOINT START_URL FILE BROWSER`
#![expect(clippy::print_stderr, clippy::disallowed_methods, reason = "a program, which has a clock")]

use daypass_sso_types::{Credentials, Region, SecretAccessKey, SessionToken};
use daypass_sts_client::CallerIdentity;
use daypass_transport::{ClientOptions, Endpoint, Request, ReqwestTransport, Transport as _, encode_query};
use serde_json::{Value, json};
use std::{error::Error, fs, process::Command, time::SystemTime};
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
    let user = user_of(&client, endpoint, text(&token, "accessToken")?).await?;
    eprintln!("{user}");
    Ok(())
}

/// The user by the keys of the first role, as STS names them.
async fn user_of(client: &ReqwestTransport, endpoint: &str, token: &str) -> Result<String, Box<dyn Error>> {
    let get = async |path: String| -> Result<Value, Box<dyn Error>> {
        let mut request = Request::new(Vec::new());
        *request.uri_mut() = format!("{endpoint}{path}").parse()?;
        request.headers_mut().insert("x-amz-sso_bearer_token", token.parse()?);
        answer(client, request).await
    };
    let first = |answer: &Value, list: &str, member: &str| -> Result<String, Box<dyn Error>> {
        Ok(text(answer.get(list).and_then(|list| list.get(0)).ok_or("an empty list")?, member)?.to_owned())
    };
    let accounts = get("/assignment/accounts?max_result=1".to_owned()).await?;
    let account = first(&accounts, "accountList", "accountId")?;
    let roles = get(format!("/assignment/roles?account_id={account}&max_result=1")).await?;
    let role = first(&roles, "roleList", "roleName")?;
    let keys = get(format!("/federation/credentials?account_id={account}&role_name={role}")).await?;
    let keys = keys.get("roleCredentials").ok_or("no keys")?;
    let keys = Credentials {
        access_key_id: text(keys, "accessKeyId")?.to_owned(),
        secret_access_key: SecretAccessKey::new(text(keys, "secretAccessKey")?),
        session_token: Some(SessionToken::new(text(keys, "sessionToken")?)),
        expires_at: None,
        account_id: None,
    };
    let (sts, region) = (Endpoint::custom(endpoint)?, Region::new("eu-west-1")?);
    let request = CallerIdentity::request(&sts, &region, &keys, SystemTime::now())?;
    Ok(CallerIdentity::read(&client.send(request).await?, SystemTime::now())?.user_id)
}

fn text<'a>(value: &'a Value, member: &str) -> Result<&'a str, Box<dyn Error>> {
    value.get(member).and_then(Value::as_str).ok_or_else(|| format!("no {member}").into())
}

async fn call(client: &ReqwestTransport, url: String, body: &Value) -> Result<Value, Box<dyn Error>> {
    let mut request = Request::new(serde_json::to_vec(body)?);
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = url.parse()?;
    request.headers_mut().insert(http::header::CONTENT_TYPE, "application/json".parse()?);
    answer(client, request).await
}

async fn answer(client: &ReqwestTransport, request: Request) -> Result<Value, Box<dyn Error>> {
    let response = client.send(request).await?;
    if !response.status().is_success() {
        return Err(String::from_utf8_lossy(response.body()).into());
    }
    Ok(serde_json::from_slice(response.body())?)
}
