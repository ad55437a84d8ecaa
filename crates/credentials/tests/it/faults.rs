//! Errors as values: what is wrong, in which section, and what would fix it.

use crate::bench::{Bench, CORP, RENEWABLE, Reply, now, plan};
use daypass_config_parse::{Config, Dialect, Document, SectionName};
use daypass_credentials::{
    Endpoints, Error, ErrorKind, Fault, Notice, Session, Settings, Source, Trust, has_default_credentials,
    has_source, has_sso_keys, is_bare_default, other_source, own_process_profile, resolve, session_named,
    session_of_profile, sessions,
};
use daypass_sso_types::{Credentials, Remedy, SecretAccessKey, SessionToken, SignInTarget};
use daypass_transport::Service;
use std::{error::Error as _, path::PathBuf, sync::Arc};

const SESSION: &str =
    "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n";

/// What comes of the profile `p`.
fn resolved(text: &str, settings: &Settings) -> Result<Source, Error> {
    let document = Document::parse(format!("[profile p]\n{text}\n{SESSION}"));
    let config = Config::new(&document, None, Dialect::AwsCli);
    resolve(&config, settings, "p").map(|plan| plan.source().clone())
}

#[test]
fn the_section_that_has_to_change() {
    let (p, own) = (|| "p".to_owned(), || Some(SectionName::profile("p")));
    let corp = || SectionName::sso_session("corp");
    for (fault, section) in [
        (Fault::NoProfile { name: "q".to_owned(), named_by: Some(p()) }, own()),
        (Fault::NoProfile { name: p(), named_by: None }, None),
        (Fault::NoSession { name: "corp".to_owned(), named_by: Some(p()) }, own()),
        (Fault::NoSession { name: "corp".to_owned(), named_by: None }, None),
        (Fault::NoServices("s".to_owned()), None),
        (Fault::Missing { section: corp(), keys: vec!["sso_region"] }, Some(corp())),
        (Fault::Value { section: corp(), key: "sso_region" }, Some(corp())),
        (Fault::Contradiction { profile: p(), key: "sso_region".to_owned() }, own()),
        (Fault::NoSource(p()), own()),
        (Fault::ForeignSource { profile: p(), key: "credential_process" }, own()),
        (Fault::Process(p()), own()),
        (Fault::TwoSources(p()), own()),
        (Fault::Circle(p()), own()),
        (Fault::TooLong(p()), own()),
        (Fault::NoEnvironmentKeys(p()), own()),
        (Fault::InstanceNotAsked(p()), own()),
        (Fault::ForeignEndpoint { host: "h".to_owned() }, None),
    ] {
        assert_eq!(fault.section(), section, "{fault:?}");
    }
}

#[test]
fn what_is_wrong_in_a_profile() {
    let chain = |more: &str| format!("role_arn = r\ncredential_source = Environment\n{more}");
    let configure = || Some(Remedy::ConfigureProfile("p".to_owned()));
    let examine = || Some(Remedy::Examine);
    let keys = "sso_account_id = 1\nsso_role_name = R\n";
    for (text, words, remedy) in [
        (
            chain(""),
            "profile p takes credentials from the environment, where AWS_ACCESS_KEY_ID is not set",
            examine(),
        ),
        (
            "role_arn = r\ncredential_source = EcsContainer".to_owned(),
            "the container's credentials endpoint cannot be used: no variable names it",
            examine(),
        ),
        ("web_identity_token_file = f".to_owned(), "profile p lacks role_arn", examine()),
        (
            format!("{keys}sso_start_url = nowhere\nsso_region = eu-west-1"),
            "sso_start_url of profile p is wrong",
            configure(),
        ),
        (
            format!("{keys}sso_start_url = https://d-1.awsapps.com/start\nsso_region = a b"),
            "sso_region of profile p is wrong",
            configure(),
        ),
        (format!("{keys}sso_region = eu-west-1"), "profile p lacks sso_start_url", configure()),
        (
            format!("{keys}sso_start_url = https://d-1.awsapps.com/start"),
            "profile p lacks sso_region",
            configure(),
        ),
        ("aws_secret_access_key = B".to_owned(), "profile p lacks aws_access_key_id", examine()),
        ("role_arn = r".to_owned(), "profile p has role_arn but no source_profile", examine()),
        (
            format!("{keys}sso_session = corp\nsso_region = us-east-1"),
            "profile p and its sso-session corp contradict each other in sso_region",
            configure(),
        ),
        ("sso_session = corp".to_owned(), "profile p lacks sso_account_id and sso_role_name", configure()),
    ] {
        let error = resolved(&text, &Settings::default()).expect_err(&text);
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Configuration, words));
        assert_eq!((error.remedy(), error.profile()), (remedy, Some("p")), "{text}");
    }
}

/// AWS's own limits of a session's length.
#[test]
fn how_long_an_assumed_role_may_last() {
    let keys = Credentials {
        access_key_id: "A".to_owned(),
        secret_access_key: SecretAccessKey::new("planted"),
        session_token: Some(SessionToken::new("planted")),
        expires_at: None,
        account_id: None,
    };
    let settings = Settings { environment_credentials: Some(keys), ..Settings::default() };
    for (text, seconds) in [
        ("899", None),
        ("900", Some(900)),
        ("43200", Some(43_200)),
        ("43201", None),
        ("soon", None),
        ("-900", None),
    ] {
        let chain = format!("role_arn = r\ncredential_source = Environment\nduration_seconds = {text}");
        let got = match resolved(&chain, &settings) {
            Ok(Source::AssumeRole(assume)) => {
                assert!(matches!(&assume.source, Source::Static(keys) if keys.access_key_id == "A"));
                assume.duration_seconds
            }
            Ok(other) => panic!("{other:?}"),
            Err(error) => {
                let fault = Fault::Value { section: SectionName::profile("p"), key: "duration_seconds" };
                assert_eq!(error.fault(), Some(&fault));
                assert_eq!(error.facts(), [("value", text.to_owned())]);
                None
            }
        };
        assert_eq!(got, seconds, "{text}");
    }
}

#[test]
fn what_a_chain_takes_from_its_profile_and_from_the_settings() {
    let text = "role_arn = arn:aws:iam::1:role/R\nsource_profile = p\naws_access_key_id = A\naws_secret_access_key = S\n\
                aws_session_token = T\naws_account_id = 42\nrole_session_name = me\nexternal_id = x\nmfa_serial = m\n\
                region = eu-west-1";
    let given = Settings { region: Some("us-west-2".parse().expect("a region")), ..Settings::default() };
    for (settings, region) in [(Settings::default(), "eu-west-1"), (given, "us-west-2")] {
        let Ok(Source::AssumeRole(assume)) = resolved(text, &settings) else { panic!("a chain") };
        let said = (assume.role_session_name, assume.external_id, assume.mfa_serial);
        let word = |text: &str| Some(text.to_owned());
        assert_eq!(said, (word("me"), word("x"), word("m")));
        assert_eq!(assume.region.as_ref().map(daypass_sso_types::Region::as_str), Some(region));
        let Source::Static(keys) = &assume.source else { panic!("keys") };
        assert_eq!(keys.session_token.as_ref().map(SessionToken::expose), Some("T"));
        assert_eq!(keys.account_id.as_ref().map(daypass_sso_types::AccountId::as_str), Some("42"));
    }
}

#[test]
fn what_fixes_a_name() {
    let document = Document::parse(format!(
        "[profile production]\nregion = x\n{SESSION}[sso-session bad]\nsso_start_url = nowhere\nsso_region = eu-west-1\n"
    ));
    let config = Config::new(&document, None, Dialect::AwsCli);
    let meant =
        |wrong: &str, meant: &str| Some(Remedy::Meant { wrong: wrong.to_owned(), meant: meant.to_owned() });
    for (name, remedy) in [
        ("prodction", meant("prodction", "production")),
        ("dev", Some(Remedy::ConfigureProfile("dev".to_owned()))),
    ] {
        let error = resolve(&config, &Settings::default(), name).expect_err(name);
        assert_eq!((error.remedy(), error.profile()), (remedy, Some(name)));
    }
    let configure = |name: &str| Some(Remedy::ConfigureSession(name.to_owned()));
    for (name, remedy) in
        [("crop", meant("crop", "corp")), ("nowhere", configure("nowhere")), ("bad", configure("bad"))]
    {
        let error = session_named(&config, &Settings::default(), name, None).expect_err(name);
        assert_eq!((error.remedy(), error.session()), (remedy, Some(name)));
    }
}

#[test]
fn sessions_of_a_config_each_once() {
    let own = |name: &str, url: &str| {
        format!(
            "[profile {name}]\nsso_start_url = https://{url}/start\nsso_region = eu-west-1\nsso_account_id = 1\nsso_role_name = R\n"
        )
    };
    let document = Document::parse(format!(
        "[profile chain]\nrole_arn = r\nsource_profile = a\nendpoint_url = http://127.0.0.1:1\n{}{}{}[profile c]\nsso_session = corp\nsso_start_url = https://other/start\n[profile d]\nregion = x\n\
         {SESSION}[sso-session half]\nsso_region = eu-west-1\n",
        own("a", "d-2.awsapps.com"),
        own("b", "d-2.awsapps.com"),
        own("e", "d-3.awsapps.com"),
    ));
    let config = Config::new(&document, None, Dialect::AwsCli);
    let found = sessions(&config, &Settings::default());
    let labels: Vec<_> = found.iter().map(Session::label).collect();
    assert_eq!(labels, ["corp", "https://d-2.awsapps.com/start", "https://d-3.awsapps.com/start"]);
    // Each as its own profile has it, not one that leads there.
    for session in &found {
        let endpoint = session.endpoints.endpoint(Service::Portal, &session.region).expect("an endpoint");
        assert_eq!(endpoint.origin(), "https://portal.sso.eu-west-1.amazonaws.com");
    }
    let plan = resolve(&config, &Settings::default(), "chain").expect("a plan");
    let region = plan.service_region().expect("the session's").clone();
    let endpoint = plan.endpoints().endpoint(Service::Sts, &region).expect("an endpoint");
    assert_eq!(endpoint.origin(), "http://127.0.0.1:1");
    for (profile, label) in [("a", Some("https://d-2.awsapps.com/start")), ("c", None), ("d", None)] {
        let session = session_of_profile(&config, &Settings::default(), profile);
        assert_eq!(session.as_ref().ok().map(Session::label), label, "{profile}");
        if let Err(error) = session {
            assert_eq!((error.kind(), error.profile()), (ErrorKind::Configuration, Some(profile)));
        }
    }
}

#[test]
fn keys_that_are_a_source() {
    for (text, has, of_sso, other) in [
        ("region = x", false, false, None),
        ("sso_session = corp", true, true, None),
        ("sso_account_id = 1", true, true, None),
        ("sso_role_name = R", true, true, None),
        ("sso_start_url = https://x/start", true, true, None),
        ("sso_session = ", false, false, None),
        ("role_arn = r", true, false, Some("role_arn")),
        ("aws_access_key_id = A\nrole_arn = r", true, false, Some("role_arn")),
        ("aws_access_key_id = A", true, false, Some("aws_access_key_id")),
        ("credential_process = x", true, false, Some("credential_process")),
        ("web_identity_token_file = f", true, false, Some("web_identity_token_file")),
        ("login_session = x\nsso_session = corp", true, true, Some("login_session")),
    ] {
        let document = Document::parse(format!("[profile p]\n{text}\n"));
        let config = Config::new(&document, None, Dialect::AwsCli);
        let profile = config.profile("p").expect("it is there");
        let said = (has_source(&profile), has_sso_keys(&profile), other_source(&profile));
        assert_eq!(said, (has, of_sso, other), "{text}");
    }
    for (text, is_bare, has_credentials) in [
        ("[default]\nregion = x\n", true, false),
        ("[default]\nrole_arn = r\n", false, true),
        ("[default]\nsso_session = corp\n", false, true),
        ("[profile p]\nrole_arn = r\n", false, false),
        ("[profile p]\nregion = x\n", false, false),
        ("", false, false),
    ] {
        let document = Document::parse(text);
        let config = Config::new(&document, None, Dialect::AwsCli);
        assert_eq!(config.profiles().any(|profile| is_bare_default(&profile)), is_bare, "{text}");
        assert_eq!(has_default_credentials(&config), has_credentials, "{text}");
    }
    let document =
        Document::parse("[profile p]\ncredential_process = daypass credential-process --profile=\n");
    let config = Config::new(&document, None, Dialect::AwsCli);
    assert_eq!(
        config.profile("p").and_then(|profile| own_process_profile(&profile)),
        None,
        "no name is no target"
    );
}

#[test]
fn every_service_has_a_variable_and_a_block() {
    let document = Document::parse(
        "[profile p]\nservices = s\n[services s]\nsso_oidc =\n  endpoint_url = https://block-oidc\n\
         sso =\n  endpoint_url = https://block-sso\nsts =\n  endpoint_url = https://block-sts\n\
         signin =\n  endpoint_url = https://block-signin\n\
         [profile flags]\nuse_fips_endpoint = TRUE\nuse_dualstack_endpoint = true\n\
         ignore_configured_endpoint_urls = false\nendpoint_url = \n",
    );
    let config = Config::new(&document, None, Dialect::AwsCli);
    let own = |host: &str| Some(format!("https://{host}"));
    let variables = Settings {
        endpoint_url: own("all"),
        endpoint_url_sso: own("own-sso"),
        endpoint_url_sso_oidc: own("own-oidc"),
        endpoint_url_sts: own("own-sts"),
        endpoint_url_signin: own("own-signin"),
        ..Settings::default()
    };
    let ignored = Settings { ignore_configured_endpoint_urls: Some(true), ..variables.clone() };
    let origin = |settings: &Settings, profile: &str, service| {
        let endpoints = Endpoints::of(settings, &config, config.profile(profile).as_ref());
        let endpoint = endpoints.endpoint(service, &"eu-west-1".parse().expect("a region"));
        endpoint.expect("an endpoint").origin()
    };
    for (service, word, plain, both) in [
        (Service::Oidc, "oidc", "oidc.eu-west-1.amazonaws.com", "oidc-fips.eu-west-1.api.aws"),
        (Service::Portal, "sso", "portal.sso.eu-west-1.amazonaws.com", "portal.sso-fips.eu-west-1.api.aws"),
        (Service::Sts, "sts", "sts.eu-west-1.amazonaws.com", "sts-fips.eu-west-1.api.aws"),
        (Service::Signin, "signin", "eu-west-1.signin.aws.amazon.com", "signin-fips.eu-west-1.api.aws"),
    ] {
        assert_eq!(origin(&Settings::default(), "p", service), format!("https://block-{word}"));
        assert_eq!(origin(&variables, "p", service), format!("https://own-{word}"));
        assert_eq!(origin(&ignored, "p", service), format!("https://{plain}"));
        assert_eq!(origin(&Settings::default(), "flags", service), format!("https://{both}"));
    }
    let wrong = Settings { endpoint_url_signin: Some("ftp://x".to_owned()), ..Settings::default() };
    let endpoints = Endpoints::of(&wrong, &config, None);
    let error =
        endpoints.endpoint(Service::Signin, &"eu-west-1".parse().expect("a region")).expect_err("ftp");
    assert_eq!(error.facts()[0].1, "AWS_ENDPOINT_URL_SIGNIN, AWS_ENDPOINT_URL or the profile");
    assert!(error.source().is_some());
}

#[test]
fn what_helps_who_is_not_signed_in() {
    let by_profile = || SignInTarget::Profile("dev".to_owned());
    let by_session = SignInTarget::Session("corp".to_owned());
    let nobody = Bench::new([]);
    let error = now(nobody.provider().credentials(&plan("dev"))).expect_err("nobody");
    assert_eq!(error.remedy(), Some(Remedy::SignIn(by_profile())));
    let session = plan("dev").session().expect("a session").clone();
    let error = now(nobody.provider().access_token(&session)).expect_err("nobody");
    assert_eq!(error.remedy(), Some(Remedy::SignIn(by_session)));
    let refused = r#"{"message":"no","__type":"UnauthorizedException"}"#;
    let bench = Bench::new([Reply::Json(401, refused)]);
    bench.token(CORP, "cached", 28_800, "");
    let error = now(bench.provider().credentials(&plan("dev"))).expect_err("refused");
    assert_eq!(
        (error.kind(), error.remedy()),
        (ErrorKind::TokenRefused, Some(Remedy::SignInAgain(by_profile())))
    );
    let bench = Bench::new([Reply::Down]);
    bench.token(CORP, "cached", -60, RENEWABLE);
    let error = now(bench.provider().credentials(&plan("dev"))).expect_err("down");
    assert_eq!((error.kind(), error.remedy()), (ErrorKind::Network, None));
}

#[test]
fn notices_and_who_should_see_them() {
    let text = || "why".to_owned();
    for (notice, words, is_warning) in [
        (Notice::Decision(text()), "why", false),
        (Notice::Stored("the token"), "the token was stored", false),
        (Notice::NotSaved { what: "the token", reason: text() }, "the token could not be saved: why", true),
        (
            Notice::SetAside { file: PathBuf::from("a"), to: PathBuf::from("b") },
            "a was damaged and has been moved to b",
            true,
        ),
        (Notice::NotRenewed { reason: text() }, "the session could not be renewed yet: why", true),
        (Notice::FileNotice(text()), "why", true),
        (Notice::Unlocked(text()), "working without a lock: why", false),
    ] {
        assert_eq!((notice.to_string().as_str(), notice.is_warning()), (words, is_warning));
    }
}

/// The file that the endpoint itself stands in counts, not the one that names the block or says something else.
#[test]
fn whose_word_counts_file_by_file() {
    let config = Document::parse(
        "[profile p]\n[profile q]\nservices = s\n[services s]\nsso =\n  endpoint_url = https://block.example\n",
    );
    let credentials = Document::parse(
        "[p]\nendpoint_url = https://keys.example\n[q]\nendpoint_url = https://keys.example\n",
    );
    let config = Config::new(&config, Some(&credentials), Dialect::AwsCli);
    let foreign_config = Trust { foreign_config: Some("/a/config".into()), ..Trust::default() };
    let foreign_keys = Trust { foreign_credentials: Some("/a/credentials".into()), ..Trust::default() };
    for (trust, profile, refused) in [
        (&foreign_config, "p", None),
        (&foreign_config, "q", Some(("block.example", "/a/config"))),
        (&foreign_keys, "p", Some(("keys.example", "/a/credentials"))),
        (&foreign_keys, "q", None),
    ] {
        let settings = Settings { trust: Some(Arc::new(trust.clone())), ..Settings::default() };
        let endpoints = Endpoints::of(&settings, &config, config.profile(profile).as_ref());
        let error = endpoints.endpoint(Service::Portal, &"eu-west-1".parse().expect("a region")).err();
        let told = error.as_ref().map(|error| (error.remedy(), error.facts().to_vec()));
        let expected = refused.map(|(host, file)| {
            (Some(Remedy::AllowEndpoint(host.to_owned())), vec![("file", file.to_owned())])
        });
        assert_eq!(told, expected, "{trust:?} {profile}");
    }
}
