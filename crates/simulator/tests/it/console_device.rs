//! A device that signs in to the console: a key, its proofs, and the requests of the AWS CLI.

use crate::client::{Answer, CHALLENGE, Client, VERIFIER};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_simulator::{AutoApprove, Settings, World};
use http::{Method, Request};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use std::time::UNIX_EPOCH;

pub(crate) const SAME: &str = "arn:aws:signin:::devtools/same-device";
pub(crate) const CROSS: &str = "arn:aws:signin:::devtools/cross-device";
pub(crate) const REDIRECT: &str = "http://127.0.0.1:49152/oauth/callback";
pub(crate) const PAGE: &str = "http://127.0.0.1:8080/v1/sessions/confirmation";
pub(crate) const TOKEN: &str = "http://127.0.0.1:8080/v1/token";

/// A device with a key, which makes proofs.
pub(crate) struct Device {
    pub(crate) client: Client,
    pub(crate) pair: EcdsaKeyPair,
    count: u32,
}

impl Device {
    pub(crate) fn of(change: impl FnOnce(&mut Settings)) -> Self {
        let world = World::demo().with_settings(|settings| {
            settings.auto_approve = AutoApprove::Allow;
            change(settings);
        });
        Self { client: Client::of(world), pair: pair(), count: 0 }
    }

    pub(crate) fn new() -> Self {
        Self::of(|_| ())
    }

    /// The header and the claims of a proof that is good.
    pub(crate) fn parts(&mut self, url: &str) -> (Value, Value) {
        self.count += 1;
        let point = self.pair.public_key().as_ref();
        let [x, y] = [1..33, 33..65].map(|range| URL_SAFE_NO_PAD.encode(point.get(range).expect("a point")));
        let at = self.client.now.duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        (
            json!({ "alg": "ES256", "typ": "dpop+jwt", "jwk": { "kty": "EC", "crv": "P-256", "x": x, "y": y } }),
            json!({ "jti": format!("proof {}", self.count), "htm": "POST", "htu": url, "iat": at }),
        )
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let text = format!("{header}.{claims}");
        let signature = self.pair.sign(&SystemRandom::new(), text.as_bytes()).expect("a signature");
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub(crate) fn send(&mut self, url: &str, proof: &str, body: &Value) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri(url)
            .header("content-type", "application/json")
            .header("dpop", proof)
            .body(body.to_string().into_bytes())
            .expect("a request");
        Answer::of(&self.client.send(&request))
    }

    pub(crate) fn post(&mut self, url: &str, body: &Value) -> Answer {
        let (header, claims) = self.parts(url);
        let proof = self.sign(&header, &claims);
        self.send(url, &proof, body)
    }

    pub(crate) fn code(&mut self) -> Value {
        let location = self.client.get(&authorize(SAME, REDIRECT)).location.expect("a redirect");
        let (_, query) = location.split_once("?code=").expect("a code");
        let code = query.split('&').next().expect("a code");
        json!({
            "clientId": SAME, "grantType": "authorization_code", "code": code, "codeVerifier": VERIFIER,
            "redirectUri": REDIRECT,
        })
    }

    pub(crate) fn sign_in(&mut self) -> Answer {
        let code = self.code();
        self.post(TOKEN, &code)
    }

    pub(crate) fn refresh(&mut self, token: &str) -> Answer {
        self.post(TOKEN, &refresh(token))
    }
}

pub(crate) fn pair() -> EcdsaKeyPair {
    let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).expect("a key")
}

pub(crate) fn refresh(token: &str) -> Value {
    json!({ "clientId": SAME, "refreshToken": token, "grantType": "refresh_token" })
}

pub(crate) fn authorize(client: &str, redirect: &str) -> String {
    format!(
        "/v1/authorize?response_type=code&client_id={client}&state=s1&code_challenge_method=SHA-256&scope=openid\
         &redirect_uri={redirect}&code_challenge={CHALLENGE}"
    )
}

/// The status, the exception and the reason.
pub(crate) fn verdict(answer: &Answer) -> String {
    match answer.json.get("error").and_then(Value::as_str) {
        Some(error) => format!("{} {error}", answer.verdict()),
        None => answer.verdict(),
    }
}

pub(crate) const BAD: &str = "400 ValidationException INVALID_REQUEST";
