//! A day with a console sign-in: what each command says and does of it, as of a session of IAM Identity Center.

use crate::console_login::{ARN, DEV, LONG_AGO, age, calls, fault, file, home, sign_in};
use crate::home::Home;
use daypass_simulator::Operation;

/// A home in which `dev` is signed in; a second profile shares the identity, and a third has nobody's.
fn signed_in() -> Home {
    let home = home(&format!(
        "[profile dev]\nregion = us-east-2\nlogin_session = {ARN}\n[profile twin]\nlogin_session = {ARN}\nregion = us-east-2\n"
    ));
    let _signed_in = sign_in(&home, DEV).ok();
    home
}

fn filters() -> insta::Settings {
    let mut settings = crate::day::filters();
    settings.add_filter(r"\b([A-Z][a-z]{2} )?\d\d:\d\d +", "CLOCK  ");
    settings.add_filter(r"\b1[45] m\b", "KEYS");
    settings
}

#[test]
fn status_says_who_and_until_when() {
    let home = signed_in();
    filters().bind(|| {
        insta::assert_snapshot!(home.run("status"), @"
        $ daypass status
        CONSOLE SIGN-IN                           KEYS   RENEWABLE UNTIL   REGION
        arn:aws:iam::051234567822:user/testuser   KEYS   CLOCK  us-east-2

        PROFILE   ACCOUNT        ROLE   CREDENTIALS
        dev       051234567822          on demand
        twin      051234567822          on demand
        [exit 0]
        ");
        insta::assert_snapshot!(home.run("status --profile dev --output json"), @r#"
        $ daypass status --profile dev --output json
        {
          "console_sign_ins": [
            {
              "keys_expire_at": "TIME",
              "login_session": "arn:aws:iam::051234567822:user/testuser",
              "profiles": [
                "dev",
                "twin"
              ],
              "region": "us-east-2",
              "renewable_until": "TIME",
              "state": "signed_in"
            }
          ],
          "profiles": [
            {
              "account": "051234567822",
              "credentials_expire_at": null,
              "login_session": "arn:aws:iam::051234567822:user/testuser",
              "profile": "dev",
              "role": "",
              "session": null
            }
          ],
          "sessions": []
        }
        [exit 0]
        "#);
        insta::assert_snapshot!(home.run("status --output csv"), @"
        $ daypass status --output csv
        session,state,token_expires_at,renewable_until,profile,account,role,credentials_expire_at
        arn:aws:iam::051234567822:user/testuser,signed_in,TIME,TIME,dev,051234567822,,
        arn:aws:iam::051234567822:user/testuser,signed_in,TIME,TIME,twin,051234567822,,
        [exit 0]
        ");
        insta::assert_snapshot!(home.run("").stdout, @"
        SESSION                                   SIGN-IN
        arn:aws:iam::051234567822:user/testuser   signed in, KEYS left

        next:  daypass exec --profile dev -- aws s3 ls
        help:  daypass help, daypass status
        ");
    });
    age(&home, LONG_AGO);
    let calls_before = calls(&home);
    let renewable = home.run("status dev --output json").ok();
    assert!(renewable.stdout.contains(r#""state": "renewable""#), "{renewable}");
    assert_eq!(calls(&home), calls_before, "looking asks nobody");
    let verified = home.run("status --profile twin --verify --output json").ok();
    assert!(verified.stdout.contains(r#""state": "signed_in""#), "{verified}");
    assert_eq!(calls(&home), calls_before + 1);
    // The session ends at AWS, which only asking tells.
    home.server().world().lock().end_sessions();
    let _by_its_file = home.run("status --profile dev").ok();
    let refused = home.run("status --profile dev --verify --output json");
    assert_eq!(refused.code, Some(3), "{refused}");
    assert!(refused.stdout.contains(r#""state": "refused""#), "{refused}");
    fault(&home, "CreateOAuth2Token drop x9");
    let unknown = home.run("status --profile dev --verify");
    assert_eq!(unknown.code, Some(6), "{unknown}");
    let _out = home.run("logout --profile dev").ok();
    filters().bind(|| {
        insta::assert_snapshot!(home.run("status"), @"
        $ daypass status
        CONSOLE SIGN-IN                           KEYS         RENEWABLE UNTIL   REGION
        arn:aws:iam::051234567822:user/testuser   signed out   sign in again

        PROFILE   ACCOUNT        ROLE   CREDENTIALS
        dev       051234567822          on demand
        twin      051234567822          on demand
        [exit 3]
        ");
        insta::assert_snapshot!(home.run("").stdout, @"
        SESSION                                   SIGN-IN
        arn:aws:iam::051234567822:user/testuser   signed out

        next:  daypass login --profile dev
        help:  daypass help, daypass status
        ");
    });
}

/// l60: also a sign-in that no profile uses any more.
#[test]
fn l60_status_shows_a_sign_in_that_no_profile_uses() {
    let home = signed_in();
    home.write(".aws/config", "[profile x]\nregion = us-east-2\n");
    filters().bind(|| {
        insta::assert_snapshot!(home.run("status"), @"
        $ daypass status
        CONSOLE SIGN-IN                           KEYS   RENEWABLE UNTIL   REGION
        arn:aws:iam::051234567822:user/testuser   KEYS   CLOCK  us-east-2
        [exit 0]
        ");
    });
}

#[test]
fn l46_status_and_doctor_of_a_file_that_cannot_be_used() {
    let home = signed_in();
    let name = file(&home).expect("a sign-in");
    home.write(&name, "{\"accessToken\": {");
    let torn = home.run("status --profile dev");
    assert_eq!(torn.code, Some(3), "{torn}");
    assert!(torn.stderr.contains("was damaged and has been moved to"), "{torn}");
    let doctor = home.run("doctor --output json");
    for code in ["K206", "K220"] {
        assert!(doctor.stdout.contains(&format!("\"code\": \"{code}\"")), "{code}: {doctor}");
    }
    let words: Vec<_> = doctor.stdout.split_whitespace().collect();
    let words = words.join(" ");
    assert!(words.contains(r#""daypass", "login", "--profile", "dev""#), "{doctor}");
    let _signed_in = sign_in(&home, "--profile dev").ok();
    let text = home.read(&name);
    home.write(&name, &format!("{text}tail"));
    let doctor = home.run("doctor --fix");
    assert!(doctor.stderr.contains("is rewritten"), "{doctor}");
    assert_eq!(home.read(&name), text, "the tail is gone");
}

#[test]
fn every_command_that_takes_credentials_takes_these() {
    let home = signed_in();
    let _whoami = home.run("whoami --profile twin").ok();
    let all = home.run("whoami --all").ok();
    assert_eq!(all.stdout.matches(ARN).count(), 2, "{all}");
    let exec = home.run("exec --profile dev -- /usr/bin/env").ok();
    assert!(exec.stdout.contains("AWS_SESSION_TOKEN="), "{exec}");
    #[cfg(unix)]
    {
        let served = home.run("exec --serve --profile dev -- /usr/bin/env").ok();
        assert!(served.stdout.contains("AWS_CONTAINER_CREDENTIALS_FULL_URI="), "{served}");
    }
    let console = home.run("console --profile dev --print").ok();
    assert!(console.stdout.contains("SigninToken="), "{console}");
    let exported = home.run("configure export-credentials --profile dev").ok();
    assert!(exported.stdout.contains("\"Version\": 1"), "l53: {exported}");
    let profiles = home.run("profiles --output csv").ok();
    assert!(profiles.stdout.contains(&format!("dev,{ARN},051234567822,,us-east-2")), "{profiles}");
    let home = home.set("AWS_PROFILE", "dev");
    let prompt = home.run("prompt").ok();
    assert!(prompt.stdout.contains("dev") && prompt.stdout.contains('m'), "{prompt}");
}

#[test]
fn a_sign_in_tells_its_steps_to_programs() {
    let home = home("");
    let events = |outcome: &crate::home::Outcome| -> Vec<String> {
        let lines = outcome.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON"));
        lines
            .map(|event: serde_json::Value| {
                assert_eq!(event["session"], "dev");
                event["event"].as_str().expect("a name").to_owned()
            })
            .collect()
    };
    let outcome = sign_in(&home, &format!("{DEV} --events ndjson")).ok();
    assert_eq!(events(&outcome), ["url", "waiting", "approved", "saved"], "{outcome}");
    let again = home.run("login --profile dev --events ndjson").ok();
    assert_eq!(events(&again), ["saved"], "{again}");
    let denied = home.run_with_browser("login --profile dev --force --events ndjson", "deny");
    assert_eq!(events(&denied), ["url", "waiting", "failed"], "{denied}");
}

#[test]
fn l56_logout_revokes_where_it_is_asked_to() {
    let home = signed_in();
    let revoked = || home.server().world().lock().count(Operation::BatchRevokeSessions);
    let outcome = home.run("logout --profile dev --revoke").ok();
    assert!(outcome.stderr.contains("AWS has revoked the session"), "{outcome}");
    assert_eq!((file(&home), revoked()), (None, 1));
    // Keys that have ended are renewed for it; a session that lives on is told, and the file is removed nevertheless.
    let _signed_in = sign_in(&home, "--profile dev").ok();
    age(&home, LONG_AGO);
    fault(&home, "BatchRevokeSessions error=403:AccessDeniedException always");
    let refused = home.run("logout --profile dev --revoke --output json");
    assert_eq!((refused.code, file(&home)), (Some(1), None), "{refused}");
    assert!(refused.stdout.contains("the identity may not revoke its sessions"), "{refused}");
    home.server().world().lock().clear_faults();
    let _signed_in = sign_in(&home, "--profile dev").ok();
    let all = home.run("logout --all --revoke --output json").ok();
    assert!(all.stdout.contains("\"revoked\": 1"), "{all}");
    assert_eq!(file(&home), None);
    let nobody = home.run("logout --profile dev --revoke").ok();
    assert!(nobody.stderr.contains("Nobody was signed in"), "{nobody}");
}
