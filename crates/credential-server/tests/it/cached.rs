//! Tests of cached credentials: when they are refreshed, and how they are rendered.

use daypass_credential_server::{CachedCredentials, EndpointVariables, Failure, FetchCredentials, Secrets};
use daypass_sso_types::{Credentials, SecretAccessKey, SessionToken};
use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

const NOW: u64 = 1_800_000_000;

/// A source that fails, and records that it was called.
struct FailingSource(Arc<AtomicBool>);

impl FetchCredentials for FailingSource {
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<Credentials, Failure>> + Send + '_>> {
        self.0.store(true, Ordering::SeqCst);
        Box::pin(async { Err(Failure { status: 503, code: "NotNow", message: String::new() }) })
    }
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Returns what is served `after` seconds for credentials that are valid for `life` seconds, and whether it fetched.
fn served(life: Option<u64>, after: u64, credentials: Credentials) -> (Result<String, &'static str>, bool) {
    let (time, asked) = (Arc::new(AtomicU64::new(NOW)), Arc::new(AtomicBool::new(false)));
    let seconds = Arc::clone(&time);
    let clock = move || at(seconds.load(Ordering::SeqCst));
    let credentials = Credentials { expires_at: life.map(|life| at(NOW + life)), ..credentials };
    let cached =
        CachedCredentials::primed(Box::new(FailingSource(Arc::clone(&asked))), Arc::new(clock), &credentials);
    assert_eq!(format!("{cached:?}"), "CachedCredentials { .. }");
    time.fetch_add(after, Ordering::SeqCst);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let body = runtime.block_on(cached.body()).map_err(|failure| failure.code);
    (body.map(|body| String::from_utf8(body).expect("UTF-8")), asked.load(Ordering::SeqCst))
}

fn keys() -> Credentials {
    Credentials {
        access_key_id: "AKIA".to_owned(),
        secret_access_key: SecretAccessKey::new("s"),
        session_token: None,
        expires_at: None,
        account_id: None,
    }
}

#[test]
fn the_json_has_the_members_that_every_sdk_requires() {
    let session = Credentials {
        session_token: Some(SessionToken::new("t")),
        account_id: Some("111122223333".parse().expect("an account")),
        ..keys()
    };
    assert_eq!(
        served(Some(60), 0, session).0.expect("served"),
        r#"{"AccessKeyId":"AKIA","AccountId":"111122223333","Expiration":"2027-01-15T08:01:00Z","SecretAccessKey":"s","Token":"t"}"#
    );
    assert_eq!(
        served(None, 86_400, keys()).0.expect("served"),
        r#"{"AccessKeyId":"AKIA","Expiration":"2027-01-15T09:00:00Z","SecretAccessKey":"s","Token":""}"#,
        "an expiry in one hour"
    );
}

#[test]
fn credentials_are_refreshed_in_their_last_15_min_or_last_third() {
    for (life, after, is_renewed) in [
        (43_200, 42_299, false),
        (43_200, 42_300, true),
        (2_700, 1_799, false),
        (2_700, 1_800, true),
        (900, 599, false),
        (900, 600, true),
        (3, 1, false),
        (3, 2, true),
    ] {
        let (body, is_asked) = served(Some(life), after, keys());
        assert_eq!((body.is_ok(), is_asked), (true, is_renewed), "{after} of {life}");
    }
    assert_eq!(served(Some(900), 900, keys()), (Err("NotNow"), true), "over");
}

#[test]
fn endpoint_variables_as_pairs_and_as_a_docker_command() {
    let secrets = Secrets::new(&|bytes: &mut [u8]| bytes.fill(7));
    assert_eq!(format!("{secrets:?}"), "Secrets");
    let region = "eu-west-1".parse().expect("a region");
    let endpoint = EndpointVariables::new("dev", 4242, &secrets, Some(&region));
    assert_eq!(
        (endpoint.name(), format!("{endpoint:?}").as_str()),
        ("dev", r#"EndpointVariables { name: "dev", .. }"#)
    );
    let (path, token) = (secrets.path(), secrets.token());
    let uri = format!("http://127.0.0.1:4242{path}");
    assert_eq!(
        endpoint.variables().collect::<Vec<_>>(),
        [
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri.as_str()),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", token),
            ("AWS_REGION", "eu-west-1"),
            ("AWS_DEFAULT_REGION", "eu-west-1"),
        ]
    );
    let bare = EndpointVariables::new("dev", 4242, &secrets, None);
    assert_eq!(
        bare.docker(),
        format!(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI={uri} \\\nAWS_CONTAINER_AUTHORIZATION_TOKEN={token} \\\n\
             docker run --rm --network host \\\n  -e AWS_CONTAINER_CREDENTIALS_FULL_URI \\\n  \
             -e AWS_CONTAINER_AUTHORIZATION_TOKEN \\\n  IMAGE\n"
        )
    );
}
