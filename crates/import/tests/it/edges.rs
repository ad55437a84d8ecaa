//! Single decisions of a plan, each with the home that tells it from its neighbour.

use super::samples::planned;
use daypass_config_parse::{Config, Dialect, Document};
use daypass_import::{Action, ImportPlan};
use daypass_other_tools::{Surroundings, Tool};
use daypass_settings::SettingValue;

const CORP: &str = "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
                    sso_registration_scopes = sso:account:access\n";
const PORTAL: &str = "sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n";
const OTHER: &str = "sso_start_url = https://other.awsapps.com/start\nsso_region = eu-west-1\n";
const ROLE: &str = "sso_account_id = 111122223333\nsso_role_name = Admin\n";

/// The value of a key of a profile after the import.
fn after(plan: &ImportPlan, profile: &str, key: &str) -> Option<String> {
    let config = Config::new(&plan.after, None, Dialect::AwsCli);
    config.profile(profile).and_then(|profile| profile.get(key).map(str::to_owned))
}

/// The reason why a profile stays as it is; `None` for one that changes.
fn kept<'p>(plan: &'p ImportPlan, name: &str) -> Option<&'p str> {
    let profile = plan.profiles.iter().find(|profile| profile.name == name).expect("the profile");
    profile.reason.as_deref().filter(|_| profile.action == Action::Keep)
}

fn is_warned(plan: &ImportPlan, text: &str) -> bool {
    plan.warnings.iter().any(|warning| warning.contains(text))
}

fn is_left(plan: &ImportPlan, text: &str) -> bool {
    plan.left.iter().any(|left| format!("{}: {}", left.what, left.why).contains(text))
}

#[test]
fn a_profile_of_a_session_goes_to_that_session_and_not_to_another_portal() {
    let config = format!("{CORP}[profile a]\n{OTHER}{ROLE}[profile b]\nsso_session = corp\n{PORTAL}{ROLE}");
    let plan = planned(Tool::AwsCliLegacy, &[], &config);
    assert_eq!(after(&plan, "a", "sso_session").as_deref(), Some("other"));
    assert_eq!(after(&plan, "b", "sso_session").as_deref(), Some("corp"));
    assert_eq!(after(&plan, "b", "sso_start_url"), None);
    assert!(plan.adds_session() && plan.takes_over("a") && plan.takes_over("b") && !plan.takes_over("c"));
    assert!(plan.to_string().starts_with("aws-cli-legacy: 1 new session; 2 profiles changed, 0 added, 0 as"));
    let plan = planned(
        Tool::AwsCliLegacy,
        &[],
        &format!("{CORP}[profile b]\n{PORTAL}{ROLE}[profile x]\nregion = x\n"),
    );
    assert!(!plan.adds_session() && plan.takes_over("b") && !plan.takes_over("x"));
    assert_eq!(
        plan.to_string(),
        "aws-cli-legacy: 0 new sessions; 1 profile changed, 0 added, 1 as they are."
    );
}

#[test]
fn why_a_text_is_no_id_of_an_account() {
    for (id, why) in [
        ("12345678", "does not have 12 digits"),
        ("123456789", "123456789 has 9: 000123456789 is a guess"),
        ("12345678901", "12345678901 has 11: 012345678901 is a guess"),
        ("1111222233334", "does not have 12 digits"),
        ("1234567890x", "does not have 12 digits"),
        ("11112222333x", "does not have 12 digits"),
    ] {
        let config = format!("[profile x]\n{PORTAL}sso_account_id = {id}\nsso_role_name = R\n");
        let plan = planned(Tool::AwsCliLegacy, &[], &config);
        assert!(kept(&plan, "x").is_some_and(|reason| reason.contains(why)), "{id}: {:?}", kept(&plan, "x"));
    }
}

#[test]
fn two_entries_of_one_portal_find_their_own_sessions_again() {
    let settings = "SSOConfig:\n  Me: {StartUrl: 'https://corp.awsapps.com/start', SSORegion: eu-west-1}\n  \
                    Boss: {StartUrl: 'https://corp.awsapps.com/start', SSORegion: eu-west-1}\n";
    let files = [(".aws-sso/config.yaml", settings)];
    let profiles = "[profile a]\ncredential_process = aws-sso -S Me process --arn 1:R\n\
                    [profile b]\ncredential_process = aws-sso -S Boss process --arn 2:R\n";
    let both = |names: [&str; 2]| {
        let sessions = names.map(|name| CORP.replace("corp]", &format!("{name}]"))).concat();
        let plan = planned(Tool::AwsSsoCli, &files, &format!("{sessions}{profiles}"));
        ["a", "b"].map(|name| after(&plan, name, "sso_session").expect("a session"))
    };
    assert_eq!(both(["Me", "Boss"]), ["Me", "Boss"]);
    assert_eq!(both(["Boss", "Me"]), ["Me", "Boss"]);
    // One session with a name of its own is taken by the first; the second gets a new one.
    assert_eq!(both(["mine", "Boss"]), ["mine", "Boss"]);
    let plan = planned(Tool::AwsSsoCli, &files, &format!("{CORP}{profiles}"));
    assert_eq!(
        ["a", "b"].map(|name| after(&plan, name, "sso_session")),
        ["corp", "Boss"].map(|name| Some(name.to_owned()))
    );
}

#[test]
fn a_role_on_top_needs_a_profile_that_a_session_reaches() {
    for (base, is_reached) in [
        ("region = eu-west-1\n".to_owned(), false),
        (format!("sso_session = corp\n{ROLE}"), true),
        (format!("sso_session = corp\n{ROLE}credential_process = other\n"), false),
        ("sso_session = corp\nsso_role_name = Admin\n".to_owned(), false),
    ] {
        let config = format!(
            "{CORP}[profile base]\n{base}[profile top]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = base\n\
             mfa_process = x\n"
        );
        let plan = planned(Tool::AwsVault, &[], &config);
        let reason = kept(&plan, "top");
        assert_eq!(reason.is_none(), is_reached, "{base}: {reason:?}");
        assert!(
            is_reached || reason == Some("a role on top of base, which no session reaches"),
            "{reason:?}"
        );
    }
}

#[test]
fn a_profile_that_cannot_be_edited_stays_and_the_others_change() {
    let config = format!(
        "{CORP}[profile base]\n{PORTAL}{ROLE}output = text #1\n[profile child]\ninclude_profile = base\n\
         [profile dev]\n{PORTAL}{ROLE}"
    );
    let plan = planned(Tool::AwsVault, &[], &config);
    let reason = kept(&plan, "child").expect("it stays");
    assert!(reason.starts_with("it cannot be edited: the SDKs take '#'"), "{reason}");
    assert!(is_left(&plan, "child: it cannot be edited"));
    assert!(!plan.takes_over("child") && plan.takes_over("dev"));
    assert_eq!(after(&plan, "child", "include_profile").as_deref(), Some("base"));
    assert_eq!(after(&plan, "dev", "sso_session").as_deref(), Some("corp"));
    assert!(plan.changes.iter().all(|change| change.name != "child"));
    let child = plan.profiles.iter().find(|profile| profile.name == "child").expect("the profile");
    assert!(child.keys.is_empty() && child.credentials.is_none() && child.header.is_none());
    // Nothing of a file in UTF-16 can be edited, and everything in it is said to stay.
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain(format!("[profile dev]\n{PORTAL}{ROLE}").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let document = Document::parse(wide.clone());
    let around = Surroundings::new("/home/me");
    let plan = ImportPlan::new(Tool::AwsCliLegacy, &around, &document, None).expect("a plan");
    assert!(plan.changes.is_empty() && plan.after.as_bytes() == wide && !plan.is_change(&document));
}

#[test]
fn what_a_profile_gets_beside_its_role_is_told_to_programs() {
    let config = format!(
        "{CORP}[profile base]\n{PORTAL}{ROLE}output = json\nmfa_process = x\n[profile two words]\ninclude_profile = base\n\
         [profile native]\nsso_session = corp\n{ROLE}granted_sso_odd = x\n"
    );
    let plan = planned(Tool::AwsVault, &[], &config);
    let json = plan.to_json();
    let told = json["profiles"].as_array().expect("profiles");
    let of = |name: &str| told.iter().find(|profile| profile["name"] == name).expect("the profile");
    assert_eq!(of("two words")["keys"], serde_json::json!({ "output": "json" }), "{json}");
    assert_eq!(of("two words")["header"], "[profile \"two words\"]");
    assert!(of("base").get("keys").is_none() && of("base").get("header").is_none());
    let plan = planned(Tool::Granted, &[], &config);
    assert_eq!(kept(&plan, "native"), Some("already as the import would make it"));
    assert!(plan.changes.iter().all(|change| change.name != "native"));
}

/// The keys of a chain are its own, not keys beside it.
#[test]
fn keys_of_a_chain_that_come_from_another_profile_are_written_once() {
    let config = format!(
        "[profile base]\n{PORTAL}{ROLE}\
         [profile up]\nrole_arn = arn:aws:iam::222233334444:role/Up\nsource_profile = base\nexternal_id = x\n\
         mfa_process = y\noutput = json\n\
         [profile child]\ninclude_profile = up\n"
    );
    let plan = planned(Tool::AwsVault, &[], &config);
    let child = plan.profiles.iter().find(|profile| profile.name == "child").expect("the profile");
    assert_eq!(child.keys, [("output".to_owned(), "json".to_owned())]);
    assert_eq!(after(&plan, "child", "external_id").as_deref(), Some("x"));
    assert_eq!(after(&plan, "child", "mfa_process"), None);
}

#[test]
fn what_only_aws_vault_gives_from_the_default_profile_is_told() {
    let tail = "without aws-vault there is no region in";
    let gives = "aws-vault gives every profile the keys of [default]";
    for (config, gives_keys, lacking) in [
        (format!("{CORP}[default]\nregion = x\n[profile a]\nsso_session = corp\n{ROLE}"), true, Some("a")),
        (format!("{CORP}[default]\noutput = x\n[profile a]\nsso_session = corp\n{ROLE}"), true, None),
        (format!("{CORP}[default]\nregion = x\nsso_session = corp\n{ROLE}"), false, None),
        (format!("{CORP}[default]\n[profile a]\nsso_session = corp\n{ROLE}"), false, None),
        // One that the import changes gets its region.
        (
            format!(
                "{CORP}[default]\nregion = x\nsso_account_id = 111122223333\n\
                 [profile p]\nsso_session = corp\nsso_role_name = R\n[profile a]\nsso_session = corp\n{ROLE}"
            ),
            true,
            Some("a"),
        ),
    ] {
        let plan = planned(Tool::AwsVault, &[], &config);
        assert_eq!(is_warned(&plan, gives), gives_keys, "{config}: {:?}", plan.warnings);
        let told = plan.warnings.iter().find_map(|warning| warning.split_once(tail));
        assert_eq!(told.map(|(_, names)| names.trim()), lacking, "{config}");
    }
}

#[test]
fn a_profile_of_another_tool_stays_with_the_name_of_that_tool() {
    let config = format!(
        "[profile old]\n{PORTAL}{ROLE}[profile vault]\ncredential_process = aws-vault exec x --json\n\
         [profile top]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = keys\n\
         [profile lost]\nrole_arn = arn:aws:iam::1:role/R\nsource_profile = gone\n"
    );
    let files = [(".aws/credentials", "[keys]\naws_access_key_id = AKIA1\naws_secret_access_key = x\n")];
    let plan = planned(Tool::Granted, &files, &config);
    let older = "not of granted: a profile of the AWS CLI in its older form (daypass import aws-cli-legacy)";
    assert_eq!(kept(&plan, "old"), Some(older));
    let vault = "not of granted: a profile of aws-vault (daypass import aws-vault)";
    assert_eq!(kept(&plan, "vault"), Some(vault));
    assert_eq!(kept(&plan, "top"), Some("a role on top of keys: it works as it is"));
    assert_eq!(kept(&plan, "lost"), Some("a role on top of gone, which does not exist"));
}

#[test]
fn sections_of_the_credentials_file_are_told_once() {
    let keys = "aws_access_key_id = ASIA1\naws_secret_access_key = x\naws_session_token = x\n\
                aws_security_token = x\naws_session_expiration = x\n";
    let credentials = format!(
        "[dev]\n{keys}[copy]\n{keys}[own]\naws_access_key_id = AKIA1\n[both]\naws_access_key_id = AKIA2\n"
    );
    let config = format!("[profile dev]\n{PORTAL}{ROLE}[profile both]\nregion = x\n");
    let plan = planned(Tool::Yawsso, &[(".aws/credentials", &credentials)], &config);
    assert!(
        is_left(&plan, "[dev] in the credentials file: temporary keys, a copy of the profile"),
        "{:?}",
        plan.left
    );
    assert!(is_left(&plan, "[copy] in the credentials file: a copy under another name"), "{:?}", plan.left);
    let names: Vec<_> = plan.profiles.iter().map(|profile| profile.name.as_str()).collect();
    assert_eq!(names, ["dev", "both", "own"]);
    assert_eq!(kept(&plan, "own"), Some("only in the credentials file, not of yawsso"));
}

#[test]
fn the_keys_of_granted_win_over_the_profile_that_its_process_names() {
    let process = "credential_process = granted credential-process --profile base\n";
    let config = format!(
        "[profile base]\n{PORTAL}{ROLE}\
         [profile own]\n{process}granted_sso_start_url = https://corp.awsapps.com/start\ngranted_sso_region = eu-west-1\n\
         granted_sso_account_id = 222233334444\ngranted_sso_role_name = Own\n[profile named]\n{process}"
    );
    let plan = planned(Tool::Granted, &[], &config);
    assert_eq!(after(&plan, "own", "sso_role_name").as_deref(), Some("Own"));
    assert_eq!(after(&plan, "named", "sso_role_name").as_deref(), Some("Admin"));
    assert!(
        is_warned(&plan, "own: its credential_process names another profile, base"),
        "{:?}",
        plan.warnings
    );
    assert!(!is_warned(&plan, "named: its credential_process"), "{:?}", plan.warnings);
}

#[test]
fn the_template_of_granted_is_that_of_its_sections_or_of_what_it_generated() {
    let template = |files: &[(&str, &str)], config: &str| {
        let plan = planned(Tool::Granted, files, config);
        let set = plan.settings.iter().filter(|setting| setting.name == "template");
        set.map(|setting| format!("{} = {}", setting.full_name(), setting.value.shown())).collect::<Vec<_>>()
    };
    let generated = format!("[profile a]\ncommon_fate_generated_from = aws-sso\n{PORTAL}{ROLE}");
    let unmarked = format!("[profile a]\ngranted_sso_start_url = https://corp.awsapps.com/start\n{ROLE}");
    assert_eq!(template(&[], &generated), ["template = {account}/{role}"]);
    assert_eq!(template(&[], &unmarked), [""; 0]);
    let section = |url: &str, name: &str| {
        format!(
            "[SSO.{name}]\nStartURL = 'https://{url}.awsapps.com/start'\nSSORegion = 'eu-west-1'\nProfileTemplate = '{{{{ .RoleName }}}}-{name}'\n"
        )
    };
    let two = section("corp", "one") + &section("other", "two");
    let set = template(&[(".granted/config", &two)], "");
    assert_eq!(set, ["sso-session.one.template = {role}-one", "sso-session.two.template = {role}-two"]);
    let one = section("corp", "one");
    assert_eq!(template(&[(".granted/config", &one)], &generated), ["template = {role}-one"]);
    // Of two sections for one portal the first counts.
    let same = section("corp", "one") + &section("corp", "two");
    assert_eq!(template(&[(".granted/config", &same)], ""), ["template = {role}-one"]);
    let plan = planned(Tool::Granted, &[(".granted/config", &one)], "");
    let text = SettingValue::Text("{role}-one".to_owned());
    let new = plan.new_settings();
    assert!(new.contains(&(None, "template".to_owned(), text)), "{new:?}");
    assert_eq!(new.len(), plan.settings.len());
    let plan = planned(Tool::Granted, &[(".granted/config", "AccessRequestURL = 'https://x'\n")], "");
    assert!(is_left(&plan, "AccessRequestURL: no counterpart"), "{:?}", plan.left);
}

#[test]
fn names_by_role_and_account_and_a_cache_of_its_own() {
    let names = "names ROLE-ACCOUNT";
    let plan = planned(Tool::AwsCliLegacy, &[], &format!("[profile a]\n{PORTAL}{ROLE}"));
    assert!(!is_left(&plan, names));
    let plan = planned(Tool::AwsCliLegacy, &[], &format!("[profile Admin-111122223333]\n{PORTAL}{ROLE}"));
    assert!(is_left(&plan, names));
    let mut around = Surroundings::new("/home/me");
    around.variables.insert("AWS_SSO_CACHE_PATH".to_owned(), "/cache".to_owned());
    for (tool, is_told) in [(Tool::Yawsso, true), (Tool::AwsCliLegacy, false)] {
        let plan = ImportPlan::new(tool, &around, &Document::default(), None).expect("a plan");
        assert_eq!(is_left(&plan, "AWS_SSO_CACHE_PATH /cache: only yawsso reads it"), is_told, "{tool}");
    }
}

#[test]
fn regions_that_were_shortened_in_names_are_told_of_where_there_are_several() {
    for (regions, expected, is_told) in [
        (&["eu-west-1", "eu-west-1"][..], &["eu-west-1"][..], false),
        (&["eu-west-1", "us-east-1"], &["eu-west-1", "us-east-1"], true),
    ] {
        let config: String = (1..)
            .zip(regions)
            .map(|(at, region)| {
                format!("[profile p{at}]\nsso_auto_populated = true\n{PORTAL}{ROLE}region = {region}\n")
            })
            .collect();
        let plan = planned(Tool::AwsSsoUtil, &[], &config);
        assert_eq!(is_left(&plan, "the way regions are shortened"), is_told, "{regions:?}");
        let set = plan.settings.iter().find(|setting| setting.name == "regions").expect("regions");
        assert_eq!(set.value.shown(), expected.join(", "));
    }
}
