//! T05, T06: an error names the place of the fault, and its remedy fixes the fault, or there is none.

use super::t04_environment::{CONFIG, signed_in};
use daypass_simulator::{AutoApprove, World};
use daypass_testkit::Home;

/// T05-09: a role without a profile is told by account and role.
#[test]
fn t05_09_a_role_is_no_profile() {
    let home = signed_in(CONFIG);
    let outcome = home.run("credentials --account 051234567822 --role Nope");
    assert_eq!(outcome.code, Some(5), "{outcome}");
    assert!(!outcome.stderr.contains("profile"), "{outcome}");
    assert!(outcome.stderr.contains("role Nope in account 051234567822"), "{outcome}");
}

/// T05-10: the line is that of the section that lacks the key.
#[test]
fn t05_10_the_line_of_the_session() {
    let home = Home::new().config(
        "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\n\
         [profile p]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = R\n",
    );
    let outcome = home.run("credentials --profile p");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(outcome.stderr.contains("sso-session corp lacks sso_region (~/.aws/config:1)"), "{outcome}");
    assert!(outcome.stderr.contains("try: daypass configure sso-session --sso-session corp\n"), "{outcome}");
}

/// T06-02: the wizard leaves a profile with another source what it is; nothing is asked or written.
#[test]
fn t06_02_the_wizard_makes_no_second_source() {
    let flags =
        "--sso-session corp --sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess --no-input";
    for keys in [
        "role_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\n",
        "credential_process = x\n",
        "aws_access_key_id = AKIA\naws_secret_access_key = x\n",
        "login_session = x\n",
    ] {
        let home = signed_in(&format!("{CONFIG}[profile other]\n{keys}"));
        let before = home.read(".aws/config");
        let outcome = home.run(&format!("configure sso --profile other {flags}"));
        assert_eq!(outcome.code, Some(4), "{outcome}");
        assert!(outcome.stderr.contains("profile other gets its credentials by"), "{outcome}");
        assert_eq!(home.read(".aws/config"), before);
    }
}

/// T06-03, X09: the recipe of the README, and what `populate --credential-process` writes.
#[test]
fn t06_03_process_profiles() {
    let home = signed_in(&format!(
        "{CONFIG}[profile twin]\ncredential_process = daypass credential-process --profile p\n\
         [profile lost]\ncredential_process = daypass credential-process --profile nobody\n"
    ));
    for words in ["whoami -p twin", "credentials -p twin", "exec -p twin -- true", "login --profile twin"] {
        assert_eq!(home.run(words).code, Some(0), "{words}");
    }
    let lost = home.run("whoami -p lost");
    assert_eq!(lost.code, Some(4), "{lost}");
    assert!(lost.stderr.contains("profile nobody does not exist"), "{lost}");
    assert!(!lost.stderr.contains("configure sso"), "{lost}");
}

/// T06-08, T06-09: what is not served here is named by its key; a console sign-in is served, and suggests its own sign-in.
#[test]
fn t06_08_t06_09_other_sources_are_named() {
    let home = signed_in(&format!(
        "{CONFIG}[profile c]\nlogin_session = arn:aws:iam::111122223333:user/me\n\
         [profile w]\nrole_arn = arn:aws:iam::111122223333:role/R\nweb_identity_token_file = /token\n"
    ));
    let outcome = home.run("credentials -p w");
    assert_eq!(outcome.code, Some(4), "{outcome}");
    assert!(outcome.stderr.contains("web_identity_token_file"), "{outcome}");
    assert!(!outcome.stderr.contains("try:"), "{outcome}");
    let outcome = home.run("credentials -p c");
    assert_eq!(outcome.code, Some(3), "{outcome}");
    assert!(outcome.stderr.contains("try: daypass login --profile c\n"), "{outcome}");
}

/// Without a terminal, too, what is said to fix refused scopes replaces them: the sign-in after it goes well.
#[test]
fn refused_scopes_are_replaced_as_said() {
    let config =
        CONFIG.replace("sso_registration_scopes = sso:account:access", "sso_registration_scopes = eu-west1");
    let home = Home::with(World::demo()).config(&config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let login = "login --sso-session corp --use-device-code";
    let refused = home.run(login);
    assert_eq!(refused.code, Some(4), "{refused}");
    let said = "configure sso-session --sso-session corp --sso-registration-scopes sso:account:access";
    assert!(refused.stderr.contains(&format!("try: daypass {said}\n")), "{refused}");
    let _set_up = home.run(said).ok();
    let _signed_in = home.run(login).ok();
}

/// No command knows the right start URL: the printed pattern names the flag, and with the URL in it the sign-in goes well.
#[test]
fn a_refused_start_url_is_replaced_as_the_pattern_says() {
    let good = "https://d-9067000018.awsapps.com/start";
    let config = CONFIG.replace(good, "https://d-0000000000.awsapps.com/start");
    let home = Home::with(World::demo()).config(&config);
    home.server().world().lock().settings_mut().check_start_url = true;
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let login = "login --sso-session corp --use-device-code --no-browser";
    let refused = home.run(login);
    assert_eq!(refused.code, Some(4), "{refused}");
    let pattern = "daypass configure sso-session --sso-session corp --sso-start-url <URL>";
    assert!(refused.stderr.contains(&format!("usage: {pattern}\n")), "{refused}");
    let _set_up = home.run(pattern.replace("<URL>", good).trim_start_matches("daypass ")).ok();
    let _signed_in = home.run(login).ok();
}

/// Sibling of T06: an import that would write nothing is no remedy.
#[test]
fn an_import_that_changes_nothing_is_not_named() {
    let home = Home::new().config("[profile v]\ncredential_process = aws-vault exec other\n");
    let plan = home.run("import aws-vault --plan");
    assert!(plan.stderr.contains("Nothing to write."), "{plan}");
    let said = home.run("login").stderr;
    assert!(said.ends_with("try: daypass configure sso\n"), "{said}");
}

/// A role that AWS refuses is no other one after an import, though another tool uses that profile, too.
#[test]
fn a_refused_role_is_not_imported() {
    let mut world = World::demo();
    world.set_auto_approve(AutoApprove::Allow);
    let home = Home::with(world).config(
        "[profile old]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
         sso_account_id = 444455556666\nsso_role_name = AWSPowerUserAccess\n\n\
         [profile theirs]\ncredential_process = aws-vault exec theirs --json\n",
    );
    let _ok = home.run("login --profile old --no-browser").ok();
    let refused = home.run("credentials -p old");
    assert_eq!(refused.code, Some(5), "{refused}");
    assert!(refused.stderr.ends_with("try: daypass configure sso --profile old\n"), "{refused}");
}
