//! What a script reads under the AWS CLI's spellings: exit code and standard output, byte for byte as AWS CLI 2.36.7 has them
//! (from its source, and from the lines that it printed in docs/evidence).

use super::{home, signed_in};
use crate::home::Home;

/// `configure get`, `configure list-profiles`: arguments, exit code, standard output.
#[test]
fn keys_and_names() {
    let home = home().set("AWS_PROFILE", "work");
    home.write(".aws/credentials", "[old]\naws_access_key_id = AKIA\naws_secret_access_key = s\n");
    for (words, code, stdout) in [
        ("configure list-profiles", 0, "work\ntwo words\nold\n"),
        ("configure get region", 0, "eu-west-1\n"),
        ("configure get region --profile old", 1, ""),
        ("configure get nothing", 1, ""),
        ("configure get profile.work.sso_role_name", 0, "AWSReadOnlyAccess\n"),
        ("configure get work.sso_role_name", 0, "AWSReadOnlyAccess\n"),
        ("configure get default.region", 1, ""),
        ("configure get s3.max_concurrent_requests", 0, "20\n"),
        ("configure get profile.work.s3.max_concurrent_requests", 0, "20\n"),
        ("configure get s3.nothing", 1, ""),
        ("configure get s3", 1, ""),
        ("configure get old.aws_access_key_id", 0, "AKIA\n"),
        ("configure get sso_region --sso-session corp", 0, "eu-west-1\n"),
        ("configure get nothing --sso-session corp", 1, ""),
    ] {
        let outcome = home.run(words);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), stdout), "{outcome}");
    }
}

/// `configure set`: nothing is printed, and the AWS CLI's own lines are written.
#[test]
fn keys_are_written() {
    let home = home();
    for words in [
        "configure set region us-east-1 --profile work",
        "configure set output json",
        "configure set profile.new.region eu-west-1",
        "configure set default.s3.max_queue_size 1000",
        "configure set cli_pager -x --profile work",
        "configure set sso_region eu-west-2 --sso-session corp",
        "configure set dynamodb.endpoint_url http://localhost:8000 --services local",
        "configure set aws_access_key_id AKIA --profile new",
    ] {
        let outcome = home.run(words).ok();
        assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""), "{outcome}");
    }
    insta::assert_snapshot!(home.read(".aws/config"), @r#"
    [profile work]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = AWSReadOnlyAccess
    region = us-east-1
    s3 =
        max_concurrent_requests = 20
    cli_pager = -x
    [sso-session corp]
    sso_start_url = https://d-9067000018.awsapps.com/start
    sso_region = eu-west-2
    sso_registration_scopes = sso:account:access
    [profile "two words"]
    region = us-east-1

    [default]
    output = json
    s3 =
        max_queue_size = 1000

    [profile new]
    region = eu-west-1

    [services local]
    dynamodb =
      endpoint_url = http://localhost:8000
    "#);
    assert_eq!(home.read(".aws/credentials"), "[new]\naws_access_key_id = AKIA\n");
}

/// `configure list`: the table with its columns, types and places.
#[test]
fn what_is_in_force() {
    // A line whose last column is empty ends in a space.
    let shown = |home: &Home, words: &str| home.run(words).ok().stdout.replace(" \n", " $\n");
    let home = signed_in();
    insta::assert_snapshot!(shown(&home, "configure list"), @"
    NAME       : VALUE                    : TYPE             : LOCATION
    profile    : <not set>                : None             : None
    access_key : <not set>                : None             : None
    secret_key : <not set>                : None             : None
    region     : <not set>                : None             : None
    ");
    let keys = home.run("configure export-credentials --profile work --format env-no-export").ok().stdout;
    let mut ends = keys.lines().filter_map(|line| line.get(line.len().checked_sub(4)?..));
    let (access_key, secret_key) = (ends.next().unwrap_or_default(), ends.next().unwrap_or_default());
    assert_eq!(
        shown(&home, "configure list --profile work"),
        format!(
            "NAME       : VALUE                    : TYPE             : LOCATION\n\
             profile    : work                     : manual           : --profile\n\
             access_key : ****************{access_key}     : sso              : $\n\
             secret_key : ****************{secret_key}     : sso              : $\n\
             region     : eu-west-1                : config-file      : ~/.aws/config\n"
        )
    );
    let home = home.set("AWS_PROFILE", "two words").set("AWS_DEFAULT_REGION", "eu-west-3");
    let home = home.set("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE").set("AWS_SECRET_ACCESS_KEY", "secretKEYS");
    insta::assert_snapshot!(shown(&home, "configure list"), @"
    NAME       : VALUE                    : TYPE             : LOCATION
    profile    : two words                : env              : AWS_PROFILE
    access_key : ****************MPLE     : env              : $
    secret_key : ****************KEYS     : env              : $
    region     : eu-west-3                : env              : AWS_DEFAULT_REGION
    ");
}

/// `configure export-credentials`: members, order, and times with an offset; no region, no account.
#[test]
fn credentials() {
    let home = signed_in();
    let process = home.run("configure export-credentials --profile work").ok().stdout;
    let names: Vec<_> = process.lines().filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(
        names,
        ["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"],
        "{process}"
    );
    assert!(process.starts_with("{\n  \"Version\": 1,\n  \"AccessKeyId\": \"") && process.ends_with("\n}\n"));
    assert!(process.contains("+00:00\"\n"), "{process}");
    for (format, before, between, after) in [
        ("env", "export ", "=", ""),
        ("env-no-export", "", "=", ""),
        ("powershell", "$Env:", "=\"", "\""),
        ("windows-cmd", "set ", "=", ""),
        ("fish", "set -gx ", " \"", "\""),
    ] {
        let text = home.run(&format!("configure export-credentials --profile work --format {format}")).ok();
        let names: Vec<_> = text
            .stdout
            .lines()
            .map(|line| {
                let line = line.strip_prefix(before).and_then(|line| line.strip_suffix(after));
                line.and_then(|line| line.split_once(between)).map(|(name, _)| name)
            })
            .collect();
        let expected =
            ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION"];
        assert_eq!(names, expected.map(Some), "{text}");
        assert!(text.stdout.contains("+00:00"), "{text}");
    }
    assert!(home.run("credentials --profile work").ok().stdout.contains("Z\",\n  \"AccountId\""));
}

/// `sso list-accounts`, `list-account-roles`, `get-role-credentials`: JSON with four spaces and the service's order, text with
/// tabs, `--query`.
#[test]
fn operations_of_the_portal() {
    let home = signed_in().set("AWS_PROFILE", "work");
    insta::assert_snapshot!(home.run("sso list-accounts").ok().stdout, @r#"
    {
        "accountList": [
            {
                "accountId": "051234567822",
                "accountName": "Development",
                "emailAddress": "aws-development@example.com"
            },
            {
                "accountId": "111122223333",
                "accountName": "Production",
                "emailAddress": "aws-production@example.com"
            },
            {
                "accountId": "444455556666",
                "accountName": "Log Archive",
                "emailAddress": "aws-log-archive@example.com"
            }
        ]
    }
    "#);
    insta::assert_snapshot!(home.run("sso list-accounts --output text").ok().stdout, @"
    ACCOUNTLIST	051234567822	Development	aws-development@example.com
    ACCOUNTLIST	111122223333	Production	aws-production@example.com
    ACCOUNTLIST	444455556666	Log Archive	aws-log-archive@example.com
    ");
    let roles = "sso list-account-roles --account-id 111122223333";
    insta::assert_snapshot!(home.run(roles).ok().stdout, @r#"
    {
        "roleList": [
            {
                "roleName": "AWSReadOnlyAccess",
                "accountId": "111122223333"
            },
            {
                "roleName": "AWSPowerUserAccess",
                "accountId": "111122223333"
            }
        ]
    }
    "#);
    insta::assert_snapshot!(home.run(&format!("{roles} --output text --region eu-west-1")).ok().stdout, @"
    ROLELIST	111122223333	AWSReadOnlyAccess
    ROLELIST	111122223333	AWSPowerUserAccess
    ");
    let ids = home.run("sso list-accounts --query accountList[].accountId --output text").ok().stdout;
    assert_eq!(ids.split('\t').count(), 3, "{ids}");
    assert_eq!(
        home.run("sso list-accounts --query accountList[].accountId|[0]").ok().stdout,
        "\"051234567822\"\n"
    );
    let keys = home
        .run("sso get-role-credentials --account-id 111122223333 --role-name AWSReadOnlyAccess")
        .ok()
        .stdout;
    let names: Vec<_> = keys.lines().filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(
        names,
        ["roleCredentials", "accessKeyId", "secretAccessKey", "sessionToken", "expiration"],
        "{keys}"
    );
    // A script has the token from the cache file.
    let token = home.read(".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json");
    let token =
        token.split("\"accessToken\": \"").nth(1).and_then(|rest| rest.split('"').next()).expect("a token");
    let with_token = format!("sso list-accounts --access-token {token} --region eu-west-1 --no-cli-pager");
    assert_eq!(home.run(&with_token).ok().stdout, home.run("sso list-accounts").ok().stdout);
    let refused = home.run("sso list-accounts --access-token nonsense");
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(3), ""), "{refused}");
}

/// `sso login`, `sso logout`: flags, and the line of success on standard output.
#[test]
fn signing_in_and_out() {
    let home = home();
    let success = "Successfully logged into Start URL: https://d-9067000018.awsapps.com/start\n";
    let flags = "--use-device-code --no-browser";
    let first = home.run(&format!("sso login --profile work {flags}")).ok();
    assert!(first.stdout.ends_with(success), "{first}");
    let again = home.run(&format!("sso login --sso-session corp {flags}")).ok();
    assert_eq!(again.stdout, success, "{again}");
    assert_eq!(home.run("login corp").ok().stdout, "");
    assert_eq!(home.run("sso logout").ok().stdout, "");
}

/// `configure sso-session` and `configure sso`: what they write.
#[test]
fn setting_up() {
    let home = signed_in();
    let session =
        "--sso-session s --sso-start-url https://d-1234567890.awsapps.com/start --sso-region eu-west-1";
    let outcome = home.run(&format!("configure sso-session {session} --no-input")).ok();
    assert_eq!(outcome.stdout, "");
    let role = "--sso-session corp --sso-account-id 111122223333 --sso-role-name AWSReadOnlyAccess";
    let profile = "--profile new --region eu-west-1 --output json --no-input";
    let outcome = home.run(&format!("configure sso {role} {profile}")).ok();
    assert_eq!(outcome.stdout, "");
    let written = home.read(".aws/config");
    let written = written.split("region = us-east-1\n").nth(1).unwrap_or_default();
    insta::assert_snapshot!(written.trim(), @"
    [sso-session s]
    sso_start_url = https://d-1234567890.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access

    [profile new]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = AWSReadOnlyAccess
    region = eu-west-1
    output = json
    ");
}
