//! The rules of an import, a few rows each.

use super::samples::planned;
use daypass_config_parse::{Config, Dialect};
use daypass_import::Action;
use daypass_other_tools::Tool;

const PORTAL: &str = "sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n";
const ROLE: &str = "sso_account_id = 111122223333\nsso_role_name = Admin\n";

#[test]
fn r1_one_portal_is_one_session_however_it_is_spelt() {
    let config = format!(
        "[sso-session mine]\nsso_start_url = https://Corp.awsapps.com/start/#\nsso_region = eu-west-1\n\
         [profile a]\n{PORTAL}{ROLE}[profile b]\n{}{ROLE}[profile c]\n{}{ROLE}",
        PORTAL.replace("start\n", "start/\n"),
        PORTAL.replace("eu-west-1", "us-east-1"),
    );
    let plan = planned(Tool::AwsCliLegacy, &[], &config);
    let names: Vec<_> = plan.sessions.iter().map(|session| (session.name.as_str(), session.exists)).collect();
    assert_eq!(names, [("mine", true), ("corp", false)]);
    assert!(plan.warnings.iter().any(|text| text.contains("two regions")), "{:?}", plan.warnings);
    let after = Config::new(&plan.after, None, Dialect::AwsCli);
    let session = |name| after.profile(name).and_then(|profile| profile.get("sso_session"));
    assert_eq!((session("a"), session("b"), session("c")), (Some("mine"), Some("mine"), Some("corp")));
}

#[test]
fn r2_a_name_that_is_taken_gets_a_number() {
    let config = format!(
        "[sso-session corp]\nsso_start_url = https://other.awsapps.com/start\nsso_region = eu-west-1\n\
         [profile a]\n{PORTAL}{ROLE}"
    );
    let plan = planned(Tool::AwsCliLegacy, &[], &config);
    assert_eq!(plan.sessions.last().map(|session| session.name.as_str()), Some("corp-2"));
}

#[test]
fn r3_two_entries_for_one_portal_stay_two_sessions() {
    let settings = "SSOConfig:\n  Me: {StartUrl: 'https://corp.awsapps.com/start', SSORegion: eu-west-1}\n  \
                    Boss: {StartUrl: 'https://corp.awsapps.com/start/', SSORegion: eu-west-1}\n";
    let config = "[profile a]\ncredential_process = aws-sso -S Boss process --arn 1:R\n\
                  [profile b]\ncredential_process = aws-sso -S Me process --arn 2:R\n";
    let plan = planned(Tool::AwsSsoCli, &[(".aws-sso/config.yaml", settings)], config);
    let names: Vec<_> = plan.sessions.iter().map(|session| session.name.as_str()).collect();
    assert_eq!(names, ["Me", "Boss"]);
    assert!(plan.settings.iter().all(|setting| setting.name != "sso_session"));
    let after = Config::new(&plan.after, None, Dialect::AwsCli);
    assert_eq!(after.profile("a").and_then(|profile| profile.get("sso_session")), Some("Boss"));
    assert_eq!(after.profile("a").and_then(|profile| profile.get("sso_account_id")), Some("000000000001"));
}

#[test]
fn r6_and_r7_what_cannot_be_known_is_kept_with_its_reason() {
    for (tool, section, reason) in [
        (Tool::AwsVault, "credential_process = sh -c 'aws-vault exec x --json'\n", "shell line"),
        (Tool::AwsVault, "credential_process = aws-vault exec x --json\n", "asks"),
        (Tool::AwsVault, "credential_process = aws-vault exec y --json\n", "no SSO behind it"),
        (Tool::Granted, "credential_process = granted credential-process --profile x\n", "IAM user"),
        (Tool::Granted, "credential_process = granted credential-process --profile y\n", "no role is known"),
        (Tool::Granted, "granted_sso_account_id = 111122223333\n", "are missing"),
        (Tool::AwsSsoCli, "credential_process = aws-sso -S Gone process --arn 1:R\n", "not configured"),
        (Tool::AwsSsoCli, "credential_process = saml2aws login\n", "starts saml2aws"),
        (Tool::Leapp, "credential_process = leapp session generate 1\n", "nothing is known of it"),
        (
            Tool::AwsCliLegacy,
            "sso_start_url = https://corp.awsapps.com/start\nsso_role_name = R\n",
            "are missing",
        ),
        (Tool::AwsCliLegacy, "sso_session = gone\nsso_account_id = 1\nsso_role_name = R\n", "does not exist"),
        (Tool::AwsCliLegacy, "role_arn = arn:aws:iam::1:role/R\nsource_profile = gone\n", "does not exist"),
        (Tool::AwsCliLegacy, "region = eu-west-1\n", "not of aws-cli-legacy"),
    ] {
        let config = format!("[profile x]\n{section}");
        let plan = planned(tool, &[], &config);
        let x = plan.profiles.iter().find(|profile| profile.name == "x").expect("the profile");
        assert_eq!(x.action, Action::Keep, "{section}");
        let said = format!("{:?} {:?}", x.reason, plan.warnings);
        assert!(said.contains(reason), "{section}: {said}");
        assert_eq!(plan.after.as_bytes(), config.as_bytes());
    }
}

#[test]
fn r9_account_ids_are_texts_of_twelve_digits() {
    for (id, is_taken) in
        [("111122223333", true), ("001122334455", true), ("12345678901", false), ("x", false)]
    {
        let plan = planned(
            Tool::AwsCliLegacy,
            &[],
            &format!("[profile x]\n{PORTAL}sso_account_id = {id}\nsso_role_name = R\n"),
        );
        assert_eq!(plan.profiles[0].action == Action::Convert, is_taken, "{id}: {:?}", plan.profiles);
    }
    let plan = planned(
        Tool::AwsCliLegacy,
        &[],
        &format!("[profile x]\n{PORTAL}sso_account_id = 111122223333 # prod\nsso_role_name = R\n"),
    );
    let after = String::from_utf8_lossy(plan.after.as_bytes()).into_owned();
    assert!(after.contains("# prod\nsso_account_id = 111122223333\n"), "{after}");
    assert!(plan.warnings.iter().any(|text| text.contains("comment")), "{:?}", plan.warnings);
}

#[test]
fn r11_marks_go_with_the_profiles_between_them_only() {
    let block = |line: &str| format!("# BEGIN_AWS_SSO_CLI\n[profile x]\n{line}# END_AWS_SSO_CLI\n");
    let settings = "SSOConfig:\n  corp: {StartUrl: 'https://corp.awsapps.com/start', SSORegion: eu-west-1}\n";
    for (line, goes) in
        [("credential_process = aws-sso process --arn 1:R\n", true), ("region = eu-west-1\n", false)]
    {
        let plan = planned(Tool::AwsSsoCli, &[(".aws-sso/config.yaml", settings)], &block(line));
        assert_eq!(!String::from_utf8_lossy(plan.after.as_bytes()).contains("BEGIN"), goes, "{line}");
        assert_eq!(!plan.marks.is_empty(), goes);
    }
}

#[test]
fn a_role_on_top_is_planned_once_however_many_stand_on_it() {
    let settings = "SSOConfig:\n  corp:\n    StartUrl: https://corp.awsapps.com/start\n    SSORegion: cn-north-1\n    \
                    Accounts:\n      111122223333:\n        Roles:\n          Base: {}\n          Top: {Via: '111122223333:Base', \
                    Profile: top}\n          One: {Via: '111122223333:Top'}\n          Two: {Via: '111122223333:Top'}\n";
    let plan = planned(Tool::AwsSsoCli, &[(".aws-sso/config.yaml", settings)], "");
    let names: Vec<_> = plan.profiles.iter().map(|profile| (profile.name.as_str(), profile.action)).collect();
    let all = ["111122223333:Base", "top", "111122223333:One", "111122223333:Two"];
    assert_eq!(names, all.map(|name| (name, Action::Add)));
    let after = String::from_utf8_lossy(plan.after.as_bytes()).into_owned();
    assert!(after.contains("role_arn = arn:aws-cn:iam::111122223333:role/Top\n"), "{after}");
    let again = planned(Tool::AwsSsoCli, &[(".aws-sso/config.yaml", settings)], &after);
    assert!(again.changes.is_empty(), "{:?}", again.changes);
    let of_europe = settings.replace("cn-north-1", "eusc-de-east-1");
    let plan = planned(Tool::AwsSsoCli, &[(".aws-sso/config.yaml", &of_europe)], "");
    let after = String::from_utf8_lossy(plan.after.as_bytes()).into_owned();
    assert!(after.contains("role_arn = arn:aws-eusc:iam::111122223333:role/Top\n"), "{after}");
}

#[test]
fn yaml_of_all_kinds_is_read() {
    let settings = "SSOConfig: &all\n  corp: &corp\n    StartUrl: \"https://corp.awsapps.com/start\"\n    SSORegion: eu-west-1\n  \
                    more:\n    <<: *corp\n    StartUrl: https://more.awsapps.com/start\n";
    let plan = planned(Tool::AwsSsoCli, &[(".aws-sso/config.yaml", settings)], "");
    let names: Vec<_> =
        plan.sessions.iter().map(|session| (session.name.as_str(), session.region.as_str())).collect();
    assert_eq!(names, [("corp", "eu-west-1"), ("more", "eu-west-1")]);
}

#[test]
fn addresses_are_shown_without_passwords() {
    let settings = "[ProfileRegistry]\n[[ProfileRegistry.Registries]]\nurl = 'https://me:SECRET@git.example.com/x.git'\n";
    let plan = planned(Tool::Granted, &[(".granted/config", settings)], "");
    let said = plan.to_json().to_string();
    assert!(said.contains("https://git.example.com/x.git") && !said.contains("SECRET"), "{said}");
}
