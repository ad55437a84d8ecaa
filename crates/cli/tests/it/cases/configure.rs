//! Cases of `configure sso` and `configure sso-session`: what each writes, keeps and refuses.

use super::{SESSION, home};
use crate::{home::Home, vanity::Company};
use daypass_simulator::{AutoApprove, Operation, World};

const CHOICE: &str = "--sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess";
const PORTAL: &str = "--sso-start-url https://d-9067000018.awsapps.com/start# --sso-region eu-west-1";

fn approving(config: &str) -> Home {
    let home = home(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    home
}

/// The person looks at the code first.
fn not_at_once(home: &Home) {
    home.server().world().lock().add_fault("CreateToken authorization_pending".parse().expect("a fault"));
}

#[test]
fn a_legacy_profile() {
    let home = approving("");
    not_at_once(&home);
    let words = format!(
        "configure sso --profile old --sso-session= {PORTAL} {CHOICE} --region eu-west-1 --output text"
    );
    let outcome = home.run(&words).ok();
    assert!(outcome.stderr.contains("warning: a profile without a session"), "{outcome}");
    assert!(outcome.stderr.contains("code     "), "by device code: {outcome}");
    assert!(outcome.stderr.contains("daypass whoami --profile old"), "{outcome}");
    let written = "[profile old]\nsso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n\
        sso_account_id = 111122223333\nsso_role_name = AWSReadOnlyAccess\nregion = eu-west-1\noutput = text\n";
    assert_eq!(home.read(".aws/config"), written);
    let again = home
        .run("configure sso --profile old --sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess")
        .ok();
    assert_eq!(home.read(".aws/config"), written, "nothing new, nothing changed: {again}");
}

#[test]
fn the_only_account_and_role_are_taken() {
    let home = Home::with(World::scenario("one-account").expect("a scenario"));
    let url = home.server().world().lock().start_url().to_owned();
    let region = home.server().world().lock().region().to_owned();
    let words =
        format!("configure sso --profile dev --sso-session corp --sso-start-url {url} --sso-region {region}");
    // Signed in to before: without a terminal nobody approves what might not suffice (T24-01).
    let session =
        format!("configure sso-session --sso-session corp --sso-start-url {url} --sso-region {region}");
    let _set_up = home.run(&session).ok();
    let _signed_in = home.run_with_browser("login --sso-session corp --flow pkce", "allow").ok();
    let outcome = home.run(&words).ok();
    for words in [
        "The only account available to you is: Development, aws-development@example.com (051234567822)",
        "Using the account 051234567822",
        "The only role available to you is: AWSPowerUserAccess",
    ] {
        assert!(outcome.stderr.contains(words), "{words}: {outcome}");
    }
    assert!(
        !home.read(".aws/config").contains("region = \n") && !home.read(".aws/config").contains("output")
    );
}

#[test]
fn an_existing_session_is_taken_as_it_is() {
    let home = home(SESSION);
    let _signed_in = home.run_with_browser("login --sso-session corp --flow pkce", "allow").ok();
    let calls = |operation| home.server().world().lock().count(operation);
    let before = (calls(Operation::RegisterClient), calls(Operation::CreateToken));
    let words = format!("configure sso --profile new --sso-session corp {CHOICE} --region eu-west-1");
    let _set_up = home.run(&words).ok();
    assert_eq!((calls(Operation::RegisterClient), calls(Operation::CreateToken)), before, "no new sign-in");
    let written = format!(
        "{SESSION}\n[profile new]\nsso_session = corp\nsso_account_id = 111122223333\n\
         sso_role_name = AWSReadOnlyAccess\nregion = eu-west-1\n"
    );
    assert_eq!(home.read(".aws/config"), written);
    let _again = home.run(&format!("configure sso --profile new {CHOICE}")).ok();
    assert_eq!(home.read(".aws/config"), written);
    let home = home.set("AWS_PROFILE", "new");
    let _named_by_environment = home.run(&format!("configure sso {CHOICE} --output json")).ok();
    assert_eq!(home.read(".aws/config"), format!("{written}output = json\n"));
}

#[test]
fn a_legacy_profile_moves_to_a_session() {
    let home = home(
        "[profile old]\nsso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n\
         sso_account_id = 111122223333\nsso_role_name = AWSReadOnlyAccess\n",
    );
    let words = format!("configure sso --profile old --sso-session corp {CHOICE}");
    let _moved = home.run_with_browser(&words, "allow").ok();
    assert_eq!(
        home.read(".aws/config"),
        "[profile old]\nsso_account_id = 111122223333\nsso_role_name = AWSReadOnlyAccess\nsso_session = corp\n\n\
         [sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n\
         sso_registration_scopes = sso:account:access\n"
    );
}

#[test]
fn a_portal_that_refuses_leaves_the_config_alone() {
    for (fault, code) in [
        ("ListAccounts unauthorized always", 3),
        ("ListAccountRoles unauthorized always", 3),
        ("ListAccounts forbidden always", 5),
    ] {
        let home = home(SESSION);
        home.server().world().lock().add_fault(fault.parse().expect("a fault"));
        let words = format!("configure sso --profile new --sso-session corp {CHOICE}");
        let outcome = home.run_with_browser(&words, "allow");
        assert_eq!((outcome.code, home.read(".aws/config")), (Some(code), SESSION.to_owned()), "{outcome}");
    }
}

#[test]
fn nothing_assigned_writes_nothing() {
    let world = "name = \"none\"\nusers = [\"testuser@example.com\"]\nseed = 7\nregion = \"eu-west-1\"\n\
        start_url = \"https://d-9067000018.awsapps.com/start#\"\n";
    let home = Home::with(World::from_toml(world).expect("a world")).config(SESSION);
    let _signed_in = home.run_with_browser("login --sso-session corp --flow pkce", "allow").ok();
    let outcome = home.run("configure sso --profile new --sso-session corp");
    assert!(outcome.code == Some(5) && outcome.stderr.contains("no account is assigned"), "{outcome}");
    assert_eq!(home.read(".aws/config"), SESSION);
}

#[test]
fn the_default_profile_needs_no_option() {
    let home = home(SESSION);
    let outcome = home
        .run_with_browser(&format!("configure sso --profile default --sso-session corp {CHOICE}"), "allow")
        .ok();
    assert!(outcome.stderr.contains("  daypass whoami\n"), "{outcome}");
    assert!(home.read(".aws/config").contains("\n[default]\n"));
}

#[test]
fn without_a_browser_the_address_is_printed() {
    let home = approving(SESSION);
    not_at_once(&home);
    let words =
        format!("configure sso --profile new --sso-session corp {CHOICE} --no-browser --use-device-code");
    let outcome = home.run(&words).ok();
    assert!(outcome.stderr.contains("address  http://SIMULATOR/device"), "{outcome}");
    let stray = home.run("configure sso logout");
    assert_eq!(stray.code, Some(2), "{stray}");
}

#[test]
fn a_vanity_url_that_fails_has_the_region_asked() {
    let company = Company::open("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let home = company.home();
    let outcome =
        home.run(&format!("configure sso-session --sso-session corp --sso-start-url {}", company.url));
    assert!(outcome.code == Some(2) && outcome.stderr.contains("--sso-region"), "{outcome}");
    assert!(outcome.stderr.contains("warning: "), "{outcome}");
}

#[test]
fn sessions_are_written_and_changed_in_place() {
    let home = Home::new();
    let words = "configure sso-session --sso-session corp --sso-start-url https://d-1.awsapps.com/start --sso-region eu-west-1";
    let outcome = home.run(&format!("{words} --sso-registration-scopes=")).ok();
    assert!(outcome.stderr.contains("daypass login --sso-session corp"), "{outcome}");
    let written = "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n\
        sso_registration_scopes = sso:account:access\n";
    assert_eq!(home.read(".aws/config"), written);
    let _same = home.run("configure sso-session --sso-session corp").ok();
    assert_eq!(home.read(".aws/config"), written);
    let home = home.set("AWS_PROFILE", "ghost");
    let _changed = home.run("configure sso-session --sso-session corp --sso-region us-east-1").ok();
    assert_eq!(home.read(".aws/config"), written.replace("eu-west-1", "us-east-1"));
}

#[test]
fn answers_are_judged_before_anything_is_written() {
    let known = "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n";
    for (flags, code) in [
        ("--sso-start-url https://h.awsapps.com/start", 0),
        ("--sso-start-url https://h.awsapps.com/start#", 0),
        ("--sso-start-url https://h.awsapps.com/start/", 0),
        ("--sso-start-url https://h.awsapps.com/start-beta", 0),
        ("--sso-start-url d-abc123", 2),
        ("--sso-start-url foo\u{a0}bar", 2),
        ("--sso-registration-scopes a,b", 0),
        ("--sso-registration-scopes=", 0),
        ("--sso-registration-scopes a\u{2003}b", 2),
        ("--sso-registration-scopes a,b\u{2003}c", 2),
        ("--sso-region us_east_1", 2),
    ] {
        let home = Home::new().config(known);
        let outcome = home.run(&format!("configure sso-session --sso-session corp {flags}"));
        assert_eq!(outcome.code, Some(code), "{flags}: {outcome}");
        assert_eq!(home.read(".aws/config") == known, code != 0, "{flags}");
    }
    let nothing = Home::new().run("configure sso-session --sso-session corp --sso-region eu-west-1");
    assert_eq!(nothing.code, Some(2), "{nothing}");
}

#[test]
fn a_bundle_or_no_verification_by_flag() {
    let company = Company::open("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    for (flag, asked) in [("", 0), ("--ca-bundle", 1), ("--no-verify-ssl", 2)] {
        let home = Home::new().config(SESSION).set("AWS_ENDPOINT_URL_SSO_OIDC", &company.origin());
        home.write("ca.pem", &company.authority);
        let trust = match flag {
            "--ca-bundle" => format!("--ca-bundle {}", home.path().join("ca.pem").display()),
            flag => flag.to_owned(),
        };
        let words =
            format!("configure sso --profile new --sso-session corp {CHOICE} --use-device-code {trust}");
        let outcome = home.run(&words);
        assert_ne!(outcome.code, Some(0), "nobody is there to sign in to");
        assert_eq!(company.asked(), vec!["POST /client/register HTTP/1.1"; asked], "{flag}: {outcome}");
    }
}
