//! Tests of findings: each fault in the smallest text that shows it has its finding and no other.

use daypass_credentials::{Settings, Trust};
use daypass_doctor::{Finding, Fix, ManualStep, Severity, Snapshot, examine};
use daypass_environment::Environment;
use daypass_sso_types::Remedy;
use std::{sync::Arc, time::SystemTime};

const BASE: &str = "\
[sso-session s]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-west-1

[profile p]
sso_session = s
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-west-1
";
const ROLE: &str = "role_arn = arn:aws:iam::111122223333:role/R\nregion = eu-west-1\n";

fn found(text: &str) -> Vec<Finding> {
    examine(&Snapshot::new(SystemTime::UNIX_EPOCH).with_config(text))
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// Checks that the base config with more text has exactly these findings.
#[track_caller]
fn check(more: &str, expected: &[&str]) {
    let findings = found(&format!("{BASE}{more}"));
    assert_eq!(codes(&findings), expected, "{more}\n{findings:#?}");
}

#[test]
fn a_good_config_has_no_findings() {
    check("", &[]);
    check("\n[default]\nregion = eu-west-1\n", &[]);
    check(&format!("\n[profile chain]\nsource_profile = p\n{ROLE}"), &[]);
}

#[test]
fn chains_of_roles() {
    // T03-03, T06-09: machines and web identities are sources, a word that no tool knows is none.
    check(&format!("\n[profile a]\ncredential_source = Ec2InstanceMetadata\n{ROLE}"), &[]);
    check(&format!("\n[profile w]\nweb_identity_token_file = /t\n{ROLE}"), &[]);
    check(&format!("\n[profile a]\ncredential_source = Toaster\n{ROLE}"), &["P534"]);
    check(&format!("\n[profile a]\ncredential_source = EcsContainer\n{ROLE}"), &["P534"]);
    // Alone, too; an instance that may not be asked is a variable's doing.
    check("\n[profile a]\ncredential_source = EcsContainer\n", &["P534"]);
    let environment = Environment::of([("AWS_EC2_METADATA_DISABLED", "true")]);
    let text = format!("{BASE}\n[profile a]\ncredential_source = Ec2InstanceMetadata\n");
    let snapshot = Snapshot::new(SystemTime::UNIX_EPOCH).with_environment(environment).with_config(&*text);
    let findings = examine(&snapshot);
    let unset = Some(ManualStep::Remedy(Remedy::UnsetVariable("AWS_EC2_METADATA_DISABLED".to_owned())));
    assert_eq!(findings.into_iter().map(|found| found.step).collect::<Vec<_>>(), [unset]);
    // What is wrong with a command hides nothing of a role.
    let both = format!("\n[profile a]\ncredential_source = EcsContainer\ncredential_process = a | b\n{ROLE}");
    check(&both, &["P529", "P534"]);
    // Without a role no tool can use the profile.
    let lost = found(&format!("{BASE}\n[profile w]\nweb_identity_token_file = /t\n"));
    assert_eq!(codes(&lost), ["P534"]);
    assert_eq!(lost.first().map(|finding| finding.severity), Some(Severity::Error), "{lost:#?}");
    // T03-05: the source has no credentials.
    check(&format!("\n[profile b]\nregion = eu-west-1\n[profile a]\nsource_profile = b\n{ROLE}"), &["P534"]);
    // T03-09.
    check(&format!("\n[profile a]\nsource_profile = p\nduration_seconds = soon\n{ROLE}"), &["P534"]);
    check(&format!("\n[profile a]\n{ROLE}"), &["P522"]);
    check(&format!("\n[profile a]\nsource_profile = p\ncredential_source = Environment\n{ROLE}"), &["P523"]);
    check(&format!("\n[profile a]\nsource_profile = nobody\n{ROLE}"), &["P521"]);
    // Each profile of a circle has a finding, and no profile that leads into it.
    let circle = format!(
        "\n[profile a]\nsource_profile = b\n{ROLE}[profile b]\nsource_profile = a\n{ROLE}[profile c]\nsource_profile = a\n{ROLE}"
    );
    check(&circle, &["P524", "P524"]);
    // A fault is reported once, at the profile that has it.
    let leads = format!(
        "\n[profile a]\n{ROLE}[profile b]\nsource_profile = a\n{ROLE}[profile c]\nsource_profile = b\n{ROLE}"
    );
    check(&leads, &["P522"]);
    // T06-02.
    check(
        &format!(
            "\n[profile q]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = A\nsource_profile = p\n{ROLE}"
        ),
        &["P537"],
    );
}

/// T03-03: the note says which tools use the profile.
#[test]
fn a_program_of_somebody_elses_file_is_a_note() {
    let trust = Trust { foreign_config: Some("/checkout/config".into()), ..Trust::default() };
    for text in ["credential_process = /bin/sh -c x\n", "web_identity_token_file = /bin/sh\nrole_arn = r\n"] {
        let text = format!("{BASE}\n[profile a]\nregion = eu-west-1\n{text}");
        let settings = Settings { trust: Some(Arc::new(trust.clone())), ..Settings::default() };
        let snapshot = Snapshot::new(SystemTime::UNIX_EPOCH).with_config(text).with_endpoints(settings);
        let findings = examine(&snapshot);
        let finding = findings.iter().find(|finding| finding.code == "P534").expect("a note");
        assert_eq!(finding.severity, Severity::Note);
        assert!(
            finding.message.contains("its file is not your own") && finding.affects.contains("AWS CLI"),
            "{finding:?}"
        );
    }
}

#[test]
fn addresses_and_regions() {
    let session = |url: &str, region: &str| {
        let text = BASE.replace("https://d-1234567890.awsapps.com/start", url);
        let text = text.replace("sso_region = eu-west-1", &format!("sso_region = {region}"));
        codes(&found(&text)).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let good = "https://d-1234567890.awsapps.com/start";
    assert_eq!(session(good, "us-gov-west-1"), [""; 0]);
    // T24-02, T15-02, T15-03.
    assert_eq!(session(good, "eu-west1"), ["P515"]);
    assert_eq!(session("https://d-1234567890.awsapps.com@evil.example/start", "eu-west-1"), ["P515"]);
    assert_eq!(session("https://d-1234567890.awsapps.com/start/\\#/", "eu-west-1"), ["P515"]);
    // T15-05.
    let portal = "https://ssoins-1234567890abcdef.portal.us-east-2.app.aws";
    assert_eq!(session(portal, "us-east-2"), [""; 0]);
    assert_eq!(session(portal, "eu-west-1"), ["P540"]);
    // An account id that lost its leading zero.
    assert_eq!(codes(&found(&BASE.replace("111122223333", "11122223333"))), ["P511"]);
    // T15-06.
    let legacy = |name: &str, url: &str| {
        format!(
            "\n[profile {name}]\nsso_start_url = {url}\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = A\nregion = eu-west-1\n"
        )
    };
    check(&(legacy("a", good) + &legacy("b", "https://d-1234567890.awsapps.com/start#/")), &["P516", "P541"]);
    check(&(legacy("a", good) + &legacy("b", good)), &["P516"]);
}

#[test]
fn endpoints_of_files() {
    // T14-03.
    check("endpoint_url = https://collector.example.net/aws\n", &["P538"]);
    check("services = x\n\n[services x]\nsso =\n  endpoint_url = https://collector.example.net\n", &["P538"]);
    for own in [
        "http://127.0.0.1:8080",
        "http://localhost:4566",
        "http://[::1]:1",
        "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com",
        "https://portal.sso.eu-west-1.api.aws",
    ] {
        check(&format!("endpoint_url = {own}\n"), &[]);
    }
    check("endpoint_url = https://amazonaws.com.evil.example\n", &["P538"]);
    check("endpoint_url = https://evilamazonaws.com\n", &["P538"]);
}

#[test]
fn pointers_of_credential_process() {
    let process =
        |command: &str| format!("\n[profile x]\nregion = eu-west-1\ncredential_process = {command}\n");
    // X09, T06-03.
    check(&process("daypass credential-process --profile nobody"), &["P536"]);
    check(&process("\"/my dir/daypass\" credential-process --profile=nobody"), &["P536"]);
    check(&process("daypass credential-process --profile x"), &["P527"]);
    check(&process("daypass credential-process --profile p"), &[]);
    check(&process("other credential-process --profile nobody"), &[]);
}

#[test]
fn the_finding_names_the_region_that_its_fix_sets() {
    // T05-13.
    let findings = found(&BASE.replace("\nregion = eu-west-1", ""));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert!(finding.message.contains("eu-west-1") && finding.code == "P517", "{finding:?}");
}

#[test]
fn the_environment() {
    let codes_of = |name: &str, value: &str| {
        let environment = Environment::of([(name, value)]);
        let snapshot = Snapshot::new(SystemTime::UNIX_EPOCH).with_config(BASE).with_environment(environment);
        examine(&snapshot).into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    // X07.
    assert_eq!(codes_of("DAYPASS_EXEC", "ghost"), ["E420"]);
    assert_eq!(codes_of("DAYPASS_EXEC", "p"), [""; 0]);
    assert_eq!(codes_of("AWS_REGION", "mars 1"), ["E409"]);
    for name in ["ALL_PROXY", "all_proxy"] {
        assert_eq!(codes_of(name, "socks5h://127.0.0.1:9"), ["E422"], "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_found() {
    use std::os::unix::ffi::OsStringExt as _;
    let value = std::ffi::OsString::from_vec(vec![b'p', 0xff]);
    let environment = Environment::of([("AWS_REGION", value)]);
    let findings = examine(&Snapshot::new(SystemTime::UNIX_EPOCH).with_environment(environment));
    let findings: Vec<_> = findings.into_iter().filter(|finding| finding.code == "E421").collect();
    assert!(
        matches!(&findings[..], [Finding { step: Some(ManualStep::Remedy(Remedy::UnsetVariable(_))), .. }]),
        "{findings:?}"
    );
}

/// X02: a fix that would cause another finding is not offered.
#[test]
fn a_fix_that_causes_another_finding_is_not_offered() {
    let fix_of = |text: &str, code: &str| {
        let findings = found(text);
        let finding = findings.into_iter().find(|finding| finding.code == code);
        finding.unwrap_or_else(|| panic!("{code} is not found in {text}")).fix
    };
    // References to the renamed section are renamed with it.
    let odd = BASE.replace("[sso-session s]", "[sso-session a]b;c]").replace("= s\n", "= a]b;c\n");
    assert!(matches!(fix_of(&odd, "C116"), Some(Fix::Line(..))));
    // Every section would lose what it inherits.
    let inherited = format!("[DEFAULT]\nregion = eu-west-1\n{}", BASE.replace("\nregion = eu-west-1", ""));
    assert_eq!(fix_of(&inherited, "C122"), None);
    // The keys would be added to a profile that signs in.
    let joined = format!("{BASE}\n[profile 'p']\naws_access_key_id = A\naws_secret_access_key = b\n");
    assert_eq!(fix_of(&joined, "C121"), None);
}

/// T17-01: the observed behaviour of the tools.
#[test]
fn t17_01_tools_affected_by_a_missing_services_block() {
    let lost = found(&format!("{BASE}services = nope\n"));
    assert_eq!(codes(&lost), ["P525"]);
    let affects = lost.first().map(|finding| finding.affects.as_str());
    let seen = "the AWS CLI and boto3 refuse the profile; JavaScript and Rust call AWS's own endpoints";
    assert_eq!(affects, Some(seen));
}
