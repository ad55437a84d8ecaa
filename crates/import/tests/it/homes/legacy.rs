//! A config file of the AWS CLI in its older form, beside sessions.

use super::Home;
use daypass_config_parse::Document;
use daypass_import::ImportPlan;
use daypass_other_tools::{Surroundings, Tool};

const CONFIG: &str = "\
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1

[profile Admin-111122223333]
sso_session = corp
sso_start_url = https://corp.awsapps.com/start/
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Admin

[profile url]
sso_session = corp
sso_start_url = https://other.awsapps.com/start
sso_account_id = 111122223333
sso_role_name = Admin

[profile region]
sso_session = corp
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = Admin

[profile login]
sso_start_url = https://login.awsapps.com/start
sso_region = eu-west-1

[profile short]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 11122223333
sso_role_name = Admin

[profile letters]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 11112222333x
sso_role_name = Admin

[profile twice]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Read
sso_role_name = Read

[default]
sso_start_url = https://corp.awsapps.com/start # mine
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Read
s3 =
  max_concurrent_requests = 20

[profile top]
role_arn = arn:aws:iam::222233334444:role/Up
source_profile = default
";

#[test]
fn a_file_of_the_aws_cli() {
    let home = Home { config: CONFIG, ..Home::default() };
    insta::assert_snapshot!(home.told(Tool::AwsCliLegacy), @"
    session corp https://corp.awsapps.com/start eu-west-1 exists
    session login https://login.awsapps.com/start eu-west-1 new
    convert Admin-111122223333
    keep url it names the session corp and another portal: which is meant is not known
    keep region it names the session corp and another portal: which is meant is not known
    keep login no account and no role: its portal becomes a session
    keep short an account id has 12 digits, and 11122223333 has 11: 011122223333 is a guess that only you can make
    keep letters its account id does not have 12 digits
    keep twice its section or a key of it stands twice, so the AWS CLI cannot read the file: `daypass doctor` offers to join them
    convert default
    keep top a role on top of default: it works as it is
    left url: it names the session corp and another portal: which is meant is not known
    left region: it names the session corp and another portal: which is meant is not known
    left short: an account id has 12 digits, and 11122223333 has 11: 011122223333 is a guess that only you can make
    left letters: its account id does not have 12 digits
    left twice: the section or a key of it stands twice: join them first
    left names ROLE-ACCOUNT: a template `{role}-{id}` would make such names; not set without being asked
    left scopes of corp: the session has none, so the AWS CLI gets no refresh token; set sso_registration_scopes = sso:account:access
    warn [profile default]: the AWS CLI takes the comment after sso_start_url for a part of the value
    warn comments, and blocks such as s3 and services, stay byte for byte
    warn [profile twice] or a key of it stands twice: the AWS CLI and boto3 refuse the whole file
    warn there are 2 sessions: `sso_session` is not set for you
    --
    [sso-session corp]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-west-1

    [profile Admin-111122223333]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Admin

    [profile url]
    sso_session = corp
    sso_start_url = https://other.awsapps.com/start
    sso_account_id = 111122223333
    sso_role_name = Admin

    [profile region]
    sso_session = corp
    sso_start_url = https://corp.awsapps.com/start
    sso_region = us-east-1
    sso_account_id = 111122223333
    sso_role_name = Admin

    [profile login]
    sso_start_url = https://login.awsapps.com/start
    sso_region = eu-west-1

    [profile short]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-west-1
    sso_account_id = 11122223333
    sso_role_name = Admin

    [profile letters]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-west-1
    sso_account_id = 11112222333x
    sso_role_name = Admin

    [profile twice]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-west-1
    sso_account_id = 111122223333
    sso_role_name = Read
    sso_role_name = Read

    [default]
    sso_account_id = 111122223333
    sso_role_name = Read
    s3 =
      max_concurrent_requests = 20
    sso_session = corp

    [profile top]
    role_arn = arn:aws:iam::222233334444:role/Up
    source_profile = default

    [sso-session login]
    sso_start_url = https://login.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access
    ");
}

#[test]
fn a_plan_for_programs_and_in_a_line() {
    let config = Document::parse(CONFIG);
    let plan =
        ImportPlan::new(Tool::AwsCliLegacy, &Surroundings::new("/nowhere"), &config, None).expect("a plan");
    assert!(plan.is_change(&config) && !plan.is_change(&plan.after));
    insta::assert_snapshot!(plan.to_string(), @"aws-cli-legacy: 1 new session; 2 profiles changed, 0 added, 7 as they are.");
    let json = plan.to_json();
    let profiles = json.get("profiles").and_then(|profiles| profiles.as_array()).expect("a list");
    let lines: Vec<String> = profiles.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    {"action":"convert","kind":"sso","name":"Admin-111122223333","session":"corp","sso_account_id":"111122223333","sso_role_name":"Admin"}
    {"action":"keep","kind":"other","name":"url","why":"it names the session corp and another portal: which is meant is not known"}
    {"action":"keep","kind":"other","name":"region","why":"it names the session corp and another portal: which is meant is not known"}
    {"action":"keep","kind":"other","name":"login","why":"no account and no role: its portal becomes a session"}
    {"action":"keep","kind":"other","name":"short","why":"an account id has 12 digits, and 11122223333 has 11: 011122223333 is a guess that only you can make"}
    {"action":"keep","kind":"other","name":"letters","why":"its account id does not have 12 digits"}
    {"action":"keep","kind":"other","name":"twice","why":"its section or a key of it stands twice, so the AWS CLI cannot read the file: `daypass doctor` offers to join them"}
    {"action":"convert","kind":"sso","name":"default","session":"corp","sso_account_id":"111122223333","sso_role_name":"Read"}
    {"action":"keep","kind":"other","name":"top","why":"a role on top of default: it works as it is"}
    "#);
}

#[test]
fn a_tool_is_known_by_its_names() {
    for tool in Tool::ALL {
        assert_eq!(tool.name().to_uppercase().parse::<Tool>(), Ok(tool));
        assert_eq!(tool.to_string(), tool.name());
    }
    let names: Vec<&str> = Tool::ALL.iter().map(|tool| tool.name()).collect();
    let error = "nothing".parse::<Tool>().expect_err("no tool has that name");
    assert_eq!(error.to_string(), format!("the tools are {}", names.join(", ")));
}
