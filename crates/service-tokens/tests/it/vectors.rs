//! Tokens of EKS and RDS, byte for byte those that the AWS CLI made at a fixed time.

use daypass_service_tokens::{
    eks::{self, ApiVersion, ExecInfoFault},
    rds::Database,
};
use daypass_sso_types::{Credentials, Region, SecretAccessKey, SessionToken};
use daypass_transport::{Endpoint, EndpointOptions, Service};
use serde_json::Value;
use std::{
    path::PathBuf,
    time::{Duration, SystemTime},
};

#[expect(clippy::disallowed_methods, reason = "a test may be told where the vectors are")]
fn vectors() -> Value {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors");
    let folder = std::env::var_os("DAYPASS_VECTORS").map_or_else(|| PathBuf::from(own), PathBuf::from);
    let bytes = std::fs::read(folder.join("observed/service-tokens.json")).expect("the vectors are whole");
    serde_json::from_slice(&bytes).expect("the vectors are JSON")
}

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).expect("a text at this path")
}

fn now(vectors: &Value) -> SystemTime {
    let seconds = vectors.get("epoch").and_then(Value::as_u64).expect("a time");
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn keys(vectors: &Value, name: &str) -> Credentials {
    let keys = vectors.pointer(&format!("/keys/{name}")).expect("keys of this name");
    let token = keys.get("sessionToken").and_then(Value::as_str);
    Credentials {
        access_key_id: text(keys, "/accessKeyId").to_owned(),
        secret_access_key: SecretAccessKey::new(text(keys, "/secretAccessKey")),
        session_token: token.map(SessionToken::new),
        expires_at: None,
        account_id: None,
    }
}

fn sts(region: &Region) -> Endpoint {
    Endpoint::aws(Service::Sts, region, EndpointOptions::default())
}

#[test]
fn tokens_are_those_of_the_aws_cli() {
    let vectors = vectors();
    let rows = vectors.get("rows").and_then(Value::as_array).expect("rows");
    let mut seen = [0, 0];
    for row in rows {
        let keys = keys(&vectors, text(row, "/keys"));
        let region: Region = text(row, "/region").parse().expect("a region");
        let made = if text(row, "/kind") == "eks" {
            seen[0] += 1;
            eks::token(&sts(&region), &region, text(row, "/cluster"), &keys, now(&vectors))
                .expect("a token")
                .token
        } else {
            seen[1] += 1;
            let port = row.get("port").and_then(Value::as_u64).expect("a port");
            let database = Database {
                hostname: text(row, "/hostname"),
                port: u16::try_from(port).expect("a port"),
                username: text(row, "/username"),
                region: &region,
            };
            database.auth_token(&keys, now(&vectors)).expect("a token")
        };
        assert_eq!(made.expose(), text(row, "/token"), "{row}");
    }
    assert_eq!(seen, [16, 18]);
}

#[test]
fn the_exec_credential_is_that_of_the_aws_cli() {
    let vectors = vectors();
    let rows = vectors.get("execCredential").and_then(Value::as_array).expect("rows");
    assert_eq!(rows.len(), 7);
    for row in rows {
        let region: Region = "us-east-1".parse().expect("a region");
        let keys = keys(&vectors, "static");
        let token = eks::token(&sts(&region), &region, "prod", &keys, now(&vectors)).expect("a token");
        let (version, fault) = ApiVersion::asked_for(row.get("execInfo").and_then(Value::as_str));
        assert_eq!(token.exec_credential(version), text(row, "/stdout"), "{row}");
        // The AWS CLI says a sentence for each fault, and nothing without one.
        let said = match fault {
            None => "",
            Some(ExecInfoFault::Unreadable) => "Error parsing KUBERNETES_EXEC_INFO",
            Some(ExecInfoFault::UnknownVersion) => "Unrecognized API version in KUBERNETES_EXEC_INFO",
            Some(ExecInfoFault::DeprecatedVersion) => {
                "Kubeconfig user entry is using deprecated API version client.authentication.k8s.io/v1alpha1"
            }
            Some(_) => "a new fault",
        };
        let stderr = text(row, "/stderr");
        assert!(stderr.starts_with(said) && stderr.is_empty() == said.is_empty(), "{row}");
    }
    // The AWS CLI ends with a traceback here.
    assert_eq!(ApiVersion::asked_for(Some("[]")), (ApiVersion::V1Beta1, Some(ExecInfoFault::Unreadable)));
}

#[test]
fn what_cannot_be_signed_is_an_error() {
    let vectors = vectors();
    let region: Region = "us-east-1".parse().expect("a region");
    let good = keys(&vectors, "temporary");
    let odd = Credentials { access_key_id: "two\nlines".to_owned(), ..good.clone() };
    let database = |hostname| Database { hostname, port: 1, username: "u", region: &region };
    for hostname in ["", "a b", "a/b", "user@host", "host?x=y", "höst"] {
        let made = database(hostname).auth_token(&good, now(&vectors));
        assert!(made.is_err(), "{hostname}: {:?}", made.map(|token| token.expose().to_owned()));
    }
    for cluster in ["two\nlines", "nül\0"] {
        assert!(eks::token(&sts(&region), &region, cluster, &good, now(&vectors)).is_err(), "{cluster:?}");
    }
    let debug = format!("{:?}", database("db.example").auth_token(&good, now(&vectors)));
    assert_eq!(debug, "Ok(ServiceToken(redacted))");
    let odd = database("db.example").auth_token(&odd, now(&vectors));
    assert!(odd.as_ref().map_or(true, |token| !token.expose().contains('\n')), "{odd:?}");
}
