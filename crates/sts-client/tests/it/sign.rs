//! The exact requests and their signatures, against a recorded one and one computed here by another way.

use crate::support::{at, credentials, endpoint, region, rendered};
use daypass_sso_types::{Credentials, SecretAccessKey, SessionToken};
use daypass_sts_client::{AssumeRole, CallerIdentity, ErrorKind};
use daypass_transport::Request;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;

fn role() -> AssumeRole {
    AssumeRole {
        duration_seconds: Some(900),
        external_id: Some("a b&c".to_owned()),
        serial_number: Some("arn:aws:iam::1:mfa/ada".to_owned()),
        token_code: Some("123456".to_owned()),
        ..AssumeRole::new("arn:aws:iam::111122223333:role/Deploy", "ada@example")
    }
}

#[test]
fn requests() {
    let sts = endpoint("https://sts.eu-west-1.amazonaws.com");
    let (region, credentials) = (region("eu-west-1"), credentials());
    let identity =
        CallerIdentity::request(&sts, &region, &credentials, at(1_700_000_000)).expect("a request");
    insta::assert_snapshot!(rendered(&identity), @"
    POST https://sts.eu-west-1.amazonaws.com/
    content-type: application/x-www-form-urlencoded; charset=utf-8
    x-amz-date: 20231114T221320Z
    authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20231114/eu-west-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=06e096b37896829df0e5fd1eb0aba7edd4d1a34fa134d9dfda491ee6dd9177e2
    x-amz-security-token: planted/token+=

    Action=GetCallerIdentity&Version=2011-06-15
    ");
    let full = role().request(&sts, &region, &credentials, at(1_700_000_000)).expect("a request");
    insta::assert_snapshot!(String::from_utf8_lossy(full.body()), @"Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2FDeploy&RoleSessionName=ada%40example&DurationSeconds=900&ExternalId=a%20b%26c&SerialNumber=arn%3Aaws%3Aiam%3A%3A1%3Amfa%2Fada&TokenCode=123456");
    let least = AssumeRole::new("r", "s").request(&sts, &region, &credentials, at(0)).expect("a request");
    insta::assert_snapshot!(String::from_utf8_lossy(least.body()), @"Action=AssumeRole&Version=2011-06-15&RoleArn=r&RoleSessionName=s");
    let debug = format!("{:?} {:?}", role(), full.headers());
    assert!(!debug.contains("123456") && !debug.contains("planted"), "{debug}");
    assert!(
        debug.contains("arn:aws:iam::111122223333:role/Deploy") && debug.contains("ada@example"),
        "{debug}"
    );
}

/// Signature Version 4 as its specification words it, for a POST with no query.
fn authorization(request: &Request, credentials: &Credentials, region: &str) -> String {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().expect("a text"));
    let host = request.uri().authority().expect("a host").as_str();
    let date = header("x-amz-date").expect("a date");
    let token = header("x-amz-security-token").map(|token| format!("x-amz-security-token:{token}\n"));
    let names = match &token {
        Some(_) => "content-type;host;x-amz-date;x-amz-security-token",
        None => "content-type;host;x-amz-date",
    };
    let canonical = format!(
        "POST\n{}\n\ncontent-type:{}\nhost:{host}\nx-amz-date:{date}\n{}\n{names}\n{}",
        request.uri().path(),
        header("content-type").expect("a content type"),
        token.unwrap_or_default(),
        hex::encode(Sha256::digest(request.body())),
    );
    let day = date.get(..8).expect("a day");
    let scope = format!("{day}/{region}/sts/aws4_request");
    let text = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex::encode(Sha256::digest(canonical)));
    let mac = |key: &[u8], text: &str| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let first = format!("AWS4{}", credentials.secret_access_key.expose()).into_bytes();
    let key = [day, region, "sts", "aws4_request"].iter().fold(first, |key, part| mac(&key, part));
    format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={}",
        credentials.access_key_id,
        hex::encode(mac(&key, &text))
    )
}

#[test]
fn signatures_by_another_way() {
    let without_token = Credentials { session_token: None, ..credentials() };
    for (url, name, signing) in [
        ("https://sts.eu-west-1.amazonaws.com", "eu-west-1", "eu-west-1"),
        ("https://sts.amazonaws.com", "aws-global", "us-east-1"),
        ("https://sts-fips.us-east-1.amazonaws.com", "fips-us-east-1", "us-east-1"),
        ("http://127.0.0.1:8080", "eu-west-1", "eu-west-1"),
        ("http://127.0.0.1:80", "eu-west-1", "eu-west-1"),
        ("http://localhost:1/a/prefix/", "cn-north-1", "cn-north-1"),
    ] {
        for credentials in [&credentials(), &without_token] {
            let (sts, region) = (endpoint(url), region(name));
            let requests = [
                CallerIdentity::request(&sts, &region, credentials, at(1_700_000_000)),
                role().request(&sts, &region, credentials, at(4_000_000_000)),
            ];
            for request in requests.map(|request| request.expect("a request")) {
                let signed = request.headers().get("authorization").expect("a signature");
                assert_eq!(signed, &authorization(&request, credentials, signing), "{url} {name}");
            }
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may be told where the vectors are")]
fn the_recorded_signature() {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors");
    let folder = std::env::var_os("DAYPASS_VECTORS").map_or_else(|| PathBuf::from(own), PathBuf::from);
    let bytes = std::fs::read(folder.join("observed/sigv4-sts-kat.json")).expect("the vectors are whole");
    let vector: serde_json::Value = serde_json::from_slice(&bytes).expect("the vectors are JSON");
    let text = |name: &str| vector.get(name).and_then(serde_json::Value::as_str).expect("a text");
    let credentials = Credentials {
        access_key_id: text("accessKeyId").to_owned(),
        secret_access_key: SecretAccessKey::new(text("secretAccessKey")),
        session_token: Some(SessionToken::new(text("sessionToken"))),
        ..credentials()
    };
    let now = at(vector.get("epoch").and_then(serde_json::Value::as_u64).expect("a time"));
    let region = region(text("region"));
    let request =
        CallerIdentity::request(&endpoint(text("url")), &region, &credentials, now).expect("a request");
    assert_eq!(request.uri(), text("url"));
    assert_eq!(request.body(), text("body").as_bytes());
    assert_eq!(request.headers().get("x-amz-date").expect("a date"), text("x-amz-date"));
    assert_eq!(request.headers().get("authorization").expect("a signature"), text("authorization"));
}

#[test]
fn keys_that_are_none() {
    let sts = endpoint("https://sts.eu-west-1.amazonaws.com");
    let odd = [
        Credentials { access_key_id: "two\nlines".to_owned(), ..credentials() },
        Credentials { session_token: Some(SessionToken::new("planted\n")), ..credentials() },
    ];
    for credentials in odd {
        let outcome = CallerIdentity::request(&sts, &region("eu-west-1"), &credentials, at(0));
        let error = outcome.expect_err("no header may hold it");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.to_string(), "the credentials hold characters that no AWS credentials have");
    }
}
