//! Faults of profiles as values, and what would fix them.

use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{Settings, resolve};

const SESSION: &str =
    "[sso-session corp]\nsso_start_url = https://d-1.awsapps.com/start\nsso_region = eu-west-1\n";

/// What is wrong, as a value, and what would fix it: never SSO keys for a profile that has another source.
#[test]
fn faults_and_their_remedies() {
    let mut settings = Settings::default();
    settings.machine.metadata_disabled = true;
    let check = |profile: &str, fault: &str, remedy: &str| {
        let config = format!("[profile p]\n{profile}\n{SESSION}");
        let document = Document::parse(config);
        let config = Config::new(&document, None, Dialect::AwsCli);
        let error = resolve(&config, &settings, "p").expect_err(profile);
        assert_eq!(format!("{:?}", error.fault().expect(profile)), fault, "{profile}");
        assert_eq!(format!("{:?}", error.remedy()), remedy, "{profile}");
    };
    check("region = eu-west-1", "NoSource(\"p\")", "Some(ConfigureProfile(\"p\"))");
    // T03-03, T03-05, T03-09, T06-08, T06-09.
    check("role_arn = r\ncredential_source = EcsContainer", "NoEnvironmentKeys(\"p\")", "Some(Examine)");
    check(
        "role_arn = r\ncredential_source = Ec2InstanceMetadata",
        "InstanceNotAsked(\"p\")",
        "Some(UnsetVariable(\"AWS_EC2_METADATA_DISABLED\"))",
    );
    check("role_arn = r\nsource_profile = b\n[profile b]\nregion = x", "NoSource(\"b\")", "Some(Examine)");
    check(
        "role_arn = r\nsource_profile = b",
        "NoProfile { name: \"b\", named_by: Some(\"p\") }",
        "Some(Examine)",
    );
    check(
        "role_arn = r\nduration_seconds = soon\nsource_profile = b\n[profile b]\naws_access_key_id = A\naws_secret_access_key = B",
        "Value { section: SectionName { kind: Profile, name: \"p\" }, key: \"duration_seconds\" }",
        "Some(Examine)",
    );
    check(
        "login_session = x",
        "Value { section: SectionName { kind: Profile, name: \"p\" }, key: \"login_session\" }",
        "Some(Examine)",
    );
    check(
        "web_identity_token_file = f",
        "Missing { section: SectionName { kind: Profile, name: \"p\" }, keys: [\"role_arn\"] }",
        "Some(Examine)",
    );
    check(
        "sso_session = nowhere\nsso_account_id = 1\nsso_role_name = R",
        "NoSession { name: \"nowhere\", named_by: Some(\"p\") }",
        "Some(ConfigureSession(\"nowhere\"))",
    );
    check(
        "sso_session = corp\nsso_account_id = 1",
        "Missing { section: SectionName { kind: Profile, name: \"p\" }, keys: [\"sso_role_name\"] }",
        "Some(ConfigureProfile(\"p\"))",
    );
}
