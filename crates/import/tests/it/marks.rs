//! What is said of copies in the credentials file, and the way back.

use crate::samples::planned;
use daypass_config_parse::Document;
use daypass_import::EjectPlan;
use daypass_other_tools::Tool;

const KEYS: &str = "aws_access_key_id = ASIA1\naws_secret_access_key = SECRET\naws_session_token = SECRET\n";

#[test]
fn copies_in_the_credentials_file_are_told_by_what_they_are() {
    let portal = "sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\n\
                  sso_role_name = Admin\n";
    let config = format!("[profile dev]\n{portal}[profile other]\nregion = x\n[default]\n{portal}");
    let credentials = format!(
        "[dev]\n{KEYS}[dev-exported]\n{KEYS}region = x\n[other]\n{KEYS}[long]\naws_access_key_id = AKIA1\n\
         aws_secret_access_key = SECRET\n[half]\naws_access_key_id = ASIA1\n[more]\n{KEYS}output = json\n\
         [default]\n{KEYS}aws_security_token = SECRET\naws_session_expiration = x\n\
         [copy]\n{KEYS}aws_security_token = SECRET\naws_session_expiration = x\n\
         [unsure]\n{KEYS}aws_security_token = SECRET\n[autoawsume-dev]\nmanager = awsume\n{KEYS}\
         [a\\.b]\n{KEYS}"
    );
    let config = config + &format!("[profile a.b]\n{portal}");
    let mut told = Vec::new();
    for tool in
        [Tool::Granted, Tool::Leapp, Tool::Yawsso, Tool::Awsume, Tool::AwsSsoCredsHelper, Tool::AwsCliLegacy]
    {
        let files =
            [(".aws/credentials", credentials.as_str()), (".aws/credentials.backup", ""), (".Leapp/x", "")];
        let plan = planned(tool, &files, &config);
        let said = plan.to_json().to_string();
        assert!(!said.contains("SECRET"), "{said}");
        told.push(format!("== {tool}"));
        let mentions = |text: &str| {
            text.contains("credentials") || text.contains("AWS_PROFILE") || text.contains("stop the")
        };
        told.extend(
            plan.left.iter().map(|left| format!("{}: {}", left.what, left.why)).filter(|text| mentions(text)),
        );
        told.extend(plan.profiles.iter().filter_map(|profile| {
            let why = profile.reason.as_deref().filter(|why| mentions(why))?;
            Some(format!("keep {}: {why}", profile.name))
        }));
        told.extend(plan.warnings.iter().filter(|text| mentions(text)).cloned());
    }
    insta::assert_snapshot!(told.join("\n"), @r"
    == granted
    [dev] in the credentials file: keys that granted exported: expired, or soon will be
    [dev-exported] in the credentials file: keys that granted exported: expired, or soon will be
    [a\.b] in the credentials file: npm's ini package wrote the name with a backslash: no SDK finds it, so it shadows nothing
    keep long: only in the credentials file, not of granted
    keep half: only in the credentials file, not of granted
    keep more: only in the credentials file, not of granted
    keep unsure: only in the credentials file, not of granted
    [dev] in the credentials file: several SDKs (Go, hence Terraform, and JavaScript) take keys of the same name before SSO; remove that section
    == leapp
    [dev] in the credentials file: keys that Leapp wrote and deletes when the session stops; while they stand there some SDKs take them before the new profile
    [a\.b] in the credentials file: npm's ini package wrote the name with a backslash: no SDK finds it, so it shadows nothing
    keep long: only in the credentials file, not of leapp
    keep half: only in the credentials file, not of leapp
    keep more: only in the credentials file, not of leapp
    keep unsure: only in the credentials file, not of leapp
    stop the session dev in Leapp: its keys shadow the profile
    == yawsso
    [dev] in the credentials file: temporary keys
    [a\.b] in the credentials file: npm's ini package wrote the name with a backslash: no SDK finds it, so it shadows nothing
    [default] in the credentials file: temporary keys of yawsso (`--default` or `set-default`): tools that are told no profile use them
    [copy] in the credentials file: a copy under another name: of which profile is not written anywhere
    keep long: only in the credentials file, not of yawsso
    keep half: only in the credentials file, not of yawsso
    keep more: only in the credentials file, not of yawsso
    keep unsure: only in the credentials file, not of yawsso
    [dev] in the credentials file: several SDKs (Go, hence Terraform, and JavaScript) take keys of the same name before SSO; remove that section
    [default] in the credentials file: several SDKs (Go, hence Terraform, and JavaScript) take keys of the same name before SSO; remove that section
    AWS_PROFILE=copy may be set in open shells or scripts: it finds nothing when the section goes
    == awsume
    [dev] in the credentials file: temporary keys
    [a\.b] in the credentials file: npm's ini package wrote the name with a backslash: no SDK finds it, so it shadows nothing
    [autoawsume-dev] in the credentials file: temporary keys of awsume
    keep long: only in the credentials file, not of awsume
    keep half: only in the credentials file, not of awsume
    keep more: only in the credentials file, not of awsume
    keep unsure: only in the credentials file, not of awsume
    [dev] in the credentials file: several SDKs (Go, hence Terraform, and JavaScript) take keys of the same name before SSO; remove that section
    AWS_PROFILE=autoawsume-dev may be set in open shells or scripts: it finds nothing when the section goes
    == aws-sso-creds-helper
    [dev] in the credentials file: temporary keys
    [a\.b] in the credentials file: npm's ini package wrote the name with a backslash: no SDK finds it, so it shadows nothing
    keep long: only in the credentials file, not of aws-sso-creds-helper
    keep half: only in the credentials file, not of aws-sso-creds-helper
    keep more: only in the credentials file, not of aws-sso-creds-helper
    keep unsure: only in the credentials file, not of aws-sso-creds-helper
    [dev] in the credentials file: several SDKs (Go, hence Terraform, and JavaScript) take keys of the same name before SSO; remove that section
    ~/.aws/credentials.backup is a backup of the credentials file, with keys in clear
    == aws-cli-legacy
    [dev] in the credentials file: temporary keys
    [a\.b] in the credentials file: npm's ini package wrote the name with a backslash: no SDK finds it, so it shadows nothing
    keep long: only in the credentials file, not of aws-cli-legacy
    keep half: only in the credentials file, not of aws-cli-legacy
    keep more: only in the credentials file, not of aws-cli-legacy
    keep unsure: only in the credentials file, not of aws-cli-legacy
    [dev] in the credentials file: several SDKs (Go, hence Terraform, and JavaScript) take keys of the same name before SSO; remove that section
    ");
}

#[test]
fn eject_leaves_profiles_that_work_without_daypass() {
    let role = "sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n";
    let process =
        |name: &str| format!("credential_process = /usr/bin/daypass credential-process --profile {name}\n");
    let config = format!(
        "[profile own]\n{role}{}[profile other]\nregion = x\n{}[profile marked]\ndaypass_session = corp\n{role}\
         [profile self]\n{}[profile lost]\n{}[profile bare]\n{}[profile foreign]\ncredential_process = other\n\
         [profile shell]\ncredential_process = daypass credential-process --profile own | cat\n\
         [profile none]\ncredential_process = daypass whoami\n[profile short]\ncredential_process = daypass credential-process -p own\n",
        process("own"),
        process("own"),
        process("self"),
        process("gone"),
        process("foreign"),
    );
    let before = Document::parse(config);
    let plan = EjectPlan::new(&before, &[]).expect("a plan");
    assert!(plan.is_change(&before));
    let after = plan.after.as_ref().expect("a file");
    let left: Vec<String> =
        plan.left.iter().map(|left| format!("left {}: {}", left.what, left.why)).collect();
    insta::assert_snapshot!(left.join("\n") + "\n" + &String::from_utf8_lossy(after.as_bytes()), @"
    left self: its process names the profile itself, which has no role
    left lost: its process names gone, which does not exist
    left bare: its process names foreign, which has no role
    [profile own]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Admin
    [profile other]
    region = x
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Admin
    [profile marked]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Admin
    [profile self]
    credential_process = /usr/bin/daypass credential-process --profile self
    [profile lost]
    credential_process = /usr/bin/daypass credential-process --profile gone
    [profile bare]
    credential_process = /usr/bin/daypass credential-process --profile foreign
    [profile foreign]
    credential_process = other
    [profile shell]
    credential_process = daypass credential-process --profile own | cat
    [profile none]
    credential_process = daypass whoami
    [profile short]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Admin
    ");
    let again = EjectPlan::new(after, &[]).expect("a plan");
    assert!(!again.is_change(after));
}
