//! Leapp's workspace: it opens with an id of its machine, and says so where it does not.

use daypass_config_parse::Document;
use daypass_import::{ErrorKind, ImportPlan, Surroundings, Tool};
use std::path::Path;

/// The id of the machine on which the workspace below was made.
const MACHINE: &str = "0123456789abcdef0123456789abcdef";

/// A workspace, encrypted by `openssl enc -aes-256-cbc -md md5 -base64 -A`: an integration, two roles, a chain, an IAM user.
const WORKSPACE: &str = "\
    U2FsdGVkX18BAgMEBQYHCOLILRcde8tcVjZ45J8RwPNj5X6eZXUp9zOJO6BhO+dpgLTtYL6nO7HByheiklt0UF8xg20puE1m/iUU\
    N2SlPvDBW+EjJZgwQH2YOXNHs8SoXkW3vZWVk5WlOpf9toLEFBBSWZ8QkaXSR018X2Qfurp0f1a1BN9q+L02kPQpfvD0GlvytLIW\
    PSxD0gmiuI0nPXVI9ViLDYYnL+Ybq34c6nb9k/Ymh2BTLDXS64Ic1dnbAPh5uup1GKyDCt6gbDQ76ICO9+6kLIMBRoAtWz5orLhU\
    PSXTOgf3CdtgxYhl/wrxZ6FMGMuS5Es/6XfoWOK2PZsykpQst3BX0cWKRBJ6uiCo/wytc2vexOZWbQfSlW/T1mvqENtPQ37HZrmR\
    40JuOGnlMO7WamxqGjFzMCy0ShhJ5f8QMj+PStvSfjuLMyQ8neQ/l/zTu347ltHwD1HDRLC1l1L4yZOIrJafIRwlTQbgK8TkwLxz\
    qTl7JwsruGEyGVaHANS+7qRqaOt4KVbuCE9CLPJBc7MpSCvJqc5JMyDSq6NDBYXtIsiBFFf4P5oMW169/uQOM/ZAx/IqtAOWJ1gx\
    qjUPw2o2KP2EVu93i1V80DFEI/U8dy99mmI5j/wJn5+eF/moVgP6Vg71urt8CQUWGd6upgS7g7PTBmYQGUcO4ZH+UBOsxAb2UP1P\
    exQBYgkodOWdTgOqdKt0BSrDSaRGsJ0JGexCnswNl5NKGwQIt8knA6eoeJ3OnmS6RIw39P3JH0jwTFDO6aG+i5Aja3V3IQob2Acb\
    h2hovUywGb8WX05aEfw820Pqa4FP8OzDnsyjid8jSAbr8MW0bCvTDSego//OnWmuilODq5ik2I4oji4ONq0arC4MPVAKu/21ZVHN\
    NvJTwVKCvnSQ0+ZKZI7psjUL7g2jnYuvZp6JTibdvSgXYTRvVv8FzYzI79/PaW4uMBuKQK7pETOQ6JH7mNZI2WcpQcoKUZJAz0cX\
    m3d5BezqDlNXZducSr0NRzg7TP3MtzPJShlQyPQmq+qMImdwJxt1oV4pEqT5EMFo4crAL+XQf9dIpspin3gvk8nNkk56fVwBR9tv\
    n0D3xwfqVOil0ru93IvpelrxU/b2BCKRe0aXLNQ3nhnOOXiiD1cow14zkWbsPiJAYQ04B/oGqDE6yJaT0rI+rlgDZUxkx4f3ASf7\
    HUj0l7xspx7F7raTGf2xz+FDW2di+Pc3R66K0v0EuhxMyYD9HvwjT0p8UVjlvpJhDPpU9e40AviNtnz90wrAvbVFiltMDoow6CvN\
    Sw==";

fn surroundings(home: &Path, workspace: &str, ids: &[&str]) -> Surroundings {
    let folder = home.join(".Leapp");
    std::fs::create_dir_all(&folder).expect("a folder");
    write(&folder.join("Leapp-lock.json"), workspace);
    let mut around = Surroundings::new(home);
    around.machine_ids = ids.iter().map(|&id| id.to_owned()).collect();
    around
}

#[expect(clippy::disallowed_methods, reason = "a test makes a file of another tool")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).expect("a file");
}

#[test]
fn the_workspace_opens_with_the_id_of_its_machine() {
    let home = tempfile::tempdir().expect("a folder");
    let around = surroundings(home.path(), WORKSPACE, &["another", " 0123456789ABCDEF0123456789ABCDEF\n"]);
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
fn a_workspace_that_does_not_open_is_an_error_that_says_why() {
    for (workspace, ids, kind, words) in [
        (WORKSPACE, &["another"][..], ErrorKind::OtherMachine, "it was encrypted on another machine"),
        (
            WORKSPACE,
            &[][..],
            ErrorKind::OtherMachine,
            "the id of this machine, with which Leapp encrypts it, is not known",
        ),
        ("not base64!", &[MACHINE][..], ErrorKind::Malformed, "it is not Base64"),
        ("bm90IG91cnM=", &[MACHINE][..], ErrorKind::Malformed, "it is not encrypted by CryptoJS"),
        ("U2FsdGVkX18B", &[MACHINE][..], ErrorKind::Malformed, "it is cut"),
    ] {
        let home = tempfile::tempdir().expect("a folder");
        let around = surroundings(home.path(), workspace, ids);
        let error =
            ImportPlan::new(Tool::Leapp, &around, &Document::parse(""), None).expect_err("it does not open");
        assert_eq!(error.kind(), kind);
        assert!(error.message("~/.Leapp/Leapp-lock.json").ends_with(words), "{error}");
    }
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
    let around = surroundings(home.path(), workspace, &[]);
    let config = Document::parse("[default]\ncredential_process=leapp session generate s2\n");
    let plan = ImportPlan::new(Tool::Leapp, &around, &config, None).expect("it is in clear");
    let names: Vec<_> = plan.profiles.iter().map(|profile| profile.name.as_str()).collect();
    assert_eq!(names, ["default", "my-prof"]);
    let again = ImportPlan::new(Tool::Leapp, &around, &plan.after, None).expect("it is in clear");
    assert!(again.changes.is_empty(), "{:?}", again.changes);
}
