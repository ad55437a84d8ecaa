//! Leapp's workspace: it opens with an id of its machine, and says so where it does not.

use crate::home::Home;
use daypass_other_tools::{ErrorKind, LeappSessionKind, LeappWorkspace, Surroundings};

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

fn surroundings(home: &Home, workspace: &str, ids: &[&str]) -> Surroundings {
    home.write(".Leapp/Leapp-lock.json", workspace);
    let mut around = home.around();
    around.machine_ids = ids.iter().map(|&id| id.to_owned()).collect();
    around
}

#[test]
fn the_workspace_opens_with_the_id_of_its_machine() {
    let home = Home::new();
    let around = surroundings(&home, WORKSPACE, &["another", " 0123456789ABCDEF0123456789ABCDEF\n"]);
    let workspace = LeappWorkspace::read(&around).expect("it opens");
    assert_eq!(workspace.path, Some(home.path().join(".Leapp/Leapp-lock.json")));
    let integrations: Vec<_> = workspace
        .integrations
        .iter()
        .map(|one| [&one.id, &one.alias, &one.start_url, &one.region].map(String::as_str))
        .collect();
    assert_eq!(integrations, [["i1", "My Corp", "https://corp.awsapps.com/start", "eu-west-1"]]);
    let role = |role_arn: &str| LeappSessionKind::Role {
        integration: "i1".to_owned(),
        role_arn: role_arn.to_owned(),
    };
    let chained = LeappSessionKind::Chained {
        role_arn: "arn:aws:iam::333344445555:role/Load".to_owned(),
        parent: "s2".to_owned(),
        session_name: Some("jdoe".to_owned()),
    };
    let sessions: Vec<_> = workspace
        .sessions
        .iter()
        .map(|one| {
            (one.id.as_str(), one.name.as_str(), one.profile.as_str(), one.region.is_some(), &one.kind)
        })
        .collect();
    assert_eq!(
        sessions,
        [
            ("s1", "Payments", "pay", true, &role("arn:aws:iam::111122223333/Admin")),
            ("s2", "Équipe", "default", true, &role("arn:aws:iam::222233334444/Admin")),
            ("s3", "Loader", "default", true, &chained),
            ("s4", "user", "default", false, &LeappSessionKind::Other("awsIamUser".to_owned())),
        ]
    );
    assert_eq!(workspace.region.as_deref(), Some("eu-central-1"));
}

#[test]
fn an_older_workspace_has_one_integration_and_names_that_leapp_gave() {
    let home = Home::new();
    let workspace = r#"{"_awsSsoConfiguration": {"portalUrl": "https://corp.awsapps.com/start/", "region": "eu-west-1"},
        "_awsSsoIntegrations": [{"id": "half", "region": "eu-west-1"}],
        "_sessions": [
            {"sessionId": "a", "type": "awsSsoRole", "roleArn": "arn:aws:iam::111122223333/Admin", "profileId": "gone"},
            {"sessionId": "b", "type": "awsIamRoleChained", "parentSessionId": "a",
             "roleSessionName": "assumed-from-leapp"},
            {"sessionName": "no id", "type": "awsSsoRole"}]}"#;
    let workspace = LeappWorkspace::read(&surroundings(&home, workspace, &[])).expect("it is in clear");
    let integrations: Vec<_> =
        workspace.integrations.iter().map(|one| (one.id.as_str(), one.alias.as_str())).collect();
    assert_eq!(integrations, [("", "default")]);
    let kinds: Vec<_> = workspace.sessions.iter().map(|one| (one.profile.as_str(), &one.kind)).collect();
    let role = LeappSessionKind::Role {
        integration: String::new(),
        role_arn: "arn:aws:iam::111122223333/Admin".to_owned(),
    };
    let chained =
        LeappSessionKind::Chained { role_arn: String::new(), parent: "a".to_owned(), session_name: None };
    assert_eq!(kinds, [("default", &role), ("default", &chained)]);
    assert_eq!(LeappWorkspace::read(&Home::new().around()).expect("no file"), LeappWorkspace::default());
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
        let home = Home::new();
        let around = surroundings(&home, workspace, ids);
        let error = LeappWorkspace::read(&around).expect_err("it does not open");
        assert_eq!(error.kind(), kind);
        assert!(error.message("~/.Leapp/Leapp-lock.json").ends_with(words), "{error}");
    }
}
