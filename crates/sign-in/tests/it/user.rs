//! Tests of the name of the user who has signed in.

use crate::{
    examples::own_event_loop::demo,
    sign_in::{Presser, run},
};
use daypass_sign_in::{SignIn, user_of};
use daypass_simulator::{Server, World};

#[test]
fn the_name_of_who_signed_in() {
    let server = Server::start(World::demo(), 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let user = || run(user_of(&provider, &session, None));
    assert_eq!(user(), None, "nobody has signed in");
    let (person, _) = Presser::new("allow");
    run(SignIn::new(&provider, &session, &person).run()).expect("signed in");
    assert_eq!(user().as_deref(), Some("testuser@example.com"), "by the first role of the listing");
    assert!(!home.path().join(".aws/cli").exists(), "the keys are forgotten");
    let identity = |id: &str| {
        let result = format!(
            "<GetCallerIdentityResponse xmlns=\\\"https://sts.amazonaws.com/doc/2011-06-15/\\\"><GetCallerIdentityResult>\
             <Arn>arn:aws:sts::111122223333:assumed-role/R/x</Arn><UserId>{id}</UserId><Account>111122223333</Account>\
             </GetCallerIdentityResult></GetCallerIdentityResponse>"
        );
        format!(
            "GetCallerIdentity answer={{\"status\":200,\"body\":\"{result}\",\"content_type\":\"text/xml\"}} always"
        )
    };
    let long = format!("AROAX:{}", "a".repeat(65));
    for (fault, expected) in [
        (identity("AROAX:alice@example.com"), Some("alice@example.com")),
        (identity("AIDAX"), None),
        (identity("AROAX:two words"), None),
        (identity("AROAX:&#x202E;evil"), None),
        (identity(&long), None),
        ("GetCallerIdentity status=403 always".to_owned(), None),
        ("GetRoleCredentials status=403 always".to_owned(), None),
        ("ListAccounts status=403 always".to_owned(), None),
    ] {
        server.world().lock().add_fault(fault.parse().expect("a fault"));
        assert_eq!(user().as_deref(), expected, "{fault}");
        server.world().lock().clear_faults();
    }
}
