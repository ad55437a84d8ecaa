//! What AWS says no with, and what it becomes; and what is asked of AWS only on the way.

use crate::bench::{Bench, CORP, RENEWABLE, ROLE, Reply, now, plan};
use daypass_credentials::{ErrorKind, Notice, Settings, resolve};
use daypass_sso_types::Remedy;
use std::{
    error::Error as _,
    sync::{Arc, Mutex},
};

const PORTAL: &str = r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"planted-sk","sessionToken":"planted-st","expiration":4102444800000}}"#;

pub(crate) fn portal() -> Reply {
    Reply::Json(200, PORTAL)
}

fn no(status: u16, code: &str) -> Reply {
    Reply::Json(status, format!(r#"{{"message":"no","__type":"{code}"}}"#).leak())
}

#[test]
fn what_the_portal_says_no_with() {
    for (reply, kind, words) in [
        (
            no(403, "ForbiddenException"),
            ErrorKind::Refused,
            "role Admin in account 111122223333 is not assigned to you",
        ),
        (
            no(404, "ResourceNotFoundException"),
            ErrorKind::Refused,
            "role Admin in account 111122223333 is not assigned to you",
        ),
        (
            no(429, "TooManyRequestsException"),
            ErrorKind::Network,
            "no credentials for Admin in 111122223333: the portal does not serve this request now",
        ),
        (
            no(500, "InternalException"),
            ErrorKind::Network,
            "no credentials for Admin in 111122223333: the portal does not serve this request now",
        ),
        (
            Reply::Down,
            ErrorKind::Network,
            "no credentials for Admin in 111122223333: the portal cannot be reached",
        ),
        (
            no(400, "InvalidRequestException"),
            ErrorKind::Service,
            "the portal gives no credentials for Admin in 111122223333",
        ),
        (
            no(418, "TeapotException"),
            ErrorKind::Service,
            "the portal gives no credentials for Admin in 111122223333",
        ),
    ] {
        let bench = Bench::new([reply]);
        bench.token(CORP, "cached", 28_800, "");
        let error = now(bench.provider().credentials(&plan("dev"))).expect_err(words);
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, words));
        assert_eq!(error.facts()[0], ("portal", "https://d-abc123.awsapps.com/start".to_owned()));
        assert!(error.source().is_some(), "{words}");
        // Another role of that session may be the one that is wanted; nothing else of it would help.
        let configure = (kind == ErrorKind::Refused).then(|| Remedy::ConfigureProfile("dev".to_owned()));
        assert_eq!(error.remedy(), configure, "{words}");
        // Who has no role of the account is told so.
        let told = error.facts().contains(&("you have", "no role in that account".to_owned()));
        assert_eq!(told, kind == ErrorKind::Refused, "{words}");
        assert_eq!(bench.read("cli", ROLE), None);
    }
}

/// The portal refuses the token of the file and the one that a renewal gives for it.
#[test]
fn a_renewed_token_that_is_refused_too_ends_the_sign_in() {
    let refused = || no(401, "UnauthorizedException");
    let renewed = Reply::Json(200, r#"{"accessToken":"new","expiresIn":28800}"#);
    let bench = Bench::new([refused(), renewed, refused()]);
    bench.token(CORP, "cached", 28_800, RENEWABLE);
    let error = now(bench.provider().credentials(&plan("dev"))).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::TokenRefused);
    assert_eq!(error.to_string(), "the portal no longer accepts the sign-in to corp");
    let file = bench.read("sso", CORP).expect("the file stays");
    assert!(file.contains("\"new\"") && file.contains("\"2026-11-22T12:00:00Z\""), "{file}");
    assert_eq!(bench.asked().len(), 3);
}

#[test]
fn what_sts_says_no_with() {
    let xml = |status, code: &str| {
        let text = format!(
            r#"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>{code}</Code><Message>no</Message></Error></ErrorResponse>"#
        );
        Reply::Xml(status, text.leak())
    };
    for (reply, kind, why) in [
        (xml(403, "AccessDenied"), ErrorKind::Refused, ""),
        (xml(403, "ExpiredToken"), ErrorKind::Refused, ""),
        (xml(403, "InvalidClientTokenId"), ErrorKind::Refused, ""),
        (xml(403, "SignatureDoesNotMatch"), ErrorKind::Refused, ""),
        (xml(403, "RequestExpired"), ErrorKind::Refused, ""),
        (xml(400, "ValidationError"), ErrorKind::Service, ""),
        (xml(418, "Teapot"), ErrorKind::Service, ""),
        (xml(400, "Throttling"), ErrorKind::Network, ": STS does not serve this request now"),
        (xml(503, "ServiceUnavailable"), ErrorKind::Network, ": STS does not serve this request now"),
        (Reply::Xml(200, "<html>"), ErrorKind::Network, ": what answers for STS cannot be used"),
        (Reply::Down, ErrorKind::Network, ": STS cannot be reached"),
    ] {
        let bench = Bench::new([portal(), reply]);
        bench.token(CORP, "cached", 28_800, "");
        let error = now(bench.provider().credentials(&plan("chained"))).expect_err("refused");
        let words = format!("arn:aws:iam::444455556666:role/Deploy could not be assumed{why}");
        assert_eq!((error.kind(), error.to_string()), (kind, words));
        // Nothing of the session is wrong, so nothing of it is the remedy.
        assert_eq!((error.remedy(), error.source().is_some()), (None, true));
    }
}

#[test]
fn a_code_that_nobody_gives() {
    let bench = Bench::new([portal()]);
    bench.token(CORP, "cached", 28_800, "");
    let error = now(bench.provider().credentials(&plan("guarded"))).expect_err("nobody to ask");
    assert_eq!(
        error.to_string(),
        "arn:aws:iam::444455556666:role/Deploy needs an MFA code, and there is nobody to ask"
    );
    assert_eq!(error.facts(), [("mfa_serial", "arn:aws:iam::444455556666:mfa/me".to_owned())]);
    let silent = |_: &str| -> daypass_transport::BoxFuture<'static, std::io::Result<String>> {
        Box::pin(async { Err(std::io::Error::other("no device at hand")) })
    };
    let provider = bench.provider().with_mfa(Arc::new(silent));
    let error = now(provider.credentials(&plan("guarded"))).expect_err("no code");
    assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("no device at hand"));
    assert_eq!(bench.asked(), ["GET /federation/credentials"], "nobody was asked to assume it");
}

#[test]
fn what_is_known_of_cached_credentials() {
    let bench = Bench::new([portal()]);
    bench.token(CORP, "cached", 28_800, "");
    let (provider, plan) = (bench.provider(), plan("dev"));
    let key = plan.cache_key().expect("a key");
    assert_eq!((provider.cached_until(&plan), provider.remove_role(&key)), (None, false));
    let got = now(provider.credentials(&plan)).expect("credentials");
    assert_eq!(provider.cached_until(&plan), got.expires_at);
    assert!(provider.remove_role(&key) && !provider.remove_role(&key));
    assert_eq!((provider.cached(&plan), provider.cached_until(&plan)), (None, None));
    assert!(format!("{provider:?}").starts_with("Provider { folders: Folders"));
    // The file of another tool may leave the account out; the plan knows it.
    let file = r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2026-11-22T13:00:00Z"}}"#;
    bench.write("cli", ROLE, file);
    let cached = provider.cached(&plan).expect("good");
    assert_eq!(cached.account_id.map(|id| id.to_string()).as_deref(), Some("111122223333"));
}

#[test]
fn keys_in_a_file_are_given_as_they_are() {
    use daypass_config_parse::{Config, Dialect, Document};
    let document = Document::parse("[profile p]\naws_access_key_id = A\naws_secret_access_key = planted\n");
    let config = Config::new(&document, None, Dialect::AwsCli);
    let plan = resolve(&config, &Settings::default(), "p").expect("a plan");
    let bench = Bench::new([]);
    let provider = bench.provider();
    let cached = provider.cached(&plan).expect("no call is needed");
    assert_eq!(now(provider.credentials(&plan)).expect("keys"), cached);
    assert_eq!(
        (cached.access_key_id.as_str(), plan.cache_key(), provider.cached_until(&plan)),
        ("A", None, None)
    );
}

/// A mode that is too wide is told once, however often the file is read.
#[cfg(unix)]
#[test]
fn a_wide_file_is_told_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = Bench::new([]);
    bench.token(CORP, "cached", 28_800, "");
    let file = bench.path("sso").join(format!("{CORP}.json"));
    let wide = || std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("wide");
    let (provider, session) = (bench.provider(), plan("dev").session().expect("a session").clone());
    for _ in 0..3 {
        wide();
        provider.stored_token(&session).expect("readable").expect("a token");
    }
    assert_eq!(bench.warnings().len(), 1, "{:?}", bench.warnings());
}

/// What cannot be locked is done all the same, and noted for the log.
#[test]
fn a_home_without_locks_works_on() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let bench = Bench::new([portal()]);
    bench.token(CORP, "cached", 28_800, "");
    // A file where the folder of locks should be.
    std::fs::File::create(bench.path("locks")).expect("a file");
    let notes = Arc::clone(&told);
    let hear = move |notice: &Notice| notes.lock().expect("lock").push(notice.clone());
    let provider = bench.provider().with_observer(Arc::new(hear));
    now(provider.credentials(&plan("dev"))).expect("credentials");
    let told = told.lock().expect("lock");
    assert!(told.iter().any(|notice| matches!(notice, Notice::Unlocked(_))), "{told:?}");
    assert!(told.contains(&Notice::Stored("the role credentials")), "{told:?}");
}

#[cfg(feature = "aws-sdk")]
#[test]
fn the_aws_sdk_may_look_elsewhere_only_where_nobody_signed_in() {
    use aws_credential_types::provider::{
        ProvideCredentials as _,
        error::{CredentialsError, TokenError},
        token::ProvideToken as _,
    };
    use daypass_credentials::{SdkCredentials, SdkToken};
    let session = plan("dev").session().expect("a session").clone();
    for (left, more, replies, word) in [
        (-60, "", vec![], "not loaded"),
        (28_800, "", vec![no(401, "UnauthorizedException")], "not loaded"),
        (-60, RENEWABLE, vec![Reply::Down], "failed"),
    ] {
        let bench = Bench::new(replies);
        bench.token(CORP, "cached", left, more);
        let error = now(SdkCredentials::new(bench.provider(), plan("dev")).provide_credentials());
        let told = match error.expect_err(word) {
            CredentialsError::CredentialsNotLoaded(_) => "not loaded",
            CredentialsError::InvalidConfiguration(_) => "wrong",
            CredentialsError::ProviderError(_) => "failed",
            other => panic!("{other:?}"),
        };
        assert_eq!(told, word);
    }
    for (left, more, word) in [(-60, "", "not loaded"), (-60, RENEWABLE, "failed")] {
        let bench = Bench::new([]);
        bench.token(CORP, "cached", left, more);
        let told =
            match now(SdkToken::new(bench.provider(), session.clone()).provide_token()).expect_err(word) {
                TokenError::TokenNotLoaded(_) => "not loaded",
                TokenError::InvalidConfiguration(_) => "wrong",
                TokenError::ProviderError(_) => "failed",
                other => panic!("{other:?}"),
            };
        assert_eq!(told, word);
    }
    // A configuration that is wrong must not be passed over.
    let mut wrong = session;
    let settings = Settings { endpoint_url: Some("http://10.0.0.1".to_owned()), ..Settings::default() };
    let document = daypass_config_parse::Document::parse(crate::bench::CONFIG);
    let config = daypass_config_parse::Config::new(&document, None, daypass_config_parse::Dialect::AwsCli);
    let plan = resolve(&config, &settings, "dev").expect("a plan");
    wrong.endpoints = plan.session().expect("a session").endpoints.clone();
    let bench = Bench::new([]);
    bench.token(CORP, "cached", -60, RENEWABLE);
    let token = now(SdkToken::new(bench.provider(), wrong).provide_token());
    assert!(matches!(token, Err(TokenError::InvalidConfiguration(_))), "{token:?}");
    let credentials = now(SdkCredentials::new(bench.provider(), plan).provide_credentials());
    assert!(matches!(credentials, Err(CredentialsError::InvalidConfiguration(_))), "{credentials:?}");
    assert_eq!(bench.asked(), Vec::<String>::new());
}
