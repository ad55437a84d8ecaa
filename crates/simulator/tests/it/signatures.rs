//! Tests of signatures for STS and S3; the signer here is written independently.

use crate::client::{Answer, Client};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{Method, Request};
use sha2::{Digest as _, Sha256};
use std::time::Duration;

const IDENTITY: &str = "Action=GetCallerIdentity&Version=2011-06-15";
/// The clock of the client in `client.rs`.
pub(crate) const STAMP: &str = "20231114T221320Z";

pub(crate) struct Keys {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: String,
}

fn signed_in(name: &str) -> (Client, Keys) {
    let mut client = Client::scenario(name);
    let registered = client.register(&["sso:account:access"]);
    let token = client.sign_in(&registered).text("accessToken");
    let path = "/federation/credentials?account_id=051234567822&role_name=AWSPowerUserAccess";
    let answer = client.portal(&token, path).json;
    let text = |name: &str| {
        let member = answer.pointer(&format!("/roleCredentials/{name}")).and_then(serde_json::Value::as_str);
        member.expect(name).to_owned()
    };
    let keys = Keys { id: text("accessKeyId"), secret: text("secretAccessKey"), token: text("sessionToken") };
    (client, keys)
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Builds a request to STS, signed for a service at a time.
fn post(keys: &Keys, body: &str, service: &str, stamp: &str) -> Request<Vec<u8>> {
    post_to("/", keys, body, service, stamp)
}

/// Builds a request to a path, signed for a service at a time.
pub(crate) fn post_to(path: &str, keys: &Keys, body: &str, service: &str, stamp: &str) -> Request<Vec<u8>> {
    let signed = "host;x-amz-date;x-amz-security-token";
    let canonical = format!(
        "POST\n{path}\n\nhost:127.0.0.1:8080\nx-amz-date:{stamp}\nx-amz-security-token:{}\n\n{signed}\n{}",
        keys.token,
        sha256(body.as_bytes())
    );
    let date = stamp.get(..8).expect("a date");
    let scope = format!("{date}/eu-west-1/{service}/aws4_request");
    let to_sign = format!("AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{}", sha256(canonical.as_bytes()));
    let mut key = format!("AWS4{}", keys.secret).into_bytes();
    for part in [date, "eu-west-1", service, "aws4_request"] {
        key = hmac(&key, part);
    }
    let signature = hex::encode(hmac(&key, &to_sign));
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={signed}, Signature={signature}",
        keys.id
    );
    Request::builder()
        .method(Method::POST)
        .uri(format!("http://127.0.0.1:8080{path}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-amz-date", stamp)
        .header("x-amz-security-token", &keys.token)
        .header("authorization", authorization)
        .body(body.as_bytes().to_vec())
        .expect("a request")
}

/// Returns the status and the code in the XML.
fn verdict(client: &mut Client, request: &Request<Vec<u8>>) -> String {
    let Answer { status, text, .. } = Answer::of(&client.send(request));
    let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    code.map_or_else(|| status.to_string(), |(code, _)| format!("{status} {code}"))
}

#[test]
fn the_identity_is_that_of_the_signing_key() {
    let (mut client, keys) = signed_in("article");
    let answer = Answer::of(&client.send(&post(&keys, IDENTITY, "sts", STAMP))).text;
    let without_id = answer.split("<ResponseMetadata>").next().unwrap_or_default();
    insta::assert_snapshot!(without_id, @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::051234567822:assumed-role/AWSReservedSSO_AWSPowerUserAccess_66bf52dee07107d7/testuser@example.com</Arn><UserId>AROAQXWJINCBI321D5Q2Z:testuser@example.com</UserId><Account>051234567822</Account></GetCallerIdentityResult>
    "#);
}

#[test]
fn invalid_signatures_are_refused() {
    let (mut client, keys) = signed_in("article");
    let good = || post(&keys, IDENTITY, "sts", STAMP);
    let with = |name: &'static str, value: &str| {
        let mut request = good();
        request.headers_mut().insert(name, value.parse().expect("a value"));
        request
    };
    let without = |name: &str| {
        let mut request = good();
        request.headers_mut().remove(name);
        request
    };
    let other = Keys { id: "ASIAOTHER".to_owned(), secret: keys.secret.clone(), token: keys.token.clone() };
    let wrong = Keys { secret: "wrong".to_owned(), id: keys.id.clone(), token: keys.token.clone() };
    let mut body_changed = good();
    *body_changed.body_mut() = b"Action=GetCallerIdentity&Version=2011-06-15&x=1".to_vec();
    for (what, request, wanted) in [
        ("good", good(), "200"),
        ("no authorization", without("authorization"), "403 MissingAuthenticationToken"),
        ("no date", without("x-amz-date"), "400 IncompleteSignature"),
        ("junk", with("authorization", "AWS4-HMAC-SHA256 Credential=x"), "400 IncompleteSignature"),
        ("no token", without("x-amz-security-token"), "403 InvalidClientTokenId"),
        ("another token", with("x-amz-security-token", "x"), "403 InvalidClientTokenId"),
        ("an unknown key", post(&other, IDENTITY, "sts", STAMP), "403 InvalidClientTokenId"),
        ("a wrong secret", post(&wrong, IDENTITY, "sts", STAMP), "403 SignatureDoesNotMatch"),
        ("another service", post(&keys, IDENTITY, "s3", STAMP), "403 SignatureDoesNotMatch"),
        ("another body", body_changed, "403 SignatureDoesNotMatch"),
        ("299 s late", post(&keys, IDENTITY, "sts", "20231114T220821Z"), "200"),
        ("301 s late", post(&keys, IDENTITY, "sts", "20231114T220819Z"), "403 SignatureDoesNotMatch"),
        ("301 s early", post(&keys, IDENTITY, "sts", "20231114T221821Z"), "403 SignatureDoesNotMatch"),
        ("no such action", post(&keys, "Action=GetSessionToken", "sts", STAMP), "400 InvalidAction"),
    ] {
        assert_eq!(verdict(&mut client, &request), wanted, "{what}");
    }
    client.world.advance(Duration::from_secs(3600));
    assert_eq!(verdict(&mut client, &good()), "403 ExpiredToken");
}

#[test]
fn roles_can_be_assumed_by_trusted_callers() {
    let (mut client, keys) = signed_in("chained");
    let mut check = |role: &str, more: &str, wanted: &str| {
        let body = format!(
            "Action=AssumeRole&RoleArn=arn:aws:iam::111122223333:role/{role}&RoleSessionName=tt{more}"
        );
        assert_eq!(verdict(&mut client, &post(&keys, &body, "sts", STAMP)), wanted, "{role} {more}");
    };
    check("Deploy", "", "200");
    check("Deploy", "&DurationSeconds=900", "200");
    check("Deploy", "&DurationSeconds=899", "400 ValidationError");
    check("Deploy", "&DurationSeconds=3601", "400 ValidationError");
    check("ops/Restart", "", "403 AccessDenied");
    check("Nothing", "", "403 AccessDenied");
    check("Partner", "", "403 AccessDenied");
    check("Partner", "&ExternalId=blue-river", "200");
    let mfa = "&SerialNumber=arn:aws:iam::051234567822:mfa/testuser&TokenCode=";
    check("BreakGlass", "", "403 AccessDenied");
    check("BreakGlass", &format!("{mfa}654321"), "403 AccessDenied");
    check("BreakGlass", &format!("{mfa}123456"), "200");
    let bad = "Action=AssumeRole&RoleArn=arn:aws:iam::111122223333:role/Deploy&RoleSessionName=a%20b";
    assert_eq!(verdict(&mut client, &post(&keys, bad, "sts", STAMP)), "400 ValidationError");
}

#[test]
fn the_console_accepts_only_valid_credentials() {
    let (mut client, keys) = signed_in("article");
    let session = |keys: &Keys| {
        let text = serde_json::json!({
            "sessionId": keys.id, "sessionKey": keys.secret, "sessionToken": keys.token,
        });
        text.to_string().replace('"', "%22").replace('{', "%7B").replace('}', "%7D")
    };
    let good = session(&keys);
    let bad = session(&Keys { secret: "x".to_owned(), id: keys.id.clone(), token: keys.token.clone() });
    let mut ask = |path: &str| client.get(&format!("/federation?{path}"));
    assert_eq!(ask(&format!("Action=getSigninToken&Session={bad}")).status, 400);
    assert_eq!(ask(&format!("Action=getSigninToken&Session={good}&SessionDuration=10")).status, 400);
    let token =
        ask(&format!("Action=getSigninToken&Session={good}&SessionDuration=3600")).text("SigninToken");
    let page = ask(&format!("Action=login&Destination=https://console.aws.amazon.com/&SigninToken={token}"));
    assert!(page.text.contains("assumed-role/AWSReservedSSO_AWSPowerUserAccess"), "{}", page.text);
    assert_eq!(ask("Action=login&Destination=https://console.aws.amazon.com/&SigninToken=x").status, 400);
    assert_eq!(ask("Action=other").status, 404);
    client.pass(901);
    let path =
        format!("/federation?Action=login&Destination=https://console.aws.amazon.com/&SigninToken={token}");
    assert_eq!(client.get(&path).status, 400, "after fifteen minutes");
}
