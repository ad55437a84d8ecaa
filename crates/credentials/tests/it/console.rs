//! Profiles with `login_session`: which source wins, what a chain ends in, and what a plan says of it. `lNN` in a name is
//! the case of that number in the list of cases of `aws login`.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Error, Plan, Settings, Source, resolve};

const ARN: &str = "arn:aws:iam::005000000022:user/bob";

fn plan(config: &str, credentials: &str, name: &str) -> Result<Plan, Error> {
    let (config, credentials) = (Document::parse(config), Document::parse_credentials(credentials));
    resolve(&Config::new(&config, Some(&credentials), Dialect::AwsCli), &Settings::default(), name)
}

/// What gives the credentials of profile `p`, in a word.
fn source(config: &str, credentials: &str) -> &'static str {
    match plan(config, credentials, "p").expect(config).source() {
        Source::Login(_) => "login",
        Source::Static(_) => "keys",
        Source::Sso { .. } => "sso",
        Source::AssumeRole(_) => "role",
        _ => "other",
    }
}

/// The rows were seen in the AWS CLI 2.36.7.
#[test]
fn l50_l51_the_source_that_wins_is_that_of_the_aws_cli() {
    let keys = "aws_access_key_id = A\naws_secret_access_key = B\n";
    let session = format!("[profile p]\nlogin_session = {ARN}\n");
    let sso = "sso_start_url = https://d-1234567890.awsapps.com/start\nsso_region = eu-west-1\n\
               sso_account_id = 1\nsso_role_name = R\n";
    for (config, credentials, wins) in [
        (session.clone(), String::new(), "login"),
        (session.clone(), format!("[p]\n{keys}"), "keys"),
        (format!("{session}{keys}"), String::new(), "login"),
        (format!("{session}credential_process = x\n"), String::new(), "login"),
        ("[profile p]\n".to_owned(), format!("[p]\nlogin_session = {ARN}\n"), "login"),
        (format!("{session}{sso}"), String::new(), "sso"),
        (format!("{session}role_arn = r\nsource_profile = s\n[profile s]\n{keys}"), String::new(), "role"),
    ] {
        assert_eq!(source(&config, &credentials), wins, "{config}{credentials}");
    }
}

#[test]
fn l52_a_role_over_a_console_sign_in_ends_in_it() {
    let config = format!(
        "[profile p]\nrole_arn = r\nsource_profile = s\n[profile s]\nlogin_session = {ARN}\nregion = eu-west-1\n"
    );
    let role = plan(&config, "", "p").expect("a role");
    let login = role.login().expect("the end of the chain");
    assert_eq!(login.session().as_str(), ARN);
    assert_eq!(login.region().map(ToString::to_string).as_deref(), Some("eu-west-1"));
    assert!(role.session().is_none());
    let own = plan(&config, "", "s").expect("a sign-in");
    assert_eq!((own.account(), own.role()), (Some("005000000022"), None), "l67");
    assert!(own.cache_key().is_none());
}

#[test]
fn what_is_no_arn_is_told_by_its_key() {
    for value in ["bob", "\"arn:aws:iam::005000000022:user/bob\""] {
        let error = plan(&format!("[profile p]\nlogin_session = {value}\n"), "", "p").expect_err(value);
        let message = error.to_string();
        assert!(message.starts_with("login_session of profile p: "), "{message}");
        assert!(message.contains("is not the ARN of a console identity"), "{message}");
    }
}
