//! T05, T06, T19, T20 of listings: unread accounts, waits, names that are not found, and the choice of the session.

use daypass_simulator::{AutoApprove, Operation, World};
use daypass_testkit::Home;

const SESSION: &str = "\
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start#
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";
const SECOND: &str = "\
[sso-session other]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
";
const PROFILE: &str = "\
[profile p]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
";

/// A home that is signed in to corp.
fn home(config: &str) -> Home {
    let home = Home::with(World::demo()).config(config);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    home
}

fn fault(home: &Home, fault: &str) {
    home.server().world().lock().add_fault(fault.parse().expect("a fault"));
}

#[test]
fn t05_12_what_could_not_be_listed_is_said_and_keeps_its_profiles() {
    let home = home(SESSION);
    let _wrote = home.run("configure populate --yes").ok();
    fault(&home, "ListAccountRoles forbidden x1");
    let roles = home.run("roles --output csv").ok();
    assert!(roles.stderr.contains("warning: the roles of account"), "{roles}");
    assert!(roles.stderr.contains("could not be listed: "), "{roles}");
    fault(&home, "ListAccountRoles forbidden x1");
    let plan = home.run("configure populate --prune --plan --output json").ok();
    assert!(plan.stderr.contains("could not be listed: "), "{plan}");
    assert!(plan.stdout.contains("\"changes\": []"), "{plan}");
    assert!(plan.stdout.contains("\"unlisted\": 1"), "{plan}");
    // The kept listing knows it, too.
    let offline = home.run("configure populate --prune --plan --offline").ok();
    assert!(offline.stderr.contains("could not be listed: "), "{offline}");
    assert!(offline.stdout.contains("all as they are"), "{offline}");
}

#[test]
fn t05_12_what_aws_did_not_answer_for_is_missing() {
    let home = home(SESSION);
    let _wrote = home.run("configure populate --yes").ok();
    // As a listing keeps an account whose roles failed each of six times (daypass-inventory's own tests make one).
    let folder = home.path().join(".local/state/daypass/listings");
    let file = std::fs::read_dir(folder).expect("listings").flatten().next().expect("a listing").path();
    let mut listing: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&file).expect("a file")).expect("JSON");
    let account =
        listing.pointer_mut("/accounts/0").and_then(|account| account.as_object_mut()).expect("one");
    account.insert("roles".to_owned(), serde_json::json!([]));
    account.insert("unlisted".to_owned(), "failed".into());
    account.insert("message".to_owned(), "the access portal answered 500".into());
    let name = file.strip_prefix(home.path()).expect("below the home").to_str().expect("UTF-8");
    home.write(name, &listing.to_string());
    for words in ["roles --offline", "configure populate --offline --prune --plan"] {
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(6), "{outcome}");
        assert!(outcome.stderr.contains("could not be listed: the access portal answered 500"), "{outcome}");
        assert!(!outcome.stdout.contains(" - [profile"), "{outcome}");
    }
}

#[test]
fn t20_01_a_look_up_makes_one_attempt() {
    let home = home(SESSION);
    fault(&home, "ListAccounts throttle always");
    home.server().world().lock().clear_log();
    let outcome = home.run("credentials --account prod --role AWSReadOnlyAccess");
    assert_eq!(outcome.code, Some(6), "{outcome}");
    assert_eq!(home.server().world().lock().count(Operation::ListAccounts), 1);
}

#[test]
fn t20_02_a_listing_that_waits_says_so() {
    for words in ["roles", "accounts", "configure populate --plan"] {
        let home = home(SESSION);
        fault(&home, "ListAccounts throttle x2");
        let outcome = home.run(words).ok();
        let said = "The portal limits the rate of requests";
        assert_eq!(outcome.stderr.matches(said).count(), 1, "{outcome}");
        assert!(outcome.stderr.contains("AWS_MAX_ATTEMPTS"), "{outcome}");
    }
    let home = home(SESSION);
    fault(&home, "ListAccountRoles status=503 x1");
    let outcome = home.run("roles").ok();
    assert!(outcome.stderr.contains("trying again (1 of 6 attempts failed)"), "{outcome}");
}

#[test]
fn t19_03_nothing_found_is_not_success() {
    let home = home(SESSION);
    insta::assert_snapshot!(home.run("roles --account 999999999999"), @"
    $ daypass roles --account 999999999999
    [stderr]
    error: no account 999999999999 is assigned to you
      session  corp
    try: daypass accounts --sso-session corp
    [exit 5]
    ");
    for words in ["accounts --account nobody*", "roles --account 99*", "accounts --account 999999999999"] {
        let outcome = home.run(words);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(5), ""), "{outcome}");
    }
}

#[test]
fn t06_13_the_account_that_was_meant() {
    let home = home(&format!("{SESSION}{PROFILE}"));
    for (words, expected) in [
        ("roles --account Productoin", "try: daypass roles --account Production"),
        ("accounts --account prod", "try: daypass accounts --account Production"),
        (
            "exec --account prodction --role AWSReadOnlyAccess -- true",
            "usage: daypass exec --account Production --role AWSReadOnlyAccess -- <COMMAND>",
        ),
        (
            "credentials --account log --role AWSReadOnlyAccess",
            "try: daypass credentials --account 'Log Archive' --role AWSReadOnlyAccess",
        ),
    ] {
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(5), "{outcome}");
        assert!(outcome.stderr.contains("did you mean"), "{outcome}");
        assert!(outcome.stderr.ends_with(&format!("{expected}\n")), "{outcome}");
    }
}

#[test]
fn t06_05_a_default_without_credentials_is_no_answer() {
    let region_only = "[default]\nregion = eu-west-1\n";
    let static_keys = "[default]\naws_access_key_id = AKIA\naws_secret_access_key = planted\n";
    for default in ["", region_only, static_keys] {
        let home = home(&format!("{default}{SESSION}"));
        for words in ["accounts", "roles", "configure populate --plan", "login"] {
            let outcome = home.run(words).ok();
            assert!(!outcome.stdout.is_empty() || words == "login", "{outcome}");
        }
    }
    let several =
        home(&format!("{region_only}{SESSION}{PROFILE}[profile q]\nsource_profile = p\nrole_arn = r\n"));
    for words in ["whoami", "credentials", "exec -- true", "console --print", "serve"] {
        let outcome = several.run(words);
        assert_eq!(outcome.code, Some(2), "{outcome}");
        assert!(outcome.stderr.contains("error: no profile is named"), "{outcome}");
        assert!(outcome.stderr.contains("profiles  p, q\n"), "{outcome}");
    }
    let nobody = home(&format!("{region_only}{SESSION}"));
    insta::assert_snapshot!(nobody.run("whoami"), @"
    $ daypass whoami
    [stderr]
    error: no profile has credentials
    try: daypass configure sso
    [exit 4]
    ");
    // With a bare default profile, a command that needs credentials asks for a profile.
    let one = home(&format!("{region_only}{SESSION}{PROFILE}"));
    insta::assert_snapshot!(one.run("whoami"), @"
    $ daypass whoami
    [stderr]
    error: no profile is named, and there is no terminal to pick one on
    try: daypass whoami --profile p
    [exit 2]
    ");
}

#[test]
fn t06_06_several_sessions_are_named() {
    let home = home(&format!("{SESSION}{SECOND}{PROFILE}"));
    for words in ["accounts", "roles", "configure populate --plan", "login"] {
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(2), "{outcome}");
        assert!(outcome.stderr.contains("sessions  corp, other"), "{outcome}");
        assert!(!outcome.stderr.contains("try:"), "{outcome}");
    }
    let _by_flag = home.run("accounts --sso-session corp").ok();
    let _by_profile = home.run("accounts --profile p").ok();
}

#[test]
fn x11_a_default_without_credentials_fails_nobody() {
    let home = home(&format!("[default]\nregion = eu-west-1\n{SESSION}{PROFILE}"));
    let outcome = home.run("whoami --all --output json").ok();
    assert!(!outcome.stdout.contains("\"default\""), "{outcome}");
    assert!(outcome.stdout.contains("\"p\""), "{outcome}");
}

#[test]
fn t06_10_a_legacy_profile_gets_the_whole_command() {
    const LEGACY: &str = "\
[profile l]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
";
    let alone = Home::with(World::demo()).config(LEGACY);
    alone.server().world().lock().set_auto_approve(AutoApprove::Allow);
    insta::assert_snapshot!(alone.run("configure populate --profile l"), @"
    $ daypass configure populate --profile l
    [stderr]
    error: populate needs an sso-session; this profile has sso_start_url and sso_region of its own
      portal   https://d-9067000018.awsapps.com/start
      region   eu-west-1
    try: daypass doctor --fix=P516
    [exit 2]
    ");
    // Run as printed it helps: the profile has a session then, and populate goes on with it.
    let _fixed = alone.run("doctor --fix=P516");
    let _signed_in = alone.run("login --profile l --use-device-code --no-browser").ok();
    let _planned = alone.run("configure populate --profile l --plan").ok();

    // Where doctor has no such fix to make, a person names the session.
    let odd = Home::with(World::demo()).config(&LEGACY.replace("profile l", "profile \"two words\""));
    let mut command = odd.command("configure populate --profile");
    command.arg("two words");
    let outcome = odd.finish("configure populate --profile 'two words'", command);
    let pattern = "usage: daypass configure sso-session --sso-session <NAME> --sso-start-url \
                   'https://d-9067000018.awsapps.com/start' --sso-region eu-west-1";
    assert!(outcome.stderr.replace('\'', "").contains(&pattern.replace('\'', "")), "{outcome}");

    let beside = home(&format!("{SESSION}{LEGACY}"));
    let outcome = beside.run("configure populate --profile l");
    assert!(outcome.stderr.ends_with("try: daypass configure populate --sso-session corp\n"), "{outcome}");
    let _planned = beside.run("configure populate --sso-session corp --plan").ok();
}

#[test]
fn t12_03_an_account_s_name_is_shown_clean() {
    let world = "name = \"odd\"\nusers = [\"testuser@example.com\"]\n[[account]]\nid = \"000000000012\"\n\
         name = \"prod\\u202E\\u200B-dev\\u2028x\"\nroles = [\"Admin\"]\n";
    let home = Home::with(World::from_toml(world).expect("a world")).config(SESSION);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    let mut shown = Vec::new();
    for words in ["accounts", "roles"] {
        shown.extend(["table", "text", "csv", "json"].map(|form| format!("{words} --output {form}")));
    }
    shown.extend(["roles --account nix", "configure populate --plan"].map(str::to_owned));
    for words in shown {
        let outcome = home.run(&words);
        let all = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!all.chars().any(|c| "\u{202e}\u{200b}\u{2028}".contains(c)), "{outcome}");
    }
}
