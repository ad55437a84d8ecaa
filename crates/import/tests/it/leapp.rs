//! Leapp's workspace: its sessions become profiles, and roles on top of them chains.

use daypass_config_parse::Document;
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
