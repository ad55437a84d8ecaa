//! Profiles with `login_session` through the provider: the keys of their console sessions, and what their errors mean.

use crate::bench::{Bench, NOW, Reply, now};
use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Error, ErrorKind, LoginSessions, Plan, Provider, Settings, resolve};
use daypass_login_session::console_login::{ProofKey, Signer, SignerError};
use daypass_sso_types::{
    Credentials, DpopKey, RefreshToken, Remedy, SecretAccessKey, SessionToken, SignInTarget,
};
use daypass_token_cache::{LoginEntry, LoginKey};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

const ARN: &str = "arn:aws:iam::005000000022:user/bob";

/// The key of an example of the AWS CLI.
const KEY: &str = "-----BEGIN EC PRIVATE KEY-----
MHcCAQEEII6bEJ5xkJi/mASH3x9dd+nLKWBuvtImO19XwhPfhPSyoAoGCCqGSM49
AwEHoUQDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEXH8UTNG72b
focs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
-----END EC PRIVATE KEY-----
";

/// A signer whose signatures nobody looks at.
struct Blank;

impl Signer for Blank {
    fn generate(&self) -> Result<ProofKey, SignerError> {
        Err(SignerError::NoEntropy)
    }

    fn sign(&self, _: &ProofKey, _: &[u8]) -> Result<[u8; 64], SignerError> {
        Ok([1; 64])
    }
}

fn provider(bench: &Bench) -> Provider {
    let clock = || SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
    let provider = bench.provider();
    let caller = provider.caller().clone();
    let logins = LoginSessions::new(
        &bench.path("login"),
        &bench.path("locks"),
        caller,
        Arc::new(clock),
        Arc::new(Blank),
        |_| {},
    );
    provider.with_login_sessions(logins)
}

fn plan(region: &str) -> Plan {
    let document = Document::parse(format!("[profile p]\nlogin_session = {ARN}\n{region}"));
    resolve(&Config::new(&document, None, Dialect::AwsCli), &Settings::default(), "p").expect("a plan")
}

/// Stores a session whose keys have this many seconds left.
fn store(provider: &Provider, left: i64, region: Option<&str>) {
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW.saturating_add_signed(left));
    let mut entry = LoginEntry::new(Credentials {
        access_key_id: "ASIACACHED".to_owned(),
        secret_access_key: SecretAccessKey::new("s"),
        session_token: Some(SessionToken::new("t")),
        expires_at: Some(end),
        account_id: None,
    });
    entry.client_id = Some("arn:aws:signin:::devtools/same-device".to_owned());
    entry.refresh_token = Some(RefreshToken::new("planted-rt"));
    entry.dpop_key = Some(DpopKey::new(KEY));
    entry.sign_in_region = region.map(str::to_owned);
    let logins = provider.login_sessions().expect("the console sessions");
    let _saved = logins.store().save_login(&LoginKey::of(ARN), &entry).expect("saved");
}

/// The error of a session whose keys have expired, when the service answers so.
fn refused(reply: Option<Reply>, region: Option<&str>) -> Error {
    let bench = Bench::new(reply);
    let provider = provider(&bench);
    store(&provider, -1, region);
    now(provider.credentials(&plan(""))).expect_err("the keys have expired")
}

#[test]
fn the_keys_of_a_console_session_are_those_of_its_profile() {
    let bench = Bench::new([]);
    let provider = provider(&bench);
    store(&provider, 600, Some("us-east-2"));
    for provider in [provider.detached(), provider] {
        let keys = now(provider.credentials(&plan(""))).expect("keys");
        assert_eq!(keys.access_key_id, "ASIACACHED");
        assert_eq!(provider.cached(&plan("")).map(|keys| keys.access_key_id).as_deref(), Some("ASIACACHED"));
    }
    assert_eq!(bench.asked(), [""; 0]);
    // Without console sessions such a profile is an error.
    let error = now(bench.provider().credentials(&plan(""))).expect_err("nothing gives them");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

/// A provider inside an exchange must not hold the exchanges, which would keep it alive for ever.
#[test]
fn a_detached_provider_shares_no_exchange() {
    let bench = Bench::new([]);
    let provider = provider(&bench);
    let of = |provider: &Provider| provider.login_sessions().map(|logins| logins.exchanges().is_idle());
    let exchanges = provider.login_sessions().expect("the console sessions").exchanges().clone();
    let mut endless = Box::pin(exchanges.run_to_end(std::future::pending::<()>()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(endless.as_mut().poll(&mut context).is_pending());
    assert_eq!(
        (of(&provider), of(&provider.clone()), of(&provider.detached())),
        (Some(false), Some(false), Some(true))
    );
}

#[test]
fn an_error_of_a_console_session_keeps_its_meaning() {
    let sign_in = Some(Remedy::SignIn(SignInTarget::Profile("p".to_owned())));
    let here = Some("us-east-2");
    for (reply, region, kind, remedy) in [
        (
            Some(Reply::Json(400, r#"{"error":"TOKEN_EXPIRED"}"#)),
            here,
            ErrorKind::LoginRequired,
            sign_in.clone(),
        ),
        (
            Some(Reply::Json(403, r#"{"error":"AccessDenied","__type":"AccessDeniedException"}"#)),
            here,
            ErrorKind::Refused,
            None,
        ),
        (Some(Reply::Down), here, ErrorKind::Network, None),
        (Some(Reply::Json(503, "{}")), here, ErrorKind::Network, None),
        (Some(Reply::Json(418, r#"{"__type":"Teapot"}"#)), here, ErrorKind::Service, None),
        (None, None, ErrorKind::Configuration, Some(Remedy::Option { name: "--region", value: None })),
    ] {
        let error = refused(reply, region);
        assert_eq!((error.kind(), error.remedy()), (kind, remedy), "{error}");
        assert_eq!(error.profile(), Some("p"), "{error}");
    }
    let error = refused(Some(Reply::Json(400, r#"{"error":"INSUFFICIENT_PERMISSIONS"}"#)), here);
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert!(matches!(error.remedy(), Some(Remedy::Advice(_))), "an administrator has to help: {error:?}");
    let bench = Bench::new([]);
    let error = now(provider(&bench).credentials(&plan(""))).expect_err("nobody has signed in");
    assert_eq!((error.kind(), error.remedy()), (ErrorKind::LoginRequired, sign_in));
}

/// A file that cannot be read is nobody's sign-in that is missing.
#[cfg(unix)]
#[test]
fn a_file_of_a_console_session_that_cannot_be_read() {
    let bench = Bench::new([]);
    let provider = provider(&bench);
    store(&provider, 600, None);
    let file =
        provider.login_sessions().expect("the console sessions").store().login_path(&LoginKey::of(ARN));
    std::fs::remove_file(&file).expect("removed");
    std::os::unix::fs::symlink(&file, &file).expect("a link to itself");
    let error = now(provider.credentials(&plan(""))).expect_err("no file");
    assert_eq!(error.kind(), ErrorKind::Cache);
}

/// The endpoint of the profile cannot be used, which is an error of the configuration of its own.
#[test]
fn an_endpoint_that_cannot_be_used_is_told_as_it_is() {
    let bench = Bench::new([]);
    let provider = provider(&bench);
    store(&provider, -1, Some("us-east-2"));
    let error = now(provider.credentials(&plan("endpoint_url = ftp://x\n"))).expect_err("no endpoint");
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains("endpoint"), "{error}");
    assert_eq!(bench.asked(), [""; 0]);
}
