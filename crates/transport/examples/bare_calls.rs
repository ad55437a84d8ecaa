//! The least that some requests take: sent one after the other, the last answer printed.
//!
//! It is what `cargo xtask bench vend` and `bench whoami` hold daypass against: same HTTP client, same requests, and
//! nothing else: no configuration, no cache, no signature made, no check of what comes back.
//!
//! `bare_calls ENDPOINT FILE`, where the file has an array of `{"method", "path", "headers": [[name, value]], "body"}`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]

use daypass_transport::{ClientOptions, Request, ReqwestTransport, Transport as _};
use serde::Deserialize;
use std::{error::Error, fs};

#[derive(Deserialize)]
struct Recorded {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let [endpoint, file] = words.as_slice() else {
        eprintln!("bare_calls ENDPOINT FILE");
        std::process::exit(2);
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(call(endpoint, file))
}

async fn call(endpoint: &str, file: &str) -> Result<(), Box<dyn Error>> {
    let recorded: Vec<Recorded> = serde_json::from_slice(&fs::read(file)?)?;
    let client = ReqwestTransport::new(ClientOptions::default())?;
    let mut answer = Vec::new();
    for Recorded { method, path, headers, body } in recorded {
        let mut request = Request::new(body.into_bytes());
        *request.method_mut() = method.parse()?;
        *request.uri_mut() = format!("{endpoint}{path}").parse()?;
        for (name, value) in headers {
            request.headers_mut().insert(http::HeaderName::try_from(name)?, value.parse()?);
        }
        let response = client.send(request).await?;
        if !response.status().is_success() {
            return Err(String::from_utf8_lossy(response.body()).into());
        }
        answer = response.into_body();
    }
    println!("{}", String::from_utf8_lossy(&answer));
    Ok(())
}
