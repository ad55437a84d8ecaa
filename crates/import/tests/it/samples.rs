//! A small home of each tool: its config file before and after.

use daypass_config_parse::Document;
use daypass_import::ImportPlan;
use daypass_other_tools::{Surroundings, Tool};
use std::{fs, path::Path};

const SESSION: &str = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
                       sso_registration_scopes = sso:account:access\n";

const LEGACY: &str = "sso_start_url = https://corp.awsapps.com/start/\nsso_region = eu-west-1\n\
                      sso_account_id = 111122223333\nsso_role_name = Admin\n";

const NATIVE: &str = "sso_account_id = 111122223333\nsso_role_name = Admin\nsso_session = corp\n";

/// The plan for a home with these files, of which one is the config file.
pub(crate) fn planned(tool: Tool, files: &[(&str, &str)], config: &str) -> ImportPlan {
    let home = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        write(&home.path().join(path), text);
    }
    let around = Surroundings::new(home.path());
    let credentials = fs::read(home.path().join(".aws/credentials")).ok().map(Document::parse_credentials);
    let config = Document::parse(config);
    ImportPlan::new(tool, &around, &config, credentials.as_ref())
        .unwrap_or_else(|error| panic!("{tool}: {error}"))
}

#[expect(clippy::disallowed_methods, reason = "a test makes the files of another tool")]
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn check(tool: Tool, files: &[(&str, &str)], before: &str, after: &str) {
    let plan = planned(tool, files, before);
    assert_eq!(String::from_utf8_lossy(plan.after.as_bytes()), after, "{tool}");
}

#[test]
fn a_legacy_profile_by_every_tool_that_works_on_it() {
    for tool in [
        Tool::AwsCliLegacy,
        Tool::AwsVault,
        Tool::AwsSsoUtil,
        Tool::Yawsso,
        Tool::Awsume,
        Tool::AwsSsoCredsHelper,
    ] {
        let before = format!(
            "# mine\n[profile dev]   # first\n{LEGACY}region = eu-west-1\n\n[profile x]\noutput = text\n"
        );
        let after = format!(
            "# mine\n[profile dev]   # first\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = eu-west-1\n\
             sso_session = corp\n\n[profile x]\noutput = text\n\n{SESSION}"
        );
        check(tool, &[], &before, &after);
    }
    for tool in [Tool::AwsSsoCli, Tool::Granted, Tool::Leapp] {
        let before = format!("[profile dev]\n{LEGACY}");
        check(tool, &[], &before, &before);
    }
}

#[test]
fn aws_sso_cli() {
    let settings = "SSOConfig:\n  Default:\n    StartUrl: https://corp.awsapps.com/start#\n    SSORegion: eu-west-1\n    \
                    Accounts:\n      011122223333:\n        Roles:\n          Deploy: {Via: \"111122223333:Admin\", ExternalId: x}\n";
    let before = "# BEGIN_AWS_SSO_CLI\n\n[profile C:Admin]\n\
                  credential_process = /usr/bin/aws-sso -S \"Default\" process --arn arn:aws:iam::111122223333:role/Admin\n\n\
                  # END_AWS_SSO_CLI\n";
    let after = format!(
        "\n[profile C:Admin]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\n{SESSION}\n\
         [profile 011122223333:Deploy]\nrole_arn = arn:aws:iam::011122223333:role/Deploy\nsource_profile = C:Admin\n\
         external_id = x\n"
    );
    for folder in [".aws-sso", ".config/aws-sso"] {
        check(Tool::AwsSsoCli, &[(&format!("{folder}/config.yaml"), settings)], before, &after);
    }
    let plan = planned(Tool::AwsSsoCli, &[(".aws-sso/config.yaml", settings)], before);
    let settings: Vec<_> =
        plan.settings.iter().map(|setting| setting.full_name() + " " + &setting.value.shown()).collect();
    assert_eq!(settings, ["template {account|replace: :}:{role}", "sso_session corp"]);
}

#[test]
fn granted() {
    let keys = LEGACY.replace("sso_", "granted_sso_");
    let before = format!(
        "[profile dev]\n{keys}granted_color = red\ncredential_process = granted credential-process --profile dev\n\
         [profile twin]\ncredential_process = granted credential-process --profile dev\n"
    );
    let after = format!(
        "[profile dev]\ngranted_color = red\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
         [profile twin]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\n{SESSION}"
    );
    check(
        Tool::Granted,
        &[(".granted/config", "CustomBrowserPath = '/usr/bin/my browser'\n")],
        &before,
        &after,
    );
    let plan = planned(
        Tool::Granted,
        &[(".granted/config", "CustomBrowserPath = '/usr/bin/my browser'\n")],
        &before,
    );
    let browser = plan.settings.iter().find(|setting| setting.name == "browser").expect("a browser");
    assert_eq!(browser.value.shown(), "'/usr/bin/my browser' %s");
}

#[test]
fn aws_vault() {
    let before = format!(
        "[default]\nregion = eu-west-1\n[profile base]\n{LEGACY}\n[profile up]\ninclude_profile = base\n\
         role_arn = arn:aws:iam::222233334444:role/Up\nsource_profile = base\nsession_tags = a=b\n\
         [profile twin]\ncredential_process = aws-vault exec base --json\n\
         [profile user]\nmfa_process = x\nrole_arn = arn:aws:iam::222233334444:role/Up\nsource_profile = iam\n"
    );
    let after = format!(
        "[default]\nregion = eu-west-1\n[profile base]\n{NATIVE}region = eu-west-1\n\n[profile up]\n\
         role_arn = arn:aws:iam::222233334444:role/Up\nsource_profile = base\n\
         [profile twin]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
         [profile user]\nmfa_process = x\nrole_arn = arn:aws:iam::222233334444:role/Up\nsource_profile = iam\n\n{SESSION}"
    );
    check(Tool::AwsVault, &[], &before, &after);
}

#[test]
fn aws_sso_util_and_awsume() {
    let process = "credential_process = aws-sso-util credential-process --sso-start-url https://corp.awsapps.com/start \
                   --sso-region eu-west-1 --account-id 111122223333 --role-name Admin\n";
    for tool in [Tool::AwsSsoUtil, Tool::Awsume] {
        let before = format!("[profile 'a b']\nsso_account_name = A\n{process}");
        let after = format!(
            "[profile 'a b']\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\n{SESSION}"
        );
        check(tool, &[], &before, &after);
    }
}

#[test]
fn copies_in_the_credentials_file_are_named() {
    let keys = "aws_access_key_id = ASIAX\naws_secret_access_key = SECRET\naws_session_token = TOKEN\n";
    for (tool, more) in [
        (
            Tool::Yawsso,
            "aws_security_token = TOKEN\naws_session_expiration = 2026-11-25T10:00:00+00:00+0000\n",
        ),
        (Tool::Awsume, "manager = awsume\n"),
        (Tool::AwsSsoCredsHelper, "region = eu-west-1\n"),
    ] {
        let credentials = format!("[dev]\n{keys}{more}");
        let plan = planned(tool, &[(".aws/credentials", &credentials)], &format!("[profile dev]\n{LEGACY}"));
        assert!(plan.left.iter().any(|left| left.what.starts_with("[dev]")), "{tool}: {:?}", plan.left);
        assert!(plan.warnings.iter().any(|text| text.contains("before SSO")), "{tool}: {:?}", plan.warnings);
        assert!(!format!("{plan:?}{}", plan.to_json()).contains("SECRET"), "{tool}");
    }
}
