//! A client for tests: a world, a clock that tests move, and the requests of an SDK.

use daypass_simulator::World;
use daypass_transport::Response;
use http::{Method, Request, header};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

pub(crate) const START_URL: &str = "https://d-9067000018.awsapps.com/start#";
pub(crate) const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(crate) const REDIRECT: &str = "http://127.0.0.1:49152/oauth/callback";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) struct Client {
    pub(crate) world: World,
    pub(crate) now: SystemTime,
}

/// The comparable parts of an answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) error: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) json: Value,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn of(response: &Response) -> Self {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        Self {
            status: response.status().as_u16(),
            error: header("x-amzn-errortype").map(str::to_owned),
            location: header("location").map(str::to_owned),
            json: serde_json::from_slice(response.body()).unwrap_or_default(),
            text: String::from_utf8_lossy(response.body()).into_owned(),
        }
    }

    /// Returns a text member of the body.
    pub(crate) fn text(&self, name: &str) -> String {
        let member = self.json.get(name).and_then(Value::as_str);
        member.map(str::to_owned).ok_or_else(|| format!("no {name} in {self:?}")).expect("a text")
    }

    /// Returns `200`, or the status and the error.
    pub(crate) fn verdict(&self) -> String {
        match &self.error {
            Some(error) => format!("{} {error}", self.status),
            None => self.status.to_string(),
        }
    }
}

impl Client {
    pub(crate) fn new() -> Self {
        Self::of(World::demo())
    }

    pub(crate) fn of(world: World) -> Self {
        Self { world, now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) }
    }

    pub(crate) fn scenario(name: &str) -> Self {
        Self::of(World::scenario(name).expect("a scenario"))
    }

    pub(crate) fn pass(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }

    pub(crate) fn send(&mut self, request: &Request<Vec<u8>>) -> Response {
        self.world.handle(request, self.now)
    }

    fn ask(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("http://127.0.0.1:8080{path}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a request");
        Answer::of(&self.send(&request))
    }

    pub(crate) fn post(&mut self, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.ask(Method::POST, path, &headers, body.to_string().into_bytes())
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[("accept", "text/html")], Vec::new())
    }

    /// Sends a form as a browser does; the address may be absolute.
    pub(crate) fn form(&mut self, address: &str, body: &str) -> Answer {
        let path = address.strip_prefix("http://127.0.0.1:8080").unwrap_or(address);
        let headers = [(header::CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
        self.ask(Method::POST, path, &headers, body.as_bytes().to_vec())
    }

    pub(crate) fn portal(&mut self, token: &str, path: &str) -> Answer {
        self.ask(Method::GET, path, &[("x-amz-sso_bearer_token", token)], Vec::new())
    }

    pub(crate) fn logout(&mut self, token: &str) -> Answer {
        self.ask(Method::POST, "/logout", &[("x-amz-sso_bearer_token", token)], Vec::new())
    }

    /// Registers for the device grant, with scopes or without (legacy).
    pub(crate) fn register(&mut self, scopes: &[&str]) -> Value {
        let scopes = if scopes.is_empty() { Value::Null } else { json!(scopes) };
        let body = json!({ "clientName": "t", "clientType": "public", "scopes": scopes });
        let answer = self.post("/client/register", &body);
        json!({ "clientId": answer.text("clientId"), "clientSecret": answer.text("clientSecret") })
    }

    /// Registers for authorization codes.
    pub(crate) fn register_pkce(&mut self) -> Value {
        let answer = self.post(
            "/client/register",
            &json!({
                "clientName": "t", "clientType": "public", "scopes": ["sso:account:access"],
                "grantTypes": ["authorization_code", "refresh_token"],
                "redirectUris": ["http://127.0.0.1/oauth/callback"], "issuerUrl": START_URL,
            }),
        );
        json!({ "clientId": answer.text("clientId"), "clientSecret": answer.text("clientSecret") })
    }

    pub(crate) fn start(&mut self, client: &Value) -> Answer {
        self.post("/device_authorization", &merged(client, &json!({ "startUrl": START_URL })))
    }

    pub(crate) fn poll(&mut self, client: &Value, device: &Answer) -> Answer {
        let grant = json!({ "grantType": DEVICE_GRANT, "deviceCode": device.text("deviceCode") });
        self.post("/token", &merged(client, &grant))
    }

    pub(crate) fn refresh(&mut self, client: &Value, token: &str) -> Answer {
        let grant = json!({ "grantType": "refresh_token", "refreshToken": token });
        self.post("/token", &merged(client, &grant))
    }

    pub(crate) fn redeem(&mut self, client: &Value, code: &str, verifier: &str, redirect: &str) -> Answer {
        let grant = json!({
            "grantType": "authorization_code", "code": code, "codeVerifier": verifier, "redirectUri": redirect,
        });
        self.post("/token", &merged(client, &grant))
    }

    /// Signs the first user in by the device flow.
    pub(crate) fn sign_in(&mut self, client: &Value) -> Answer {
        let device = self.start(client);
        let page = device.text("verificationUriComplete");
        assert_eq!(self.form(&page, "decision=allow").status, 200);
        self.poll(client, &device)
    }
}

pub(crate) fn merged(one: &Value, other: &Value) -> Value {
    let mut all = one.clone();
    all.as_object_mut().expect("an object").extend(other.as_object().expect("an object").clone());
    all
}
