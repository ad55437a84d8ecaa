//! Tests of the bond between a sign-in and the endpoints that were in force when it was got.

use crate::{
    bench::{Bench, CORP, RENEWABLE, now},
    refusals::portal,
};
use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Error, ErrorKind, Plan, Resolver, SessionState, Settings, Trust, resolve};
use daypass_sso_types::ClientSecret;
use daypass_token_cache::{Flow, Registration};
use daypass_transport::Service;
use std::{sync::Arc, time::SystemTime};

const CONFIG: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
    [sso-session corp]\nsso_start_url = https://d-abc123.awsapps.com/start\nsso_region = us-east-1\n";

/// The plan with this endpoint in the environment, and these allowed hosts.
fn plan_at(endpoint: Option<&str>, allowed: &[&str]) -> Plan {
    let allowed = allowed.iter().map(|&host| host.to_owned()).collect();
    let settings = Settings {
        endpoint_url: endpoint.map(str::to_owned),
        trust: Some(Arc::new(Trust { allowed, ..Trust::default() })),
        ..Settings::default()
    };
    let document = Document::parse(CONFIG);
    resolve(&Config::new(&document, None, Dialect::AwsCli), &settings, "dev").expect("a plan")
}

/// Where credentials are asked for: at the endpoint, at AWS, or nowhere, because a sign-in is needed.
fn asked(bench: &Bench, plan: &Plan) -> Result<usize, ErrorKind> {
    let before = bench.asked().len();
    let got = now(bench.provider().credentials(plan)).map_err(|error: Error| error.kind());
    std::fs::remove_dir_all(bench.path("cli")).ok();
    got.map(|_| bench.asked().len() - before)
}

/// The first use binds a sign-in, whichever tool made it; AWS's own endpoints and allowed hosts are always good.
#[test]
fn a_token_goes_where_it_was_got_or_to_aws() {
    const VPC: &str = "https://sso.internal:8443";
    let refused = Err(ErrorKind::LoginRequired);
    for (first, then, allowed, expected) in [
        (None, None, &[][..], Ok(1)),
        (None, Some(VPC), &[], refused),
        (None, Some("http://127.0.0.1:4566"), &[], refused),
        (None, Some(VPC), &["sso.internal:8443"], Ok(1)),
        (None, Some(VPC), &["other.internal"], refused),
        (Some(VPC), Some(VPC), &[], Ok(1)),
        (Some(VPC), Some("https://sso.internal:8443/path/"), &[], Ok(1)),
        (Some(VPC), Some("https://sso.internal"), &[], refused),
        (Some(VPC), Some("https://evil.example"), &[], refused),
        (Some(VPC), None, &[], Ok(1)),
    ] {
        let bench = Bench::new([portal(), portal()]);
        bench.token(CORP, "cached", 28_800, RENEWABLE);
        assert_eq!(asked(&bench, &plan_at(first, &[])), Ok(1), "the first use");
        let then = plan_at(then, allowed);
        assert_eq!(asked(&bench, &then), expected, "{first:?}, then {then:?}");
        let state = bench.provider().state(then.session().expect("a session")).expect("readable");
        assert_eq!(matches!(state, SessionState::OtherPortal(_)), expected == refused, "{then:?}");
        let provider = bench.provider();
        let lasting = provider.lasting_token(then.session().expect("a session"), std::time::Duration::ZERO);
        assert_eq!(now(lasting).expect("no call").is_none(), expected == refused, "{then:?}");
    }
}

/// What is remembered is of the client, which every tool keeps that renews a token.
#[test]
fn another_tool_s_renewal_keeps_the_bond() {
    let bench = Bench::new([portal()]);
    bench.token(CORP, "cached", 28_800, RENEWABLE);
    assert_eq!(asked(&bench, &plan_at(None, &[])), Ok(1));
    bench.token(CORP, "renewed elsewhere", 28_800, RENEWABLE);
    let elsewhere = plan_at(Some("https://evil.example"), &[]);
    assert_eq!(asked(&bench, &elsewhere), Err(ErrorKind::LoginRequired));
    // A file that cannot be read allows AWS's endpoints alone.
    for file in std::fs::read_dir(bench.path("clients")).expect("a folder") {
        let path = file.expect("a file").path();
        let key = path.file_stem().and_then(std::ffi::OsStr::to_str).expect("a name");
        bench.write("clients", key, "{");
    }
    assert_eq!(asked(&bench, &elsewhere), Err(ErrorKind::LoginRequired));
    // A legacy token may name no client; it is bound to its portal and region alone.
    let unnamed = Bench::new([portal(), portal()]);
    unnamed.token(CORP, "cached", 28_800, "");
    assert_eq!((asked(&unnamed, &plan_at(None, &[])), asked(&unnamed, &elsewhere)), (Ok(1), Ok(1)));
}

/// A registration that was made at another endpoint, and its secret, stay there.
#[test]
fn registrations_are_bound() {
    let bench = Bench::new([]);
    let provider = bench.provider();
    let client = Registration::new("id", ClientSecret::new("planted"), SystemTime::UNIX_EPOCH);
    let (aws, vpc) = (plan_at(None, &[]), plan_at(Some("https://sso.internal"), &[]));
    let found =
        |plan: &Plan| provider.registration(plan.session().expect("a session"), Flow::Device).is_some();
    provider.store_registration(aws.session().expect("a session"), &client);
    assert_eq!((found(&aws), found(&vpc)), (true, false));
    provider.store_registration(vpc.session().expect("a session"), &client);
    assert_eq!((found(&aws), found(&vpc)), (true, true), "its last registration counts");
}

/// A session that is read once for many profiles is read again for one with endpoints of its own.
#[test]
fn profiles_of_one_session_keep_their_own_endpoints() {
    let role = "sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n";
    let text = format!(
        "[profile a]\n{role}[profile b]\n{role}endpoint_url = http://127.0.0.1:1\n[profile c]\n{role}\
         [sso-session corp]\nsso_start_url = https://d-abc123.awsapps.com/start\nsso_region = us-east-1\n"
    );
    let document = Document::parse(text);
    let (config, settings) = (Config::new(&document, None, Dialect::AwsCli), Settings::default());
    let resolver = Resolver::new(&config, &settings);
    let endpoint_of = |name| {
        let plan = resolver.resolve(name).expect("a plan");
        let session = plan.session().expect("a session").clone();
        session.endpoints.endpoint(Service::Portal, &session.region).expect("an endpoint").origin()
    };
    let aws = "https://portal.sso.us-east-1.amazonaws.com";
    assert_eq!(
        ["a", "b", "c", "b", "a"].map(endpoint_of),
        [aws, "http://127.0.0.1:1", aws, "http://127.0.0.1:1", aws]
    );
}
