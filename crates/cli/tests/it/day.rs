//! The commands of the README in order: both sign-in flows, and the files that they leave.

use crate::home::Home;
use daypass_simulator::{AutoApprove, World};

const WIZARD: &str = "configure sso --profile my-sso-profile --sso-session my-sso \
    --sso-start-url https://d-9067000018.awsapps.com/start# --sso-region eu-west-1 --sso-account-id 051234567822 \
    --sso-role-name AWSPowerUserAccess --region eu-west-1 --output json";

/// Times, dates, ports and codes of sign-ins, and nothing else: each filter is bound by what stands around it.
pub(crate) fn filters() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    // A column is as wide on the ninth of a month as on the tenth.
    settings.add_filter(r"\b\d ([A-Z][a-z]{2} \d{4}) (  +)", "00 $1$2");
    settings.add_filter(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\b", "TIME");
    settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT");
    settings.add_filter(r"/go/[0-9a-f]{32}", "/go/SECRET");
    settings.add_filter(r"approval, \d+ m at most", "approval, SPAN at most");
    settings.add_filter(r"\bToken until ([A-Z][a-z]{2} )?\d\d:\d\d \(\d+ [mh]\)", "Token until TIME (SPAN)");
    settings.add_filter(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b", "DATE");
    settings.add_filter(r"\b[A-Z]{4}-[A-Z]{4}\b", "CODE-CODE");
    settings
}

#[test]
fn filters_take_what_differs_and_nothing_else() {
    let text = "corp  1 Mar 2027        d-1\ncorp  23 Feb 2027       d-1\nuntil 9 Mar 2027. XPROD-EUWEST EXACT-TIME ABCD-XNHQ\n\
        Token until 07:05 (1 h), Token until Fri 07:05 (59 m), 2026-11-25T20:00:00Z 12026-11-25T20:00:00Z";
    filters().bind(|| {
        insta::assert_snapshot!(text, @"
        corp  DATE       d-1
        corp  DATE       d-1
        until DATE. XPROD-EUWEST EXACT-TIME CODE-CODE
        Token until TIME (SPAN), Token until TIME (SPAN), TIME 12026-11-25T20:00:00Z
        ");
    });
}

#[test]
fn a_day() {
    let home = Home::with(World::demo());
    filters().bind(|| {
        insta::assert_snapshot!(home.run_with_browser(WIZARD, "allow").ok(), @"
        $ daypass configure sso --profile my-sso-profile --sso-session my-sso --sso-start-url https://d-9067000018.awsapps.com/start# --sso-region eu-west-1 --sso-account-id 051234567822 --sso-role-name AWSPowerUserAccess --region eu-west-1 --output json
        [stderr]
        Signing in to my-sso (https://d-9067000018.awsapps.com/start#) in your browser.
        If it did not open:  http://127.0.0.1:PORT/go/SECRET
        Waiting for approval, SPAN at most.
        Signed in to my-sso. Token until TIME (SPAN), renews by itself until DATE.
        You are testuser@example.com.
        Profile my-sso-profile is set up. Try:
          daypass whoami --profile my-sso-profile
          aws s3 ls --profile my-sso-profile
        [exit 0]
        ");
        insta::assert_snapshot!(home.read(".aws/config"), @"
        [profile my-sso-profile]
        sso_session = my-sso
        sso_account_id = 051234567822
        sso_role_name = AWSPowerUserAccess
        region = eu-west-1
        output = json

        [sso-session my-sso]
        sso_start_url = https://d-9067000018.awsapps.com/start#
        sso_region = eu-west-1
        sso_registration_scopes = sso:account:access
        ");
        insta::assert_snapshot!(home.run("login --profile my-sso-profile").ok(), @"
        $ daypass login --profile my-sso-profile
        [stderr]
        my-sso is signed in. Token until TIME (SPAN), renews by itself until DATE. Nothing to do (--force signs in again).
        [exit 0]
        ");
        insta::assert_snapshot!(home.run("whoami --profile my-sso-profile").ok(), @r#"
        $ daypass whoami --profile my-sso-profile
        {
            "UserId": "AROAQXWJINCBI321D5Q2Z:testuser@example.com",
            "Account": "051234567822",
            "Arn": "arn:aws:sts::051234567822:assumed-role/AWSReservedSSO_AWSPowerUserAccess_66bf52dee07107d7/testuser@example.com"
        }
        [exit 0]
        "#);
        insta::assert_snapshot!(home.run("profiles").ok(), @"
        $ daypass profiles
        my-sso-profile
        [exit 0]
        ");
        insta::assert_snapshot!(home.run("status").ok(), @"
        $ daypass status
        SESSION   TOKEN   RENEWABLE UNTIL   PORTAL
        my-sso    59 m    DATE       d-9067000018 · eu-west-1 · http://SIMULATOR

        PROFILE          ACCOUNT        ROLE                 CREDENTIALS
        my-sso-profile   051234567822   AWSPowerUserAccess   59 m
        [exit 0]
        ");
        insta::assert_snapshot!(home.run("logout").ok(), @"
        $ daypass logout
        [stderr]
        Signed out of my-sso.
        [exit 0]
        ");
        insta::assert_snapshot!(home.run("whoami --profile my-sso-profile"), @"
        $ daypass whoami --profile my-sso-profile
        [stderr]
        error: sign-in needed for my-sso (nobody has signed in)
          profile  my-sso-profile
        try: daypass login --profile my-sso-profile
        [exit 3]
        ");
        insta::assert_snapshot!(home.run("logout").ok(), @"
        $ daypass logout
        [stderr]
        Nobody was signed in.
        [exit 0]
        ");
    });
}

#[test]
fn a_day_with_a_code() {
    let home = Home::with(World::demo());
    let not_at_once = || {
        let world = home.server().world();
        let mut world = world.lock();
        world.set_auto_approve(AutoApprove::Allow);
        world.add_fault("CreateToken authorization_pending".parse().expect("a fault"));
    };
    filters().bind(|| {
        not_at_once();
        insta::assert_snapshot!(home.run(&format!("{WIZARD} --use-device-code")).ok(), @"
        $ daypass configure sso --profile my-sso-profile --sso-session my-sso --sso-start-url https://d-9067000018.awsapps.com/start# --sso-region eu-west-1 --sso-account-id 051234567822 --sso-role-name AWSPowerUserAccess --region eu-west-1 --output json --use-device-code
        [stderr]
        Sign in to my-sso:
          address  http://SIMULATOR/device
          code     CODE-CODE
        or, with the code filled in:  http://SIMULATOR/device?user_code=CODE-CODE
        Waiting for approval, SPAN at most.
        Signed in to my-sso. Token until TIME (SPAN), renews by itself until DATE.
        You are testuser@example.com.
        Profile my-sso-profile is set up. Try:
          daypass whoami --profile my-sso-profile
          aws s3 ls --profile my-sso-profile
        [exit 0]
        ");
        not_at_once();
        insta::assert_snapshot!(home.run("login --profile my-sso-profile --force --flow device --events ndjson").ok(), @r#"
        $ daypass login --profile my-sso-profile --force --flow device --events ndjson
        {"event":"url","flow":"device","session":"my-sso","url":"http://SIMULATOR/device?user_code=CODE-CODE"}
        {"event":"code","expires_at":"TIME","session":"my-sso","user_code":"CODE-CODE","verification_uri":"http://SIMULATOR/device"}
        {"event":"waiting","session":"my-sso","until":"TIME"}
        {"event":"approved","session":"my-sso"}
        {"event":"saved","session":"my-sso","token_expires_at":"TIME"}
        [stderr]
        Sign in to my-sso:
          address  http://SIMULATOR/device
          code     CODE-CODE
        or, with the code filled in:  http://SIMULATOR/device?user_code=CODE-CODE
        Waiting for approval, SPAN at most.
        Signed in to my-sso. Token until TIME (SPAN), renews by itself until DATE.
        You are testuser@example.com.
        Profile my-sso-profile uses this session.
        [exit 0]
        "#);
    });
}

#[test]
fn the_spellings_of_the_aws_cli_mean_the_same() {
    let home = Home::with(World::demo());
    let _signed_in = home.run_with_browser(WIZARD, "allow").ok();
    for (ours, theirs) in [
        ("profiles", "configure list-profiles"),
        (
            "credentials --profile my-sso-profile --format fish",
            "configure export-credentials --profile my-sso-profile --format fish",
        ),
    ] {
        let (ours, theirs) = (home.run(ours).ok(), home.run(theirs).ok());
        let theirs = theirs.stdout.replace("+00:00", "Z");
        // T09-04: for a shell ours has the region, too; theirs has not.
        let more = ours.stdout.strip_prefix(&theirs);
        let expected = if ours.stdout.starts_with("set -gx") {
            "set -gx AWS_REGION \"eu-west-1\"\nset -gx AWS_DEFAULT_REGION \"eu-west-1\"\n"
        } else {
            ""
        };
        assert_eq!(more, Some(expected));
    }
    let outcome = home.run("sso logout").ok();
    assert_eq!(outcome.stderr, "Signed out of my-sso.\n");
}

#[test]
fn a_denied_sign_in() {
    let home = Home::with(World::demo()).config(
        "[sso-session my-sso]\nsso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n",
    );
    let outcome = home.run_with_browser("login", "deny");
    assert!(outcome.page.contains("Not signed in"), "{}", outcome.page);
    filters().bind(|| {
        insta::assert_snapshot!(outcome, @"
    $ daypass login
    [stderr]
    Signing in to my-sso (https://d-9067000018.awsapps.com/start#) in your browser.
    If it did not open:  http://127.0.0.1:PORT/go/SECRET
    Waiting for approval, SPAN at most.
    error: the sign-in to my-sso was denied
      portal said  access_denied: The request was denied by the user.
    try: daypass login --sso-session my-sso
    [exit 7]
    ");
    });
    let files = home.snapshot();
    assert!(
        files
            .iter()
            .all(|(path, _)| !std::fs::read_to_string(path).unwrap_or_default().contains("accessToken"))
    );
    home.server().world().lock().set_auto_approve(AutoApprove::Deny);
    filters().bind(|| {
        home.server().world().lock().add_fault("CreateToken authorization_pending".parse().expect("a fault"));
        insta::assert_snapshot!(home.run("login --use-device-code"), @"
        $ daypass login --use-device-code
        [stderr]
        Sign in to my-sso:
          address  http://SIMULATOR/device
          code     CODE-CODE
        or, with the code filled in:  http://SIMULATOR/device?user_code=CODE-CODE
        Waiting for approval, SPAN at most.
        error: the sign-in to my-sso was denied
          portal   https://d-9067000018.awsapps.com/start#
          region   eu-west-1
          host     SIMULATOR
          because  the sign-in service refused: AccessDeniedException: The user denied the request. (HTTP 400)
        try: daypass login --sso-session my-sso
        [exit 7]
        ");
    });
}

#[test]
fn a_device_code_that_expires() {
    let home = Home::with(World::demo()).config(
        "[sso-session my-sso]\nsso_start_url = https://d-9067000018.awsapps.com/start#\nsso_region = eu-west-1\n",
    );
    home.server().world().lock().add_fault("CreateToken expired_token".parse().expect("a fault"));
    filters().bind(|| {
        insta::assert_snapshot!(home.run("login --use-device-code"), @"
        $ daypass login --use-device-code
        [stderr]
        error: the sign-in to my-sso was not approved in time
          portal   https://d-9067000018.awsapps.com/start#
          region   eu-west-1
          host     SIMULATOR
          because  the sign-in service refused: ExpiredTokenException: injected fault (HTTP 400)
        try: daypass login --sso-session my-sso
        [exit 7]
        ");
    });
}

#[test]
fn an_account_that_is_not_assigned() {
    let home = Home::with(World::demo());
    let outcome = home.run_with_browser(&WIZARD.replace("051234567822", "999999999999"), "allow");
    filters().bind(|| insta::assert_snapshot!(outcome, @"
    $ daypass configure sso --profile my-sso-profile --sso-session my-sso --sso-start-url https://d-9067000018.awsapps.com/start# --sso-region eu-west-1 --sso-account-id 999999999999 --sso-role-name AWSPowerUserAccess --region eu-west-1 --output json
    [stderr]
    Signing in to my-sso (https://d-9067000018.awsapps.com/start#) in your browser.
    If it did not open:  http://127.0.0.1:PORT/go/SECRET
    Waiting for approval, SPAN at most.
    Signed in to my-sso. Token until TIME (SPAN), renews by itself until DATE.
    You are testuser@example.com.
    error: account 999999999999 is not assigned to you
      you have  051234567822, 444455556666, 111122223333
    usage: daypass configure sso --profile my-sso-profile --sso-session my-sso --sso-start-url 'https://d-9067000018.awsapps.com/start#' --sso-region eu-west-1 --sso-account-id <ID> --sso-role-name AWSPowerUserAccess --region eu-west-1 --output json
    [exit 5]
    "));
    assert_eq!(home.read(".aws/config"), "(No such file or directory (os error 2))");
    let outcome = home.run_with_browser(&WIZARD.replace("AWSPowerUserAccess", "Admin"), "allow");
    filters().bind(|| insta::assert_snapshot!(outcome, @"
    $ daypass configure sso --profile my-sso-profile --sso-session my-sso --sso-start-url https://d-9067000018.awsapps.com/start# --sso-region eu-west-1 --sso-account-id 051234567822 --sso-role-name Admin --region eu-west-1 --output json
    [stderr]
    error: role Admin in account 051234567822 is not assigned to you
      you have  AWSPowerUserAccess
    usage: daypass configure sso --profile my-sso-profile --sso-session my-sso --sso-start-url 'https://d-9067000018.awsapps.com/start#' --sso-region eu-west-1 --sso-account-id 051234567822 --sso-role-name <NAME> --region eu-west-1 --output json
    [exit 5]
    "));
}
