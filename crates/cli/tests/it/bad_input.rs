//! Bad input: an error that names the thing and the remedy, the right exit code, and nothing changed on disk.

use crate::home::Home;
use daypass_simulator::World;

const CONFIG: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin

[profile plain]
region = eu-west-1

[profile lost]
sso_session = nowhere
sso_account_id = 111122223333
sso_role_name = Admin

[sso-session corp]
sso_start_url = https://d-abc123.awsapps.com/start
sso_region = us-east-1
";

/// Runs a command that must fail, and must leave every AWS file as it was.
fn check(home: &Home, words: &str) -> String {
    let before = home.snapshot();
    let outcome = home.run(words);
    assert_ne!(outcome.code, Some(0), "{outcome}");
    assert!(outcome.stdout.is_empty(), "{outcome}");
    assert_eq!(home.snapshot(), before, "{outcome}");
    outcome.to_string()
}

#[test]
fn configuration() {
    let home = Home::new().config(CONFIG);
    insta::assert_snapshot!(check(&home, "whoami --profile prod"), @"
    $ daypass whoami --profile prod
    [stderr]
    error: profile prod does not exist (~/.aws/config)
    try: daypass configure sso --profile prod
    [exit 4]
    ");
    insta::assert_snapshot!(check(&home, "whoami --profile Dev"), @"
    $ daypass whoami --profile Dev
    [stderr]
    error: profile Dev does not exist; did you mean dev? (~/.aws/config)
    try: daypass whoami --profile dev
    [exit 4]
    ");
    insta::assert_snapshot!(check(&home, "exec --profile=Dev -- deploy --token s3cr3t"), @"
    $ daypass exec --profile=Dev -- deploy --token s3cr3t
    [stderr]
    error: profile Dev does not exist; did you mean dev? (~/.aws/config)
    usage: daypass exec --profile=dev -- <COMMAND>
    [exit 4]
    ");
    let circle = "[profile a]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = a2\n\
        [profile a2]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = a\n";
    insta::assert_snapshot!(check(&Home::new().config(circle), "whoami --profile a"), @"
    $ daypass whoami --profile a
    [stderr]
    error: source_profile goes in a circle: a → a2 → a (~/.aws/config:1)
    try: daypass doctor --fix=P524
    [exit 4]
    ");
    insta::assert_snapshot!(check(&home, "credentials --profile plain"), @"
    $ daypass credentials --profile plain
    [stderr]
    error: profile plain has no SSO settings (~/.aws/config:6)
    try: daypass configure sso --profile plain
    [exit 4]
    ");
    insta::assert_snapshot!(check(&home, "credentials --profile lost"), @"
    $ daypass credentials --profile lost
    [stderr]
    error: sso-session nowhere does not exist (~/.aws/config:9)
      named by  profile lost
    try: daypass configure sso-session --sso-session nowhere
    [exit 4]
    ");
    insta::assert_snapshot!(check(&home, "login --sso-session crop"), @"
    $ daypass login --sso-session crop
    [stderr]
    error: sso-session crop does not exist; did you mean corp? (~/.aws/config)
    try: daypass login --sso-session corp
    [exit 4]
    ");
    insta::assert_snapshot!(check(&home, "credentials --profile dev"), @"
    $ daypass credentials --profile dev
    [stderr]
    error: sign-in needed for corp (nobody has signed in)
      profile  dev
    try: daypass login --profile dev
    [exit 3]
    ");
    insta::assert_snapshot!(check(&home, "credentials --profile dev --output json"), @r#"
    $ daypass credentials --profile dev --output json
    [stderr]
    {"error":"login_required","message":"sign-in needed for corp (nobody has signed in)","profile":"dev","try":["daypass","login","--profile","dev"]}
    [exit 3]
    "#);
}

#[test]
fn flags() {
    let home = Home::new().config(CONFIG);
    insta::assert_snapshot!(
        check(&home, "configure sso-session --sso-session new --sso-start-url http://d-1.awsapps.com/start --sso-region us-east-1"), @r#"
    $ daypass configure sso-session --sso-session new --sso-start-url http://d-1.awsapps.com/start --sso-region us-east-1
    [stderr]
    error: "http://d-1.awsapps.com/start" is not a start URL: it must begin with https://
    usage: daypass configure sso-session --sso-session new --sso-start-url <URL> --sso-region us-east-1
    [exit 2]
    "#
    );
    insta::assert_snapshot!(
        check(&home, "configure sso-session --sso-session new --sso-start-url https://d-1.awsapps.com/start --sso-region evil.example/"), @r#"
    $ daypass configure sso-session --sso-session new --sso-start-url https://d-1.awsapps.com/start --sso-region evil.example/
    [stderr]
    error: "evil.example/" is not a region: letters, digits and inner hyphens, at most 63, such as eu-west-1
    usage: daypass configure sso-session --sso-session new --sso-start-url https://d-1.awsapps.com/start --sso-region <REGION>
    [exit 2]
    "#
    );
    insta::assert_snapshot!(check(&home, "configure sso"), @"
    $ daypass configure sso
    [stderr]
    error: the session's name is not given, and there is no terminal to ask on
    usage: daypass configure sso --sso-session <NAME>
    [exit 2]
    ");
    insta::assert_snapshot!(check(&home, "login https://d-1.awsapps.com/start"), @"
    $ daypass login https://d-1.awsapps.com/start
    [stderr]
    error: the region of https://d-1.awsapps.com/start is not known
    usage: daypass login https://d-1.awsapps.com/start --sso-region <REGION>
    [exit 2]
    ");
    insta::assert_snapshot!(check(&home, "profiles --output yaml"), @"
    $ daypass profiles --output yaml
    [stderr]
    error: --output yaml is not one of the formats of this command: text, json, table, csv
    [exit 2]
    ");
    insta::assert_snapshot!(check(&home, "login --min-ttl soon"), @"
    $ daypass login --min-ttl soon
    [stderr]
    error: invalid value 'soon' for '--min-ttl <TIME>': a length of time such as 90s, 30m, 8h or 1d

    For more information, try '--help'.
    [exit 2]
    ");
    insta::assert_snapshot!(check(&home, "whoami --profile dev --region us_east"), @r#"
    $ daypass whoami --profile dev --region us_east
    [stderr]
    error: "us_east" is not a region: letters, digits and inner hyphens, at most 63, such as eu-west-1
      set by   --region
    [exit 2]
    "#);
}

#[test]
fn t04_04_a_config_that_is_a_folder_is_an_error_and_no_config_at_all_is_none() {
    let home = Home::new();
    home.write(".aws/config/file", "");
    insta::assert_snapshot!(check(&home, "whoami"), @"
    $ daypass whoami
    [stderr]
    error: ~/.aws/config is a folder, not a file
    [exit 4]
    ");
    let home = Home::new().set("AWS_CONFIG_FILE", "").config(CONFIG);
    insta::assert_snapshot!(check(&home, "whoami --profile dev"), @"
    $ daypass whoami --profile dev
    [stderr]
    error: profile dev does not exist
    try: daypass configure sso --profile dev
    [exit 4]
    ");
}

#[test]
fn a_damaged_token_file() {
    let home = Home::new().config(CONFIG);
    home.write(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json", "{garbage");
    let outcome = home.run("credentials --profile dev");
    insta::assert_snapshot!(outcome, @"
    $ daypass credentials --profile dev
    [stderr]
    warning: ~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json was damaged and has been moved to ~/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json.corrupt
    error: sign-in needed for corp (nobody has signed in)
      profile  dev
    try: daypass login --profile dev
    [exit 3]
    ");
    assert_eq!(home.read(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json.corrupt"), "{garbage");
}

#[test]
fn an_endpoint_that_is_down() {
    // Port 9 of loopback: nobody listens there.
    let home = Home::new().config(CONFIG).set("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    insta::assert_snapshot!(check(&home, "login --profile dev"), @"
    $ daypass login --profile dev
    [stderr]
    No browser here (there is no display), so this sign-in can be finished on any device.
    error: the sign-in service of corp cannot be reached
      portal   https://d-abc123.awsapps.com/start
      region   us-east-1
      host     127.0.0.1:9
      look at  is the network up, is a proxy needed?
      because  the sign-in service could not be reached
      because  no connection to 127.0.0.1:9
      because  Connection refused (os error 111)
    [exit 6]
    ");
}

#[test]
fn an_endpoint_that_answers_with_a_web_page() {
    let home = Home::with(World::demo()).config(CONFIG);
    home.server().world().lock().add_fault("RegisterClient html".parse().expect("a fault"));
    insta::assert_snapshot!(check(&home, "login --profile dev"), @"
    $ daypass login --profile dev
    [stderr]
    No browser here (there is no display), so this sign-in can be finished on any device.
    error: what answers for the sign-in service of corp cannot be used
      portal   https://d-abc123.awsapps.com/start
      region   us-east-1
      host     SIMULATOR
      because  the sign-in service's reply is not usable: a web page; is there a captive portal or a proxy in between?
    [exit 6]
    ");
}
