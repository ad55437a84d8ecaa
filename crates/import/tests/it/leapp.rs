//! Leapp's workspace: its sessions become profiles, and roles on top of them chains.

use daypass_config_parse::{Config, Dialect, Document, Section};
use daypass_import::ImportPlan;
use daypass_other_tools::{Surroundings, Tool};
use std::path::Path;

/// A workspace in clear: an integration, two roles, a chain, an IAM user.
const WORKSPACE: &str = r#"{
    "_awsSsoIntegrations": [{"id": "i1", "alias": "My Corp", "type": "AWS-SSO",
        "portalUrl": "https://corp.awsapps.com/start", "region": "eu-west-1"}],
    "_profiles": [{"id": "p1", "name": "default"}, {"id": "p2", "name": "pay"}],
    "_sessions": [
        {"sessionId": "s1", "sessionName": "Payments", "type": "awsSsoRole", "profileId": "p2", "region": "eu-west-1",
         "roleArn": "arn:aws:iam::111122223333/Admin", "awsSsoConfigurationId": "i1"},
        {"sessionId": "s2", "sessionName": "Équipe", "type": "awsSsoRole", "profileId": "p1", "region": "eu-west-1",
         "roleArn": "arn:aws:iam::222233334444/Admin", "awsSsoConfigurationId": "i1"},
        {"sessionId": "s3", "sessionName": "Loader", "type": "awsIamRoleChained", "profileId": "p1",
         "region": "eu-west-1", "roleArn": "arn:aws:iam::333344445555:role/Load", "parentSessionId": "s2",
         "roleSessionName": "jdoe"},
        {"sessionId": "s4", "sessionName": "user", "type": "awsIamUser", "profileId": "p1"}],
    "_defaultRegion": "eu-central-1"}"#;

fn surroundings(home: &Path, workspace: &str) -> Surroundings {
    let folder = home.join(".Leapp");
    std::fs::create_dir_all(&folder).expect("a folder");
    write(&folder.join("Leapp-lock.json"), workspace);
    Surroundings::new(home)
}

#[expect(clippy::disallowed_methods, reason = "a test makes a file of another tool")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a file");
}

#[test]
fn sessions_become_profiles_and_chains() {
    let home = tempfile::tempdir().expect("a folder");
    let around = surroundings(home.path(), WORKSPACE);
    let plan = ImportPlan::new(Tool::Leapp, &around, &Document::parse(""), None).expect("it opens");
    let after = String::from_utf8(plan.after.into_bytes()).expect("UTF-8");
    assert_eq!(
        after,
        "[sso-session My-Corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
         sso_registration_scopes = sso:account:access\n\n\
         [profile pay]\nsso_session = My-Corp\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = eu-west-1\n\n\
         [profile Equipe.Admin]\nsso_session = My-Corp\nsso_account_id = 222233334444\nsso_role_name = Admin\n\
         region = eu-west-1\n\n\
         [profile Loader.Load]\nrole_arn = arn:aws:iam::333344445555:role/Load\nsource_profile = Equipe.Admin\n\
         role_session_name = jdoe\nregion = eu-west-1\n"
    );
    assert!(plan.left.iter().any(|left| left.what == "user"));
}

#[test]
fn a_session_that_runs_on_the_default_profile_is_converted_there_once() {
    let home = tempfile::tempdir().expect("a folder");
    let workspace = r#"{"_awsSsoConfiguration": {"portalUrl": "https://corp.awsapps.com/start/", "region": "eu-west-1"},
        "_profiles": [{"id": "d", "name": "default"}, {"id": "p", "name": "my prof"}],
        "_sessions": [
            {"sessionId": "s1", "sessionName": "A", "type": "awsSsoRole", "profileId": "p",
             "roleArn": "arn:aws:iam::111122223333/Admin"},
            {"sessionId": "s2", "sessionName": "A", "type": "awsSsoRole", "profileId": "d",
             "roleArn": "arn:aws:iam::111122223333/Admin"}]}"#;
    let around = surroundings(home.path(), workspace);
    let config = Document::parse("[default]\ncredential_process=leapp session generate s2\n");
    let plan = ImportPlan::new(Tool::Leapp, &around, &config, None).expect("it is in clear");
    let names: Vec<_> = plan.profiles.iter().map(|profile| profile.name.as_str()).collect();
    assert_eq!(names, ["default", "my-prof"]);
    let again = ImportPlan::new(Tool::Leapp, &around, &plan.after, None).expect("it is in clear");
    assert!(again.changes.is_empty(), "{:?}", again.changes);
}

/// A workspace of these sessions, with one integration, and named profiles `default`, `work` and `my prof`.
fn workspace(sessions: &str) -> String {
    format!(
        r#"{{"_awsSsoIntegrations": [
            {{"id": "i", "alias": "corp", "portalUrl": "https://corp.awsapps.com/start", "region": "eu-west-1"}},
            {{"id": "bad", "alias": "odd region", "portalUrl": "https://corp.awsapps.com/start", "region": "x y"}},
            {{"id": "url", "alias": "odd portal", "portalUrl": "nowhere", "region": "eu-west-1"}}],
           "_profiles": [{{"id": "d", "name": "default"}}, {{"id": "w", "name": "work"}}, {{"id": "m", "name": "my prof"}}],
           "_sessions": [{sessions}]}}"#
    )
}

/// A session for a role: its id, which is its name, its named profile, its account and its role.
fn role(id: &str, profile: &str, account: &str, role: &str) -> String {
    format!(
        r#"{{"sessionId": "{id}", "sessionName": "{id}", "type": "awsSsoRole", "profileId": "{profile}",
            "roleArn": "arn:aws:iam::{account}/{role}", "awsSsoConfigurationId": "i"}}"#
    )
}

fn plan(sessions: &[String], config: &str) -> ImportPlan {
    let home = tempfile::tempdir().expect("a folder");
    let around = surroundings(home.path(), &workspace(&sessions.join(",")));
    ImportPlan::new(Tool::Leapp, &around, &Document::parse(config), None).expect("it is in clear")
}

/// The profiles that have a role afterwards, with its account.
fn roles(plan: &ImportPlan) -> Vec<String> {
    let config = Config::new(&plan.after, None, Dialect::AwsCli);
    let role = |profile: Section<'_>| {
        let what = profile.get("sso_account_id").or(profile.get("role_arn"))?;
        Some(format!("{} {what}", profile.name()))
    };
    config.profiles().filter_map(role).collect()
}

fn left(plan: &ImportPlan) -> Vec<String> {
    plan.left.iter().map(|left| format!("{}: {}", left.what, left.why)).collect()
}

#[test]
fn a_profile_gets_the_role_of_the_session_that_its_process_names() {
    let sessions = [role("a", "w", "111122223333", "A"), role("b", "d", "222233334444", "B")];
    let plan = plan(&sessions, "[profile mine]\ncredential_process = leapp session generate b\n");
    assert_eq!(roles(&plan), ["mine 222233334444", "work 111122223333"]);
}

#[test]
fn why_a_session_is_not_taken_over() {
    let typed = |id: &str, word: &str| {
        format!(r#"{{"sessionId": "{id}", "sessionName": "{id}", "type": "{word}", "profileId": "d"}}"#)
    };
    let sessions = [
        role("short", "w", "11122223333", "A"),
        role("odd", "w", "111122223333", "a\\u0007"),
        typed("user", "awsIamUser"),
        typed("saml", "awsIamRoleFederated"),
        typed("local", "localstack"),
        typed("cloud", "azure"),
        typed("new", "awsNewThing"),
    ];
    let plan = plan(&sessions, "");
    let expected = [
        "integration odd region: its portal or its region cannot be used",
        "integration odd portal: its portal or its region cannot be used",
        "short: an account id has 12 digits, and 11122223333 has 11: 011122223333 is a guess that only you can make",
        "odd: its role ARN cannot be understood",
        "user: keys of an IAM user in the keychain; daypass has none",
        "saml: SAML federation: not Identity Center",
        "local: LocalStack, not AWS",
        "cloud: Azure, not AWS",
        "new: a session of type awsNewThing, which daypass does not know",
    ];
    assert_eq!(left(&plan), expected);
    assert_eq!(roles(&plan), [""; 0]);
}

#[test]
fn names_that_are_taken_shared_or_written_otherwise() {
    let (a, b) = (role("a", "w", "111122223333", "A"), role("b", "w", "222233334444", "B"));
    let shared = "the named profile work is shared or taken: the first keeps the name";
    let renamed = "the named profile my prof becomes my-prof, a name that every SDK reads";
    let native = |name: &str, account: &str, role: &str| {
        format!(
            "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
             [{name}]\nsso_session = corp\nsso_account_id = {account}\nsso_role_name = {role}\n"
        )
    };
    for (sessions, config, expected, warned) in [
        (vec![a.clone()], String::new(), vec!["work 111122223333"], None),
        (
            vec![a.clone(), b.clone()],
            String::new(),
            vec!["work 111122223333", "b.B 222233334444"],
            Some(shared),
        ),
        (
            vec![role("m", "m", "111122223333", "M")],
            String::new(),
            vec!["my-prof 111122223333"],
            Some(renamed),
        ),
        // What stands there is what an earlier import made, or it is another.
        (vec![a.clone()], native("profile work", "111122223333", "A"), vec!["work 111122223333"], None),
        (
            vec![a.clone()],
            native("profile work", "111122223333", "Z"),
            vec!["work 111122223333", "a.A 111122223333"],
            Some(shared),
        ),
        (
            vec![a.clone()],
            native("profile work", "999922223333", "A"),
            vec!["work 999922223333", "a.A 111122223333"],
            Some(shared),
        ),
        // The name by the template is taken, too.
        (
            vec![a.clone()],
            native("profile work", "999922223333", "A") + "[profile a.A]\nregion = x\n",
            vec!["work 999922223333", "a.A-2 111122223333"],
            Some(shared),
        ),
        // `default`, where an earlier import converted it, for one of two.
        (
            vec![role("x", "d", "111122223333", "A"), role("y", "d", "111122223333", "A")],
            native("default", "111122223333", "A"),
            vec!["default 111122223333", "y.A 111122223333"],
            None,
        ),
    ] {
        let plan = plan(&sessions, &config);
        assert_eq!(roles(&plan), expected, "{sessions:?} {config}");
        let found: Vec<_> =
            plan.warnings.iter().filter(|warning| warning.starts_with("the named profile")).collect();
        assert_eq!(found, warned.iter().collect::<Vec<_>>(), "{sessions:?} {config}");
    }
}

#[test]
fn only_sessions_on_the_default_profile_are_told_to_get_another_name() {
    let sessions = [
        role("x", "d", "111122223333", "A"),
        role("a", "w", "111122223333", "A"),
        role("b", "w", "111122223333", "B"),
    ];
    let told = "on `default`: several sessions cannot be one profile: it gets a name by the template";
    let plan = plan(&sessions, "");
    let left: Vec<_> = left(&plan).into_iter().filter(|left| left.contains("`default`")).collect();
    assert_eq!(left, [format!("x {told}")]);
}

#[test]
fn a_chain_that_an_earlier_import_made_keeps_its_name() {
    let chain = r#"{"sessionId": "c", "sessionName": "c", "type": "awsIamRoleChained", "profileId": "w",
        "roleArn": "arn:aws:iam::333344445555:role/Load", "parentSessionId": "x"}"#;
    let sessions = [role("x", "d", "111122223333", "A"), chain.to_owned()];
    let existing = |role: &str| {
        format!("[profile work]\nrole_arn = arn:aws:iam::333344445555:role/{role}\nsource_profile = x.A\n")
    };
    let load = "work arn:aws:iam::333344445555:role/Load".to_owned();
    assert_eq!(roles(&plan(&sessions, &existing("Load"))), [load, "x.A 111122223333".to_owned()]);
    let other = plan(&sessions, &existing("Other"));
    assert_eq!(
        roles(&other),
        [
            "work arn:aws:iam::333344445555:role/Other",
            "x.A 111122223333",
            "c.Load arn:aws:iam::333344445555:role/Load",
        ]
    );
}
