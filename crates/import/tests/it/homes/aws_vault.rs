//! A home of aws-vault.

use super::Home;
use daypass_other_tools::Tool;

const CONFIG: &str = "\
[default]
region = eu-west-1
sso_start_url = https://main.awsapps.com/start
sso_region = eu-west-1
mfa_serial = arn:aws:iam::111122223333:mfa/ada

[profile base]
sso_account_id = 111122223333
sso_role_name = Admin

[profile half]
sso_account_id = 111122223333

[profile child]
include_profile = base
output = json
sso_start_url = https://main.awsapps.com/start
sso_region = eu-west-1

[profile old]
parent_profile = base
role_arn = arn:aws:iam::222233334444:role/Up
source_profile = base
external_id = x

[profile self]
credential_process = aws-vault exec self --json --duration=2h

[profile twin]
credential_process = aws-vault exec base --json -d 4h

[profile up]
credential_process = aws-vault exec old --json

[profile keys]
credential_process = aws-vault exec iam --json

[profile iam]
region = eu-west-1

[profile lone]
output = text

[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1

[profile native]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Read
";

#[test]
fn aws_vault_gives_profiles_what_stands_in_others() {
    let home = Home {
        config: CONFIG,
        variables: &[("AWS_ASSUME_ROLE_TTL", "1h"), ("AWS_VAULT_BACKEND", "file")],
        ..Home::default()
    };
    insta::assert_snapshot!(home.told(Tool::AwsVault), @"
    session corp https://corp.awsapps.com/start eu-west-1 exists
    session main https://main.awsapps.com/start eu-west-1 new
    keep default no account and no role: its portal becomes a session
    convert base
    keep half not of aws-vault
    convert child
    convert old
    keep self hands out the keys of self: no SSO behind it
    convert twin
    convert up
    keep keys hands out the keys of iam: no SSO behind it
    keep iam not of aws-vault
    keep lone not of aws-vault
    keep native already native
    left duration 2h of self: SSO roles last as long as the permission set says
    left self: long-lived keys; daypass has none. It goes on with aws-vault
    left duration 4h of twin: SSO roles last as long as the permission set says
    left keys: long-lived keys; daypass has none. It goes on with aws-vault
    left iam: long-lived keys; daypass has none. It goes on with aws-vault
    left AWS_ASSUME_ROLE_TTL 1h: SSO roles last as long as the permission set says
    warn include_profile and parent_profile are read by aws-vault alone (parent_profile by 5.x and 6.x): their keys are written out in each profile
    warn self asks itself: aws-vault 7.0 hung there
    warn aws-vault gives every profile the keys of [default] (region, sso_start_url, sso_region, mfa_serial); the AWS CLI and daypass give only what is in the profile: without aws-vault there is no region in native
    warn there are 2 sessions: `sso_session` is not set for you
    --
    [default]
    region = eu-west-1
    sso_start_url = https://main.awsapps.com/start
    sso_region = eu-west-1
    mfa_serial = arn:aws:iam::111122223333:mfa/ada

    [profile base]
    sso_account_id = 111122223333
    sso_role_name = Admin
    sso_session = main
    region = eu-west-1

    [profile half]
    sso_account_id = 111122223333

    [profile child]
    output = json
    sso_session = main
    sso_account_id = 111122223333
    sso_role_name = Admin

    [profile old]
    role_arn = arn:aws:iam::222233334444:role/Up
    source_profile = base
    external_id = x

    [profile self]
    credential_process = aws-vault exec self --json --duration=2h

    [profile twin]
    sso_session = main
    sso_account_id = 111122223333
    sso_role_name = Admin

    [profile up]
    role_arn = arn:aws:iam::222233334444:role/Up
    source_profile = base
    external_id = x

    [profile keys]
    credential_process = aws-vault exec iam --json

    [profile iam]
    region = eu-west-1

    [profile lone]
    output = text

    [sso-session corp]
    sso_start_url = https://corp.awsapps.com/start
    sso_region = eu-west-1

    [profile native]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Read

    [sso-session main]
    sso_start_url = https://main.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access
    ");
}
