//! Credentials from a cache that the AWS CLI v2 wrote: without the network, in every format.

use crate::home::Home;

const CONFIG: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[sso-session corp]
sso_start_url = https://d-abc123.awsapps.com/start
sso_region = us-east-1
";
const ROLE_FILE: &str = ".aws/cli/cache/0cdbf32b99792a73981dd3f142bc63ab50240b44.json";
const CACHED: &str = r#"{"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIAEXAMPLE", "SecretAccessKey": "s3cr3t/+=", "SessionToken": "tok+en==", "Expiration": "2099-01-01T00:00:00Z", "AccountId": "111122223333"}}"#;

fn home() -> Home {
    let home = Home::new().config(CONFIG);
    home.write(ROLE_FILE, CACHED);
    home
}

#[test]
fn formats() {
    let home = home();
    let shown =
        |format: &str| home.run(&format!("credentials --profile dev --format {format}")).ok().to_string();
    insta::assert_snapshot!(shown("process"), @r#"
    $ daypass credentials --profile dev --format process
    {
      "Version": 1,
      "AccessKeyId": "ASIAEXAMPLE",
      "SecretAccessKey": "s3cr3t/+=",
      "SessionToken": "tok+en==",
      "Expiration": "2099-01-01T00:00:00Z",
      "AccountId": "111122223333"
    }
    [exit 0]
    "#);
    insta::assert_snapshot!(shown("env"), @"
    $ daypass credentials --profile dev --format env
    export AWS_ACCESS_KEY_ID=ASIAEXAMPLE
    export AWS_SECRET_ACCESS_KEY=s3cr3t/+=
    export AWS_SESSION_TOKEN=tok+en==
    export AWS_CREDENTIAL_EXPIRATION=2099-01-01T00:00:00Z
    [exit 0]
    ");
    insta::assert_snapshot!(shown("env-no-export"), @"
    $ daypass credentials --profile dev --format env-no-export
    AWS_ACCESS_KEY_ID=ASIAEXAMPLE
    AWS_SECRET_ACCESS_KEY=s3cr3t/+=
    AWS_SESSION_TOKEN=tok+en==
    AWS_CREDENTIAL_EXPIRATION=2099-01-01T00:00:00Z
    [exit 0]
    ");
    insta::assert_snapshot!(shown("powershell"), @r#"
    $ daypass credentials --profile dev --format powershell
    $Env:AWS_ACCESS_KEY_ID="ASIAEXAMPLE"
    $Env:AWS_SECRET_ACCESS_KEY="s3cr3t/+="
    $Env:AWS_SESSION_TOKEN="tok+en=="
    $Env:AWS_CREDENTIAL_EXPIRATION="2099-01-01T00:00:00Z"
    [exit 0]
    "#);
    insta::assert_snapshot!(shown("windows-cmd"), @"
    $ daypass credentials --profile dev --format windows-cmd
    set AWS_ACCESS_KEY_ID=ASIAEXAMPLE
    set AWS_SECRET_ACCESS_KEY=s3cr3t/+=
    set AWS_SESSION_TOKEN=tok+en==
    set AWS_CREDENTIAL_EXPIRATION=2099-01-01T00:00:00Z
    [exit 0]
    ");
    insta::assert_snapshot!(shown("fish"), @r#"
    $ daypass credentials --profile dev --format fish
    set -gx AWS_ACCESS_KEY_ID "ASIAEXAMPLE"
    set -gx AWS_SECRET_ACCESS_KEY "s3cr3t/+="
    set -gx AWS_SESSION_TOKEN "tok+en=="
    set -gx AWS_CREDENTIAL_EXPIRATION "2099-01-01T00:00:00Z"
    [exit 0]
    "#);
    insta::assert_snapshot!(shown("nushell"), @r#"
    $ daypass credentials --profile dev --format nushell
    $env.AWS_ACCESS_KEY_ID = "ASIAEXAMPLE"
    $env.AWS_SECRET_ACCESS_KEY = "s3cr3t/+="
    $env.AWS_SESSION_TOKEN = "tok+en=="
    $env.AWS_CREDENTIAL_EXPIRATION = "2099-01-01T00:00:00Z"
    [exit 0]
    "#);
    insta::assert_snapshot!(shown("elvish"), @"
    $ daypass credentials --profile dev --format elvish
    set-env AWS_ACCESS_KEY_ID 'ASIAEXAMPLE'
    set-env AWS_SECRET_ACCESS_KEY 's3cr3t/+='
    set-env AWS_SESSION_TOKEN 'tok+en=='
    set-env AWS_CREDENTIAL_EXPIRATION '2099-01-01T00:00:00Z'
    [exit 0]
    ");
    insta::assert_snapshot!(shown("xonsh"), @r#"
    $ daypass credentials --profile dev --format xonsh
    $AWS_ACCESS_KEY_ID = "ASIAEXAMPLE"
    $AWS_SECRET_ACCESS_KEY = "s3cr3t/+="
    $AWS_SESSION_TOKEN = "tok+en=="
    $AWS_CREDENTIAL_EXPIRATION = "2099-01-01T00:00:00Z"
    [exit 0]
    "#);
    insta::assert_snapshot!(shown("dotenv"), @r#"
    $ daypass credentials --profile dev --format dotenv
    AWS_ACCESS_KEY_ID="ASIAEXAMPLE"
    AWS_SECRET_ACCESS_KEY="s3cr3t/+="
    AWS_SESSION_TOKEN="tok+en=="
    AWS_CREDENTIAL_EXPIRATION="2099-01-01T00:00:00Z"
    [exit 0]
    "#);
    insta::assert_snapshot!(shown("json"), @r#"
    $ daypass credentials --profile dev --format json
    {
      "AccessKeyId": "ASIAEXAMPLE",
      "SecretAccessKey": "s3cr3t/+=",
      "SessionToken": "tok+en==",
      "Expiration": "2099-01-01T00:00:00Z",
      "AccountId": "111122223333"
    }
    [exit 0]
    "#);
}

/// What the hot path answers and what the long way answers is the same, byte for byte.
#[test]
fn the_hot_path_answers_as_the_long_way_does() {
    let home = home();
    let long = home.run("credential-process --profile dev --no-input").ok();
    for words in
        ["credential-process --profile dev", "credentials --profile dev", "--profile dev credential-process"]
    {
        let hot = home.run(words).ok();
        assert_eq!((&hot.stdout, &hot.stderr), (&long.stdout, &long.stderr), "{words}");
    }
}

#[test]
fn keys_in_the_environment_win_unless_a_profile_is_named_by_flag() {
    let home = home()
        .set("AWS_ACCESS_KEY_ID", "AKIAENV")
        .set("AWS_SECRET_ACCESS_KEY", "x")
        .set("AWS_PROFILE", "dev");
    let of_environment = home.run("credentials --format env").ok();
    assert!(of_environment.stdout.contains("AKIAENV"), "{of_environment}");
    let of_profile = home.run("credentials --profile dev --format env").ok();
    assert!(of_profile.stdout.contains("ASIAEXAMPLE"), "{of_profile}");
}

/// The link holds no secret, and no credentials are needed for it.
#[test]
fn a_sign_out_of_the_console() {
    let url = home().run("console --profile dev --sign-out --destination /s3/buckets --print").ok().stdout;
    assert!(url.contains(".signin.aws.amazon.com/oauth?Action=logout&redirect_uri=https%3A%2F%2F"), "{url}");
    assert!(url.ends_with("console.aws.amazon.com%2Fs3%2Fbuckets\n"), "{url}");
}

#[test]
fn no_clipboard_is_said() {
    let outcome = home().run("console --profile dev --shortcut --copy");
    assert_eq!(outcome.code, Some(1), "{outcome}");
    assert!(outcome.stderr.contains("try: daypass console --profile dev --shortcut --print"), "{outcome}");
}

#[test]
fn the_prompt_tells_who_and_how_long() {
    let check = |home: Home, expected: &str| assert_eq!(home.run("prompt").ok().stdout, expected);
    check(home(), "");
    let shown = home().set("AWS_PROFILE", "dev").run("prompt").ok().stdout;
    assert!(shown.starts_with("dev ") && shown.ends_with(" d\n"), "{shown}");
    check(home().set("AWS_PROFILE", "nobody"), "nobody\n");
    let keys = || home().set("AWS_ACCESS_KEY_ID", "A");
    check(keys(), "keys\n");
    check(
        keys().set("DAYPASS_EXEC", "dev").set("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z"),
        "dev over\n",
    );
}
