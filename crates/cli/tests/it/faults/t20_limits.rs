//! T20, T23, T24 of questions: when a person is asked, how long a sign-in waits, and what is checked before.

use daypass_simulator::{AutoApprove, Operation, World};
use daypass_testkit::{Home, Outcome, world::SESSION_CONFIG};

fn home() -> Home {
    Home::with(World::demo()).config(SESSION_CONFIG)
}

/// Nothing was opened.
fn nobody_was_asked(home: &Home, outcome: &Outcome) {
    assert!(!home.path().join("browser-url").exists(), "{outcome}");
}

#[test]
fn t20_04_where_nobody_is_nobody_is_asked() {
    for (variable, words) in [
        (("CI", "true"), "login"),
        (("CI", "true"), "login --use-device-code"),
        (("CI", "true"), "login --sso-session my-sso --force"),
        (("CI", ""), "login --no-input"),
        (("CI", "false"), "login --no-input --flow pkce"),
    ] {
        let home = home().set(variable.0, variable.1);
        let home = home.set("BROWSER", "/bin/false");
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(3), "{outcome}");
        // Not the same again, which would end the same way.
        assert!(outcome.stderr.contains(&format!("try: daypass {words} --timeout 10m")), "{outcome}");
        nobody_was_asked(&home, &outcome);
    }
    // A profile that contradicts its session is no way to sign in, and is what `configure sso` fixes.
    let contradicting = Home::with(World::demo()).set("CI", "true").set("BROWSER", "/bin/false").config(
        "[profile dev]\nsso_session = corp\nsso_region = us-east-2\nsso_account_id = 111122223333\n\
         sso_role_name = AWSReadOnlyAccess\n[sso-session corp]\nsso_region = eu-west-1\n\
         sso_start_url = https://d-9067000018.awsapps.com/start#\n",
    );
    let outcome = contradicting.run("configure sso --profile dev");
    assert_eq!(outcome.code, Some(3), "{outcome}");
    assert!(outcome.stderr.contains("try: daypass login --sso-session corp --timeout 10m"), "{outcome}");
    // An approved sign-in needs no person, and a --timeout is obeyed.
    let home = home().set("CI", "true");
    let outcome = home.run("login --use-device-code --timeout 1s");
    assert_eq!(outcome.code, Some(7), "{outcome}");
    assert!(
        outcome.stderr.contains("Waiting for approval, ") && outcome.stderr.contains(" s at most"),
        "{outcome}"
    );
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --use-device-code --no-input").ok();
}

#[test]
fn t23_08_under_the_aws_spelling_the_address_is_on_stdout() {
    let home = home();
    let outcome = home.run("sso login --no-browser --use-device-code --timeout 1s");
    for words in ["Please visit the following URL:", "Then enter the code:", "/device?user_code="] {
        assert!(outcome.stdout.contains(words), "{outcome}");
    }
    let outcome = home.run("sso login --no-browser --flow pkce --timeout 1s");
    assert!(outcome.stdout.contains("/authorize?response_type=code"), "{outcome}");
    let outcome = home.run("login --no-browser --use-device-code --timeout 1s");
    assert_eq!(outcome.stdout, "", "{outcome}");
}

#[test]
fn t24_01_what_is_not_known_is_said_before_anybody_approves() {
    for lacking in ["--sso-account-id 111122223333", "--sso-role-name AWSReadOnlyAccess"] {
        let home = home();
        home.server().world().lock().set_auto_approve(AutoApprove::Allow);
        let words = format!("configure sso --profile p --sso-session my-sso {lacking} --use-device-code");
        let outcome = home.run(&words);
        assert_eq!(outcome.code, Some(2), "{outcome}");
        assert_eq!(home.server().world().lock().count(Operation::CreateToken), 0, "{outcome}");
        nobody_was_asked(&home, &outcome);
    }
}

#[test]
fn t06_11_a_sign_in_that_no_config_names_is_shown() {
    let home = Home::with(World::demo());
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let login = "login https://d-9067000018.awsapps.com/start --sso-region eu-west-1 --use-device-code";
    let _signed_in = home.run(login).ok();
    let shown = home.run("status").ok();
    assert!(shown.stdout.contains("https://d-9067000018.awsapps.com/start"), "{shown}");
    let shown = home.run("status -o json").ok();
    assert!(shown.stdout.contains("\"signed_in\""), "{shown}");
}
