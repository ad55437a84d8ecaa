//! `status` in every state of a session, with and without `--verify`, and on a terminal; `whoami --all`.

use crate::home::Home;
use daypass_simulator::{AutoApprove, Operation, World};

const CONFIG: &str = "\
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
[sso-session partner]
sso_start_url = https://partner.awsapps.com/start
sso_region = us-east-1
[profile dev]
sso_session = corp
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
region = eu-west-1
[profile chained]
source_profile = dev
role_arn = arn:aws:iam::111122223333:role/Deploy
region = eu-west-1
[profile partner]
sso_session = partner
sso_account_id = 111122223333
sso_role_name = Admin
[profile broken]
sso_session = nowhere
sso_account_id = 111122223333
sso_role_name = Admin
";

fn home() -> Home {
    let world = World::scenario("chained").expect("a scenario of the simulator");
    let world = world.with_settings(|settings| settings.auto_approve = AutoApprove::Allow);
    let home = Home::with(world).config(CONFIG);
    let _outcome = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

fn filters() -> insta::Settings {
    let mut settings = crate::day::filters();
    settings.add_filter(r"\bdaypass-session-\d+\b", "SESSION");
    settings
}

#[test]
fn every_state_has_its_words() {
    let home = home();
    filters().bind(|| {
        insta::assert_snapshot!(home.run("status"), @"
        $ daypass status
        SESSION   TOKEN        RENEWABLE UNTIL   PORTAL
        corp      59 m         DATE       d-9067000018 · eu-west-1 · http://SIMULATOR
        partner   signed out   sign in again     partner · us-east-1 · http://SIMULATOR

        PROFILE   ACCOUNT        ROLE                 CREDENTIALS
        dev       051234567822   AWSPowerUserAccess   on demand
        chained   111122223333   Deploy               on demand
        partner   111122223333   Admin                on demand
        [exit 3]
        ");
        insta::assert_snapshot!(home.run("status --profile dev --output json"), @r#"
        $ daypass status --profile dev --output json
        {
          "console_sign_ins": [],
          "profiles": [
            {
              "account": "051234567822",
              "credentials_expire_at": null,
              "login_session": null,
              "profile": "dev",
              "role": "AWSPowerUserAccess",
              "session": "corp"
            }
          ],
          "sessions": [
            {
              "endpoints": [
                "http://SIMULATOR"
              ],
              "region": "eu-west-1",
              "renewable_until": "TIME",
              "session": "corp",
              "start_url": "https://d-9067000018.awsapps.com/start",
              "state": "signed_in",
              "token_expires_at": "TIME"
            }
          ]
        }
        [exit 0]
        "#);
    });
    // The token ends at AWS, which only asking tells.
    home.server().world().lock().end_sessions();
    assert_eq!(home.run("status --profile dev").code, Some(0));
    filters().bind(|| {
        insta::assert_snapshot!(home.run("status --profile dev --verify"), @"
        $ daypass status --profile dev --verify
        SESSION   TOKEN            RENEWABLE UNTIL   PORTAL
        corp      refused by AWS   sign in again     d-9067000018 · eu-west-1 · http://SIMULATOR

        PROFILE   ACCOUNT        ROLE                 CREDENTIALS
        dev       051234567822   AWSPowerUserAccess   on demand
        [exit 3]
        ");
    });
    // From then on the file says so, too.
    let outcome = home.run("status --profile dev --output json");
    assert!(outcome.stdout.contains("\"state\": \"expired\""), "{outcome}");
}

#[test]
fn verify_asks_for_one_page_and_renews_what_is_refused() {
    let home = home();
    let calls = |operation| home.server().world().lock().count(operation);
    let _outcome = home.run("status --profile dev --verify").ok();
    assert_eq!(calls(Operation::ListAccounts), 1);
    let tokens = calls(Operation::CreateToken);
    home.server().world().lock().expire_access_tokens();
    let _outcome = home.run("status --profile dev --verify").ok();
    assert_eq!((calls(Operation::ListAccounts), calls(Operation::CreateToken)), (3, tokens + 1));
}

#[test]
fn without_a_network_nothing_is_known() {
    let home = home();
    home.server().world().lock().add_fault("ListAccounts drop x9".parse().expect("a fault"));
    let outcome = home.run("status --profile dev --verify");
    assert_eq!(outcome.code, Some(6), "{outcome}");
    assert_eq!(home.run("status --profile dev").code, Some(0), "looking needs none");
    assert_eq!(home.run("status --watch").code, Some(2));
}

#[test]
fn whoami_of_all() {
    let home = home();
    filters().bind(|| {
        insta::assert_snapshot!(home.run("whoami --profile chained"), @r#"
        $ daypass whoami --profile chained
        {
            "UserId": "AROAUYP3U3SQO6COROX63:SESSION",
            "Account": "111122223333",
            "Arn": "arn:aws:sts::111122223333:assumed-role/Deploy/SESSION"
        }
        [exit 0]
        "#);
        insta::assert_snapshot!(home.run("whoami --all"), @"
        $ daypass whoami --all
        PROFILE   ACCOUNT        ARN
        dev       051234567822   arn:aws:sts::051234567822:assumed-role/AWSReservedSSO_AWSPowerUserAccess_95604e685566bcde/testuser@example.com
        chained   111122223333   arn:aws:sts::111122223333:assumed-role/Deploy/SESSION
        partner                  sign-in needed for partner (nobody has signed in)
        broken                   sso-session nowhere does not exist (~/.aws/config:21)
        [exit 3]
        ");
        insta::assert_snapshot!(home.run("whoami --all --output csv").stdout, @"
        profile,account,arn
        dev,051234567822,arn:aws:sts::051234567822:assumed-role/AWSReservedSSO_AWSPowerUserAccess_95604e685566bcde/testuser@example.com
        chained,111122223333,arn:aws:sts::111122223333:assumed-role/Deploy/SESSION
        partner,,sign-in needed for partner (nobody has signed in)
        broken,,sso-session nowhere does not exist (~/.aws/config:21)
        ");
    });
}

#[cfg(unix)]
#[test]
fn on_a_terminal_there_are_bars() {
    use daypass_testkit::terminal;
    use expectrl::{ControlCode, Expect as _};
    let home = home();
    let mut session = terminal::open(home.hearing("status --watch")).expect("a pseudo-terminal");
    for _ in 0..2 {
        session.expect("\u{1b}[H").expect("drawn again and again");
        session.expect("███████████████").expect("a full bar");
    }
    session.send(ControlCode::EndOfText).expect("Ctrl-C");
    assert_eq!(terminal::ended(session).0, 0);
}
