//! Role chaining over `source_profile`.

use crate::bench::{Bench, CONFIG, CORP, OLD, Reply, now, plan};
use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{ErrorKind, Settings, login_owner, resolve};
use std::error::Error as _;

const PORTAL: Reply = Reply::Json(
    200,
    r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"planted-sk","sessionToken":"planted-st","expiration":4102444800000}}"#,
);
const ASSUMED: Reply = Reply::Xml(
    200,
    r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><Arn>arn:aws:sts::444455556666:assumed-role/Deploy/x</Arn><AssumedRoleId>AROA:x</AssumedRoleId></AssumedRoleUser>
<Credentials><AccessKeyId>CHAINED</AccessKeyId><SecretAccessKey>planted-sk2</SecretAccessKey><SessionToken>planted-st2</SessionToken>
<Expiration>2026-11-22T13:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"#,
);

#[test]
fn each_hop_is_cached() {
    let bench = Bench::new([PORTAL, ASSUMED]);
    bench.token(CORP, "cached", 28_800, "");
    let provider = bench.provider();
    let first = now(provider.credentials(&plan("chained"))).expect("credentials");
    let second = now(provider.credentials(&plan("chained"))).expect("cached credentials");
    assert_eq!((first.access_key_id.as_str(), &first), ("CHAINED", &second));
    assert_eq!(bench.asked(), ["GET /federation/credentials", "POST / AssumeRole"]);
    let files = std::fs::read_dir(bench.path("cli")).expect("a folder").count();
    assert_eq!(files, 2, "the source's credentials and the assumed role's");
}

#[test]
fn the_source_may_be_a_legacy_profile() {
    let bench = Bench::new([PORTAL, ASSUMED]);
    bench.token(OLD, "cached", 28_800, "");
    let got = now(bench.provider().credentials(&plan("chained-old"))).expect("credentials");
    assert_eq!(got.access_key_id, "CHAINED");
    assert_eq!(bench.asked(), ["GET /federation/credentials", "POST / AssumeRole"]);
}

#[test]
fn an_assumption_that_is_refused_names_the_role() {
    let refused = Reply::Xml(
        403,
        r#"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>"#,
    );
    let bench = Bench::new([PORTAL, refused]);
    bench.token(CORP, "cached", 28_800, "");
    let error = now(bench.provider().credentials(&plan("chained"))).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(error.to_string(), "arn:aws:iam::444455556666:role/Deploy could not be assumed");
}

/// T08-07: where nobody says a region, a role is assumed in its own partition, which us-east-1 does not know.
#[test]
fn t08_07_a_role_of_another_partition() {
    for (arn, host) in [
        ("arn:aws:iam::444455556666:role/R", "sts.us-east-1.amazonaws.com"),
        ("arn:aws-us-gov:iam::444455556666:role/R", "sts.us-gov-west-1.amazonaws.com"),
        ("arn:aws-cn:iam::444455556666:role/R", "sts.cn-northwest-1.amazonaws.com.cn"),
    ] {
        let text = format!("{CONFIG}\n[profile far]\nrole_arn = {arn}\nsource_profile = dev\n");
        let document = Document::parse(text);
        let config = Config::new(&document, None, Dialect::AwsCli);
        let plan = resolve(&config, &Settings::default(), "far").expect("a plan");
        let bench = Bench::new([PORTAL, Reply::Down]);
        bench.token(CORP, "cached", 28_800, "");
        let error = now(bench.provider().credentials(&plan)).expect_err("nobody answers");
        let mut cause = error.source();
        while let Some(next) = cause.and_then(|cause| cause.source()) {
            cause = Some(next);
        }
        let told = cause.map(ToString::to_string).unwrap_or_default();
        assert_eq!(told, format!("no connection to {host}"), "{arn}");
    }
}

/// T26-01: on one thread, whose own task answers the prompt; and no lock is held while somebody types.
#[test]
fn t26_01_a_code_is_asked_for_without_a_lock_and_without_a_thread() {
    let bench = Bench::new([PORTAL, ASSUMED]);
    bench.token(CORP, "cached", 28_800, "");
    let guarded = plan("guarded");
    let (ask, mut asked) = tokio::sync::mpsc::unbounded_channel::<tokio::sync::oneshot::Sender<String>>();
    let (locks, key) = (bench.path("locks"), guarded.cache_key().expect("a key"));
    let prompt = move |serial: &str| -> daypass_transport::BoxFuture<'static, std::io::Result<String>> {
        assert_eq!(serial, "arn:aws:iam::444455556666:mfa/me");
        drop(daypass_token_cache::Lock::try_acquire(&locks, &key, "a test").expect("nobody holds the lock"));
        let (answer, code) = tokio::sync::oneshot::channel();
        ask.send(answer).expect("somebody listens");
        Box::pin(async move { code.await.map_err(std::io::Error::other) })
    };
    let provider = bench.provider().with_mfa(std::sync::Arc::new(prompt));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let got = runtime.block_on(async move {
        let person = tokio::spawn(async move {
            let answer = asked.recv().await.expect("a question");
            answer.send("123456".to_owned()).expect("somebody waits");
        });
        let got = provider.credentials(&guarded).await;
        person.await.expect("the person");
        got
    });
    assert_eq!(got.expect("credentials").access_key_id, "CHAINED");
    assert_eq!(bench.asked(), ["GET /federation/credentials", "POST / AssumeRole"]);
}

#[test]
fn a_console_sign_in_is_of_the_profile_that_the_resolver_comes_to() {
    let text = "[profile own]\nlogin_session = arn\nsource_profile = none\n\
                [profile role]\nrole_arn = r\nlogin_session = other\nsource_profile = link\n\
                [profile link]\ncredential_process = daypass credential-process --profile own\n\
                [profile keys]\naws_access_key_id = A\n[profile foreign]\ncredential_process = x\n\
                [profile x]\nrole_arn = r\nsource_profile = y\n[profile y]\nrole_arn = r\nsource_profile = x\n\
                [profile lost]\nrole_arn = r\nsource_profile = gone\n";
    let document = Document::parse(text);
    let config = Config::new(&document, None, Dialect::AwsCli);
    for (name, expected) in [
        ("own", Some("own")),
        ("link", Some("own")),
        ("role", Some("own")),
        ("keys", None),
        ("foreign", None),
        ("x", None),
        ("lost", None),
        ("gone", None),
    ] {
        assert_eq!(login_owner(&config, name).map(|owner| owner.name()), expected, "{name}");
    }
}
