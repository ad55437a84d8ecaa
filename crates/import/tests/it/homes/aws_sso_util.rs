//! A home of aws-sso-util.

use super::Home;
use daypass_other_tools::Tool;

#[test]
fn aws_sso_util_with_a_default_portal_in_the_environment() {
    let populated = |name: &str, portal: &str, region: &str| {
        format!(
            "[profile {name}]\nsso_start_url = https://{portal}.awsapps.com/start\nsso_region = eu-west-1\n\
             sso_account_id = 111122223333\nsso_role_name = Admin\nsso_account_name = Dev\nsso_auto_populated = true\n\
             sso_interactive_auth = true\nregion = {region}\n\
             credential_process = aws-sso-util credential-process --profile {name}\n"
        )
    };
    let config = populated("a", "main", "eu-west-1")
        + &populated("b", "other", "us-east-1")
        + "[profile c]\nregion = eu-west-3\ncredential_process = aws-sso-util credential-process --profile a\n"
        + "[profile d]\ncredential_process = aws-sso-util credential-process --sso-start-url https://main.awsapps.com/start \
           --sso-region eu-west-1 --account-id 222233334444 --role-name Read\n";
    let mut told = Vec::new();
    for variables in [
        &[][..],
        &[
            ("AWS_DEFAULT_SSO_START_URL", "https://other.awsapps.com/start"),
            ("AWS_CONFIGURE_DEFAULT_REGION", "us-east-1"),
        ],
        &[
            ("AWS_CONFIGURE_SSO_DEFAULT_SSO_START_URL", "main.*com"),
            ("AWS_CONFIGURE_SSO_DEFAULT_SSO_REGION", "eu-west-1"),
        ],
        &[
            ("AWS_DEFAULT_SSO_START_URL", "https://other.awsapps.com/start"),
            ("AWS_DEFAULT_SSO_REGION", "us-west-2"),
        ],
    ] {
        let home = Home { config: &config, variables, ..Home::default() };
        let all = home.told(Tool::AwsSsoUtil);
        let lines = all.lines().filter(|line| told.is_empty() || line.starts_with("set "));
        told.push(lines.collect::<Vec<_>>().join("\n"));
    }
    insta::assert_snapshot!(told.join("\n==\n"), @"
    session main https://main.awsapps.com/start eu-west-1 new
    session other https://other.awsapps.com/start eu-west-1 new
    convert a
    convert b
    convert c
    convert d
    left sso_interactive_auth: removed from aws-sso-util long ago
    left the way regions are shortened: aws-sso-util writes euwe1, daypass euw1: names that populate makes later would differ; these stay
    left the first region left out of names: a template has no such rule
    warn sso_auto_populated and sso_account_name are marks of aws-sso-util and go
    warn there are 2 sessions: `sso_session` is not set for you
    --
    [profile a]
    sso_account_id = 111122223333
    sso_role_name = Admin
    region = eu-west-1
    sso_session = main
    [profile b]
    sso_account_id = 111122223333
    sso_role_name = Admin
    region = us-east-1
    sso_session = other
    [profile c]
    region = eu-west-3
    sso_session = main
    sso_account_id = 111122223333
    sso_role_name = Admin
    [profile d]
    sso_session = main
    sso_account_id = 222233334444
    sso_role_name = Read

    [sso-session main]
    sso_start_url = https://main.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access

    [sso-session other]
    sso_start_url = https://other.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access
    ==
    set regions = us-east-1, eu-west-1
    set sso_session = other
    ==
    set regions = eu-west-1, us-east-1
    set sso_session = main
    ==
    ");
}
