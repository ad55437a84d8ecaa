//! What profiles mean: which keys win, what is missing, what contradicts.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{
    Endpoints, ExternalSource, Resolver, Settings, Source, Trust, resolve, session_named, session_of_profile,
};
use daypass_sso_types::{Region, Remedy};
use daypass_transport::Service;
use std::sync::Arc;

const SESSION: &str =
    "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n";

fn described(config: &str, settings: &Settings, profile: &str) -> String {
    let document = Document::parse(config);
    let config = Config::new(&document, None, Dialect::AwsCli);
    match resolve(&config, settings, profile) {
        Err(error) => {
            let facts: Vec<_> =
                error.facts().iter().map(|(label, text)| format!("{label}: {text}")).collect();
            let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
            format!("{error}{facts}")
        }
        Ok(plan) => of_source(plan.source()),
    }
}

fn of_source(source: &Source) -> String {
    match source {
        Source::Sso { session, account, role } => format!("{role} in {account} through {}", session.label()),
        Source::AssumeRole(assume) => format!("{} from {}", assume.role_arn, of_source(&assume.source)),
        Source::Static(keys) => format!("keys {}", keys.access_key_id),
        Source::External(ExternalSource::Process(line)) => format!("program {:?}", line.words()),
        Source::External(ExternalSource::WebIdentity(identity)) => format!(
            "{} as {:?} with {} at {} in {}",
            identity.role_arn,
            identity.session_name,
            identity.token_file.display(),
            identity.endpoint,
            identity.region
        ),
        Source::External(ExternalSource::Container(_)) => "the container".to_owned(),
        Source::External(ExternalSource::Instance(_)) => "the instance".to_owned(),
        _ => "something new".to_owned(),
    }
}

#[test]
fn profiles() {
    let check = |profile: &str, expected: &str| {
        let config = format!("[profile p]\n{profile}\n{SESSION}");
        assert_eq!(described(&config, &Settings::default(), "p"), expected, "{profile}");
    };
    let sso = "sso_session = corp\nsso_account_id = 0123\nsso_role_name = Admin\n";
    check(sso, "Admin in 0123 through corp");
    check(&format!("{sso}aws_access_key_id = A\naws_secret_access_key = B"), "Admin in 0123 through corp");
    check(&format!("{sso}sso_region = eu-west-1"), "Admin in 0123 through corp");
    check(
        &format!("{sso}sso_region = us-east-1"),
        "profile p and its sso-session corp contradict each other in sso_region (profile: us-east-1, session: eu-west-1)",
    );
    check("sso_session = corp\nsso_account_id = 1", "profile p lacks sso_role_name");
    check("sso_session = corp\nsso_role_name = R", "profile p lacks sso_account_id");
    check("sso_session = corp", "profile p lacks sso_account_id and sso_role_name");
    check(
        "sso_session = crop\nsso_account_id = 1\nsso_role_name = R",
        "sso-session crop does not exist; did you mean corp? (named by: profile p)",
    );
    check("sso_account_id = 1\nsso_role_name = R", "profile p lacks sso_start_url and sso_region");
    check(
        "sso_account_id = 1\nsso_role_name = R\nsso_start_url = https://x/start\nsso_region = us-east-1",
        "R in 1 through https://x/start",
    );
    check("region = us-east-1", "profile p has no SSO settings");
    check("aws_access_key_id = A\naws_secret_access_key = B", "keys A");
    check("aws_access_key_id = A", "profile p lacks aws_secret_access_key");
    check("credential_process = x 'a b'", "program [\"x\", \"a b\"]");
    check("credential_process = x 'a b", "credential_process of profile p: a quotation does not end");
    check("credential_process = ''", "credential_process of profile p: it names no program");
    check("credential_process = x\naws_access_key_id = A\naws_secret_access_key = B", "program [\"x\"]");
    check(&format!("{sso}credential_process = x"), "Admin in 0123 through corp");
    check(
        "role_arn = arn:aws-cn:iam::1:role/r\nweb_identity_token_file = /t",
        "arn:aws-cn:iam::1:role/r as None with /t at https://sts.cn-northwest-1.amazonaws.com.cn in cn-northwest-1",
    );
    check(
        &format!(
            "{sso}role_arn = r\nweb_identity_token_file = /t\nrole_session_name = me\nregion = eu-west-1"
        ),
        "r as Some(\"me\") with /t at https://sts.eu-west-1.amazonaws.com in eu-west-1",
    );
    check("web_identity_token_file = /t", "profile p lacks role_arn");
    check("role_arn = r\ncredential_source = Ec2InstanceMetadata", "r from the instance");
    check("credential_source = Ec2InstanceMetadata", "the instance");
    check(
        "role_arn = r\ncredential_source = Toaster",
        "credential_source of profile p: it is Environment, EcsContainer or Ec2InstanceMetadata (value: Toaster)",
    );
    // Keys of a source profile win over its role.
    check(
        "role_arn = r\nsource_profile = q\n[profile q]\nrole_arn = s\nsource_profile = p\naws_access_key_id = A\naws_secret_access_key = B",
        "r from keys A",
    );
    check("role_arn = r", "profile p has role_arn but no source_profile");
    check(
        "role_arn = r\nsource_profile = q\ncredential_source = Environment",
        "profile p has both source_profile and credential_source; one of them has to go",
    );
    check("role_arn = r\nsource_profile = p", "source_profile goes in a circle: p → p");
    check(
        "role_arn = r\nsource_profile = p\naws_access_key_id = A\naws_secret_access_key = B",
        "r from keys A",
    );
    check(
        "role_arn = r\nsource_profile = q\n[profile q]\nrole_arn = s\nsource_profile = p",
        "source_profile goes in a circle: p → q → p",
    );
    // Its own keys serve the profile that names itself, not one that another leads back to.
    check(
        "role_arn = r\nsource_profile = q\naws_access_key_id = A\naws_secret_access_key = B\n[profile q]\nrole_arn = s\nsource_profile = p",
        "source_profile goes in a circle: p → q → p",
    );
    check(
        &format!(
            "role_arn = r\nsource_profile = q\n[profile q]\nrole_arn = s\nsource_profile = t\n[profile t]\n{sso}"
        ),
        "r from s from Admin in 0123 through corp",
    );
    check(
        &sso.replace("0123", "01 23"),
        "sso_account_id of profile p: \"01 23\" is not an account id: letters and digits only, such as 111122223333",
    );
}

/// T03-04: as far as the AWS CLI follows, and with an end.
#[test]
fn t03_04_long_chains() {
    let chain = |length: usize| {
        let hops: String = (1..length)
            .map(|at| format!("[profile p{at}]\nrole_arn = r{at}\nsource_profile = p{}\n", at + 1))
            .collect();
        format!("{hops}[profile p{length}]\naws_access_key_id = A\naws_secret_access_key = B\n")
    };
    let twelve = described(&chain(13), &Settings::default(), "p1");
    assert!(twelve.starts_with("r1 from r2 from") && twelve.ends_with("r12 from keys A"), "{twelve}");
    let hundred = described(&chain(101), &Settings::default(), "p1");
    assert!(hundred.ends_with("r100 from keys A"), "{hundred}");
    for length in [102, 200] {
        assert_eq!(
            described(&chain(length), &Settings::default(), "p1"),
            "profile p1 leads through more than 100 profiles, which is as far as daypass follows"
        );
    }
}

/// T06-03, X09: a `credential_process` that is this program means the profile it names; any other is not run.
#[test]
fn t06_03_a_pointer_of_ours_is_followed() {
    let sso = "[profile p]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n";
    let check = |command: &str, expected: &str| {
        let config = format!("[profile twin]\ncredential_process = {command}\n{sso}{SESSION}");
        assert_eq!(described(&config, &Settings::default(), "twin"), expected, "{command}");
    };
    for command in [
        "daypass credential-process --profile p",
        "/usr/local/bin/daypass credential-process -p p",
        "daypass --no-input credential-process --profile p --quiet",
        "\"/my dir/daypass\" credential-process --profile=p",
        "daypass --profile p credentials",
    ] {
        check(command, "R in 1 through corp");
    }
    for command in [
        "other credential-process --profile p",
        "daypass-old credential-process --profile p",
        "daypass exec --profile p -- x",
        "daypass credential-process",
        "daypass credential-process --profile p && evil",
    ] {
        check(command, &format!("program {:?}", command.split(' ').collect::<Vec<_>>()));
    }
    check(
        "daypass credential-process --profile nobody",
        "profile nobody does not exist (named by: profile twin)",
    );
    check("daypass credential-process --profile twin", "source_profile goes in a circle: twin → twin");
}

/// T03-06: signing in to a profile that contradicts its session would be for nothing.
#[test]
fn t03_06_a_contradiction_is_told_before_the_sign_in() {
    let text = format!("[profile p]\nsso_session = corp\nsso_region = us-east-2\n{SESSION}");
    let document = Document::parse(text);
    let config = Config::new(&document, None, Dialect::AwsCli);
    let error = session_of_profile(&config, &Settings::default(), "p").expect_err("a contradiction");
    assert_eq!(error.to_string(), "profile p and its sso-session corp contradict each other in sso_region");
}

/// T04-07, T08-05: a block that does not exist, and the endpoints of profiles on the way.
#[test]
fn t04_07_t08_05_endpoints_on_the_way() {
    let base = "[profile base]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n";
    let check = |asked: &str, base_has: &str, settings: &Settings, expected: &str| {
        let text =
            format!("[profile p]\nrole_arn = r\nsource_profile = base\n{asked}\n{base}{base_has}\n{SESSION}");
        let document = Document::parse(text);
        let config = Config::new(&document, None, Dialect::AwsCli);
        let plan = resolve(&config, settings, "p").expect("a plan");
        let session = plan.session().expect("a session");
        let portal = session.endpoints.endpoint(Service::Portal, &session.region);
        let portal = portal.map_or_else(|error| error.to_string(), |endpoint| endpoint.origin());
        assert_eq!(portal, expected, "{asked} / {base_has}");
    };
    let aws = "https://portal.sso.eu-west-1.amazonaws.com";
    check("", "", &Settings::default(), aws);
    check("endpoint_url = http://127.0.0.1:1", "", &Settings::default(), "http://127.0.0.1:1");
    check(
        "endpoint_url = http://127.0.0.1:1",
        "endpoint_url = http://127.0.0.1:2",
        &Settings::default(),
        "http://127.0.0.1:2",
    );
    check("", "services = nope", &Settings::default(), "the services block nope does not exist");
    check("services = nope", "", &Settings::default(), "the services block nope does not exist");
    let environment = Settings { endpoint_url: Some("http://127.0.0.1:3".to_owned()), ..Settings::default() };
    check("services = nope", "", &environment, "http://127.0.0.1:3");
}

#[test]
fn names_that_are_nearly_right() {
    let config = format!("[profile production]\nregion = x\n{SESSION}");
    let check =
        |name: &str, expected: &str| assert_eq!(described(&config, &Settings::default(), name), expected);
    check("Production", "profile Production does not exist; did you mean production?");
    check("prodction", "profile prodction does not exist; did you mean production?");
    check("dev", "profile dev does not exist");
}

#[test]
fn sessions_to_sign_in_to() {
    let text = format!(
        "[profile p]\nsso_session = corp\n[profile q]\nrole_arn = r\nsource_profile = s\n[profile s]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n[profile both]\nrole_arn = r\nsource_profile = s\nsso_session = bare\n{SESSION}sso_registration_scopes = a, b,\n[sso-session bare]\n"
    );
    let document = Document::parse(text);
    let config = Config::new(&document, None, Dialect::AwsCli);
    let settings = Settings::default();
    // Of two that a profile names it is the one that its credentials come from.
    for profile in ["p", "q", "s", "both"] {
        let session = session_of_profile(&config, &settings, profile).expect(profile);
        assert_eq!(session.label(), "corp");
        assert_eq!(session.scopes, Some(vec!["a".to_owned(), "b".to_owned()]));
    }
    let error = session_named(&config, &settings, "bare", None).expect_err("it is empty");
    assert_eq!(error.to_string(), "sso-session bare lacks sso_start_url and sso_region");
}

#[test]
fn endpoints_by_precedence() {
    let text = "[profile p]\nendpoint_url = https://profile\nservices = s\n[profile q]\nendpoint_url = https://profile\n\
                [services s]\nsso =\n  endpoint_url = https://block-sso\nsso-oidc =\n  endpoint_url = https://block-oidc\n";
    let document = Document::parse(text);
    let config = Config::new(&document, None, Dialect::AwsCli);
    let check = |settings: &Settings, profile: &str, service: Service, expected: &str| {
        let profile = config.profile(profile);
        let endpoints = Endpoints::of(settings, &config, profile.as_ref());
        let endpoint =
            endpoints.endpoint(service, &"eu-west-1".parse().expect("a region")).expect("an endpoint");
        assert_eq!(endpoint.origin(), expected);
    };
    let none = Settings::default();
    check(&none, "p", Service::Portal, "https://block-sso");
    check(&none, "p", Service::Oidc, "https://block-oidc");
    check(&none, "p", Service::Sts, "https://profile");
    check(&none, "q", Service::Portal, "https://profile");
    check(&none, "nobody", Service::Portal, "https://portal.sso.eu-west-1.amazonaws.com");
    let global = Settings { endpoint_url: Some("https://global".to_owned()), ..Settings::default() };
    check(&global, "p", Service::Portal, "https://global");
    let own = Settings { endpoint_url_sso: Some("https://own".to_owned()), ..global.clone() };
    check(&own, "p", Service::Portal, "https://own");
    check(&own, "p", Service::Oidc, "https://global");
    let ignore = Settings { ignore_configured_endpoint_urls: Some(true), use_fips: Some(true), ..own };
    check(&ignore, "p", Service::Portal, "https://portal.sso-fips.eu-west-1.amazonaws.com");
}

/// Profiles share endpoints only if none of them has a key that endpoints are read from.
#[test]
fn each_of_many_profiles_has_its_own_endpoints() {
    let keys = [
        "endpoint_url = https://profile",
        "services = s",
        "use_fips_endpoint = true",
        "use_dualstack_endpoint = true",
        "ignore_configured_endpoint_urls = true\nendpoint_url = https://profile",
        "region = eu-west-1",
        "output = json",
    ];
    let profile = |(number, keys)| {
        format!("[profile p{number}]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n{keys}\n")
    };
    let profiles: String = keys.into_iter().enumerate().map(profile).collect();
    let document =
        Document::parse(format!("{profiles}{SESSION}[services s]\nsso =\n  endpoint_url = https://block\n"));
    let (config, settings) = (Config::new(&document, None, Dialect::AwsCli), Settings::default());
    let resolver = Resolver::new(&config, &settings);
    for profile in config.profiles() {
        let plan = resolver.resolve(profile.name()).expect("a plan");
        let own = Endpoints::of(&settings, &config, Some(&profile));
        assert_eq!(plan.endpoints(), &own, "{}", profile.name());
        assert_eq!(plan.session().map(|session| &session.endpoints), Some(&own), "{}", profile.name());
    }
}

#[test]
fn what_a_plan_says_without_asking() {
    let config = format!(
        "[profile sso]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = R\n\
         [profile chained]\nrole_arn = arn:aws:iam::222:role/path/Deploy\nsource_profile = sso\nregion = us-east-2\n\
         [profile keys]\naws_access_key_id = A\naws_secret_access_key = S\n{SESSION}"
    );
    let config = Document::parse(config);
    let config = Config::new(&config, None, Dialect::AwsCli);
    for (profile, account, role, region) in [
        ("sso", Some("1"), Some("R"), Some("eu-west-1")),
        ("chained", Some("222"), Some("Deploy"), Some("us-east-2")),
        ("keys", None, None, None),
    ] {
        let plan = resolve(&config, &Settings::default(), profile).expect(profile);
        let said = (plan.account(), plan.role(), plan.service_region().map(Region::as_str));
        assert_eq!(said, (account, role, region), "{profile}");
        assert_eq!((plan.name(), plan.profile()), (profile, Some(profile)));
    }
}

/// No token goes where somebody else's file says, nor without TLS beyond this machine, unless that host was allowed.
#[test]
fn endpoints_that_no_token_goes_to() {
    let document = Document::parse(
        "[profile p]\nendpoint_url = https://evil.example\n[profile q]\nservices = s\n\
         [services s]\nsso =\n  endpoint_url = http://127.0.0.1:4566\n[profile plain]\nendpoint_url = http://10.0.0.1:4566\n",
    );
    let config = Config::new(&document, None, Dialect::AwsCli);
    let host = |trust: &Trust, url: Option<&str>, profile: &str| {
        let settings = Settings {
            trust: Some(Arc::new(trust.clone())),
            endpoint_url: url.map(str::to_owned),
            ..Settings::default()
        };
        let endpoints = Endpoints::of(&settings, &config, config.profile(profile).as_ref());
        match endpoints.endpoint(Service::Portal, &"eu-west-1".parse().expect("a region")) {
            Ok(endpoint) => Ok(endpoint.authority().to_owned()),
            Err(error) => match error.remedy() {
                Some(Remedy::AllowEndpoint(host)) => Err(host),
                other => panic!("{other:?}"),
            },
        }
    };
    let own = Trust::default();
    let foreign = Trust { foreign_config: Some("/src/app/config".into()), ..Trust::default() };
    let allowed =
        Trust { allowed: vec!["EVIL.example".to_owned(), "10.0.0.1:4566".to_owned()], ..foreign.clone() };
    let ok = |host: &str| Ok(host.to_owned());
    let refused = |host: &str| Err(host.to_owned());
    for (trust, url, profile, expected) in [
        (&own, None, "p", ok("evil.example")),
        (&own, None, "q", ok("127.0.0.1:4566")),
        (&own, None, "plain", refused("10.0.0.1:4566")),
        (&own, Some("http://127.0.0.1:1"), "p", ok("127.0.0.1:1")),
        (&own, Some("http://proxy.example"), "p", refused("proxy.example")),
        (&foreign, None, "p", refused("evil.example")),
        (&foreign, None, "q", refused("127.0.0.1:4566")),
        (&foreign, Some("https://vpce.example"), "p", ok("vpce.example")),
        (&foreign, None, "nobody", ok("portal.sso.eu-west-1.amazonaws.com")),
        (&allowed, None, "p", ok("evil.example")),
        (&allowed, None, "plain", ok("10.0.0.1:4566")),
        (&allowed, None, "q", refused("127.0.0.1:4566")),
        (&allowed, Some("http://10.0.0.1:80"), "p", refused("10.0.0.1")),
    ] {
        assert_eq!(host(trust, url, profile), expected, "{trust:?} {url:?} {profile}");
    }
}
