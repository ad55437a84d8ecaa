//! HTTP as a weak twin speaks it: one connection for a request, and whatever comes is the reply.

use super::place::Place;
use serde_json::{Value, json};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// A reply: its head, and its body.
pub(super) struct Reply {
    pub(super) head: String,
    pub(super) body: String,
}

impl Reply {
    pub(super) fn is_ok(&self) -> bool {
        self.head.split(' ').nth(1) == Some("200")
    }

    pub(super) fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }
}

/// Sends a request to an address, with a bearer token if there is one.
pub(super) fn call(url: &str, method: &str, path: &str, token: &str, body: &str) -> Option<Reply> {
    let host = url.trim().strip_prefix("http://")?.split('/').next()?;
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let kind = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nx-amz-sso_bearer_token: {}\r\n\
         content-type: {kind}\r\ncontent-length: {}\r\n\r\n{body}",
        token.split(['\r', '\n']).next().unwrap_or_default(),
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    drop(stream.read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    Some(Reply { head: head.to_owned(), body: body.to_owned() })
}

/// The calls of a sign-in with a device code, up to `last`; the replies are in order.
pub(super) fn sign_in(place: &Place) -> Vec<Reply> {
    let Some(url) = place.endpoint() else { return Vec::new() };
    let post = |path: &str, body: &Value| call(&url, "POST", path, "", &body.to_string());
    let mut replies = Vec::new();
    let text = |reply: &Reply, member: &str| {
        reply.json().and_then(|json| Some(json.get(member)?.as_str()?.to_owned())).unwrap_or_default()
    };
    let client = json!({ "clientName": "weak", "clientType": "public", "scopes": ["sso:account:access"] });
    let Some(client) = post("/client/register", &client) else { return replies };
    let (id, secret) = (text(&client, "clientId"), text(&client, "clientSecret"));
    replies.push(client);
    let start = place.config_value("sso_start_url").unwrap_or_default();
    let device = json!({ "clientId": id, "clientSecret": secret, "startUrl": start });
    let Some(device) = post("/device_authorization", &device) else { return replies };
    let code = text(&device, "deviceCode");
    replies.push(device);
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let token = json!({ "clientId": id, "clientSecret": secret, "grantType": grant, "deviceCode": code });
    replies.extend(post("/token", &token));
    replies
}

/// Renews the token.
pub(super) fn refresh(place: &Place, token: &Value) -> Option<Reply> {
    let member = |name: &str| token.get(name).cloned().unwrap_or_default();
    let body = json!({
        "clientId": member("clientId"),
        "clientSecret": member("clientSecret"),
        "grantType": "refresh_token",
        "refreshToken": member("refreshToken"),
    });
    call(&place.endpoint()?, "POST", "/token", "", &body.to_string())
}

/// Calls the portal, or another service, with the token.
pub(super) fn ask(place: &Place, method: &str, path: &str, body: &str) -> Option<Reply> {
    let token = place.token().map(|(_, token)| token)?;
    let token = token.get("accessToken").and_then(Value::as_str).unwrap_or_default().to_owned();
    call(&place.endpoint()?, method, path, &token, body)
}

/// The path of the profile's role.
pub(super) const ROLE: &str = "/federation/credentials?role_name=AWSReadOnlyAccess&account_id=111122223333";

/// Whether the access token is over, as its file says: its years are of four digits.
pub(super) fn is_over(token: &Value) -> bool {
    let ends = token.get("expiresAt").and_then(Value::as_str).unwrap_or_default();
    ends.parse::<jiff::Timestamp>().map_or(true, |ends| ends < jiff::Timestamp::now())
}
