//! Cases of sign-ins: sessions, client registrations, caches and refusals.

use super::{SESSION, TOKEN, home, json, registrations};
use crate::{home::Home, vanity::Company};
use daypass_simulator::{AutoApprove, Operation, World};

const LEGACY: &str =
    "[default]\nsso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n";

fn approving(config: &str) -> Home {
    let home = home(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    home
}

fn count(home: &Home, operation: Operation) -> u64 {
    home.server().world().lock().count(operation)
}

fn fault(home: &Home, line: &str) {
    home.server().world().lock().add_fault(line.parse().expect("a fault"));
}

#[test]
fn a_session_without_any_profile() {
    for flow in ["device", "pkce"] {
        let home = home(SESSION);
        let _signed_in =
            home.run_with_browser(&format!("login --sso-session corp --flow {flow}"), "allow").ok();
        assert!(home.path().join(TOKEN).exists(), "{flow}");
    }
}

#[test]
fn a_legacy_profile_with_url_and_region_alone() {
    let home = approving(LEGACY);
    fault(&home, "CreateToken authorization_pending");
    let outcome = home.run("login --no-browser").ok();
    assert!(outcome.stderr.contains("code     "), "by device code: {outcome}");
}

#[test]
fn what_is_approved_at_once_needs_no_eyes() {
    let home = approving(SESSION).set("BROWSER", "never-run");
    let outcome = home.run("login --sso-session corp --flow device").ok();
    assert!(outcome.stderr.starts_with("Signed in to corp."), "{outcome}");
    assert_eq!(count(&home, Operation::CreateToken), 1);
}

#[test]
fn the_browser_flow_alone_says_so_in_the_user_agent() {
    for (flow, expected) in [("pkce", true), ("device", false)] {
        let home = home(SESSION);
        let _signed_in =
            home.run_with_browser(&format!("login --sso-session corp --flow {flow}"), "allow").ok();
        let world = home.server().world();
        let world = world.lock();
        let of_aws = [Operation::RegisterClient, Operation::CreateToken];
        let calls = world.log().filter(|entry| of_aws.contains(&entry.operation));
        let agents: Vec<_> = calls.filter_map(|entry| entry.user_agent.clone()).collect();
        assert!(agents.len() >= 2 && agents.iter().all(|agent| agent.starts_with("daypass/")), "{agents:?}");
        assert!(agents.iter().all(|agent| agent.contains("md/sso#auth") == expected), "{agents:?}");
    }
}

#[test]
fn nobody_comes_within_the_time() {
    for flow in ["pkce", "device"] {
        let home = home(SESSION);
        let outcome = home.run(&format!("login --sso-session corp --flow {flow} --no-browser --timeout 1s"));
        assert_eq!(outcome.code, Some(7), "{outcome}");
        assert!(outcome.stderr.contains("the sign-in to corp was not approved in time"), "{outcome}");
        assert!(!home.path().join(TOKEN).exists());
    }
}

#[test]
fn all_sessions_have_their_turn() {
    let more = SESSION.replace("corp", "other") + &SESSION.replace("corp", "third");
    let home = approving(&format!("{SESSION}{more}"));
    let _first = home.run("login --sso-session corp --flow device").ok();
    fault(&home, "StartDeviceAuthorization invalid_request");
    let outcome = home.run("login --all --flow device");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(
        outcome.stderr.ends_with("3 sessions: 1 signed in, 1 signed in before, 1 failed.\n"),
        "{outcome}"
    );
    let outcome = home.run("login --all --flow device").ok();
    assert!(outcome.stderr.ends_with("3 sessions: 1 signed in, 2 signed in before.\n"), "{outcome}");
}

#[test]
fn a_registration_serves_many_sign_ins() {
    let home = home(SESSION);
    let login = "login --sso-session corp --flow pkce --force";
    let _first = home.run_with_browser(login, "allow").ok();
    let (token, before) = (home.read(TOKEN), registrations(&home));
    let _second = home.run_with_browser(login, "allow").ok();
    assert_ne!(home.read(TOKEN), token);
    assert_eq!(registrations(&home), before);
    assert_eq!((count(&home, Operation::RegisterClient), count(&home, Operation::CreateToken)), (1, 2));
    let expires_at = json(&home.read(TOKEN))["expiresAt"].as_str().expect("a time").to_owned();
    let shape: String = expires_at.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    assert_eq!(shape, "9999-99-99T99:99:99Z");
    let _nothing = home.run("login --sso-session corp").ok();
    assert_eq!(count(&home, Operation::CreateToken), 2, "a good token asks nobody");
}

#[test]
fn what_has_expired_is_replaced() {
    let home = home(SESSION);
    let login = "login --sso-session corp --flow pkce";
    let _first = home.run_with_browser(login, "allow").ok();
    let old = registrations(&home);
    for (path, text) in old
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .chain([(TOKEN, home.read(TOKEN).as_str())])
    {
        let mut value = json(text);
        for key in ["expiresAt", "registrationExpiresAt"] {
            if value.get(key).is_some() {
                value[key] = "2020-01-01T00:00:00Z".into();
            }
        }
        home.write(path, &value.to_string());
    }
    let _second = home.run_with_browser(login, "allow").ok();
    assert_eq!((count(&home, Operation::RegisterClient), count(&home, Operation::CreateToken)), (2, 2));
    assert!(!home.read(TOKEN).contains("2020-01-01") && registrations(&home) != old);
}

#[test]
fn a_registration_that_the_service_has_lost_is_made_anew() {
    let home = home(SESSION);
    let login = "login --sso-session corp --force --flow device";
    let _first = home.run_with_browser(login, "allow").ok();
    home.server().world().lock().revoke_registrations();
    let _second = home.run_with_browser(login, "allow").ok();
    assert_eq!(count(&home, Operation::RegisterClient), 2);
}

#[test]
fn a_damaged_registration_is_no_obstacle() {
    for text in ["{garbage", "", "{}", "[]"] {
        let home = home(SESSION);
        let login = "login --sso-session corp --flow pkce --force";
        let _first = home.run_with_browser(login, "allow").ok();
        for (path, _) in registrations(&home) {
            home.write(&path, text);
        }
        let _second = home.run_with_browser(login, "allow").ok();
        assert_eq!(count(&home, Operation::RegisterClient), 2, "{text:?}");
    }
}

#[test]
fn errors_are_read_without_the_header_of_aws() {
    let home = home(SESSION);
    fault(&home, "CreateToken no_errortype always");
    let _signed_in = home.run_with_browser("login --sso-session corp --flow device", "allow").ok();
    assert!(count(&home, Operation::CreateToken) >= 1);
}

#[test]
fn a_refused_device_authorization_keeps_the_registration() {
    let home = approving(SESSION);
    fault(&home, "StartDeviceAuthorization invalid_request");
    let outcome = home.run("login --sso-session corp --flow device --no-browser");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert_eq!(registrations(&home).len(), 1);
    assert!(!home.path().join(TOKEN).exists());
}

#[test]
fn a_custom_endpoint_keeps_its_path_and_authorize_does_not() {
    let home = Home::with(World::demo().with_prefix("oidc")).config(SESSION);
    let url = home.server().url();
    let home = home.set("AWS_ENDPOINT_URL_SSO_OIDC", &format!("{url}/oidc/"));
    let words = "login --sso-session corp --flow pkce --events ndjson -vv";
    let outcome = home.run_with_browser(words, "allow").ok();
    assert!(
        outcome.stdout.contains("\"http://SIMULATOR/authorize?response_type=code&client_id="),
        "{outcome}"
    );
    assert!(outcome.stderr.contains("POST 127.0.0.1/oidc/client/register"), "{outcome}");
}

#[test]
fn a_bundle_or_no_verification_by_flag() {
    let answer = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let company = Company::open(answer);
    let home = Home::new();
    home.write("ca.pem", &company.authority);
    let bundle = home.path().join("ca.pem").display().to_string();
    let login = format!("login {} --sso-region eu-west-1", company.url);
    let stranger = home.run(&login);
    assert_eq!(stranger.code, Some(6), "{stranger}");
    for trust in [format!("--ca-bundle {bundle}"), "--no-verify-ssl".to_owned()] {
        let outcome = home.run(&format!("{login} {trust}"));
        assert!(outcome.code == Some(4) && outcome.stderr.contains("HTTP 404"), "{trust}: {outcome}");
    }
}

#[test]
fn a_session_that_lacks_something() {
    for (config, words) in [
        ("[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\n", "sso_region"),
        ("[sso-session corp]\nsso_region = eu-west-1\n", "sso_start_url"),
        (
            "[sso-session corp]\nsso_start_url = http://d-1.awsapps.com/start\nsso_region = eu-west-1\n",
            "https://",
        ),
        ("[sso-session corp]\nsso_start_url = https://\nsso_region = eu-west-1\n", "host"),
    ] {
        let outcome = Home::new().config(config).run("login --sso-session corp");
        assert!(outcome.code == Some(4) && outcome.stderr.contains(words), "{words}: {outcome}");
    }
}

#[test]
fn a_portal_that_cannot_be_asked() {
    let home = Home::new();
    let outcome =
        home.run("login https://portal.invalid/start --sso-region eu-west-1 --cli-connect-timeout 5");
    assert!(outcome.code == Some(6) && outcome.stderr.contains("portal.invalid"), "{outcome}");
}

#[test]
fn a_session_with_a_blank_in_its_name_gets_its_region() {
    let company = Company::redirecting();
    let home = company.home();
    let config = |region: &str| {
        format!(
            "[profile p]\nsso_session = my corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
             [sso-session \"my corp\"]\nsso_start_url = {}\nsso_region = {region}\n",
            company.url
        )
    };
    home.write(".aws/config", &config("us-east-1"));
    let outcome = home.run_with_browser("login --profile p --flow pkce", "allow").ok();
    assert_eq!(home.read(".aws/config"), config("eu-central-1"), "{outcome}");
}
