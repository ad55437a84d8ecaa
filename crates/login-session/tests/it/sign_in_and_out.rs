//! What a sign-in stores, and what a sign-out removes.

use crate::support::{ARN, REGION, Setup};
use daypass_login_session::{ErrorKind, console_login::SAME_DEVICE_CLIENT};
use daypass_token_cache::LoginKey;
use std::fs;

#[tokio::test]
async fn l1_l9_a_sign_in_is_a_file_that_every_tool_reads() {
    let setup = Setup::signed_in(|_| ()).await;
    let first = setup.entry();
    let path = setup.store().login_path(&LoginKey::of(ARN));
    let text = fs::read_to_string(&path).expect("a file");
    let start = r#"{"accessToken": {"accessKeyId": "ASIA"#;
    assert!(text.starts_with(start), "{text}");
    assert_eq!(first.client_id.as_deref(), Some(SAME_DEVICE_CLIENT));
    assert_eq!(first.sign_in_region.as_deref(), Some(REGION));
    assert!(first.id_token.is_some() && first.is_renewable());
    let pem = first.dpop_key.as_ref().expect("a key").expose();
    assert!(
        pem.starts_with("-----BEGIN EC PRIVATE KEY-----\n")
            && pem.ends_with("-----END EC PRIVATE KEY-----\n")
    );
    let second = setup.sign_in(REGION).await;
    assert_ne!(
        (&second.dpop_key, &second.refresh_token),
        (&first.dpop_key, &first.refresh_token),
        "l9: all is new"
    );
}

#[tokio::test]
async fn l55_l57_l58_l60_a_sign_out_removes_console_sign_ins_and_nothing_else() {
    let setup = Setup::signed_in(|_| ()).await;
    let (sessions, session) = (setup.process(), ARN.parse().expect("an ARN"));
    assert!(sessions.sign_out(&session).await.expect("signed out"));
    assert!(!sessions.sign_out(&session).await.expect("nothing there"));

    let _entry = setup.sign_in(REGION).await;
    let orphan = LoginKey::of("arn:aws:iam::1:root");
    let _saved = setup.store().save_login(&orphan, &setup.entry()).expect("saved");
    for (name, text) in [("list.json", "[]"), ("junk", "x"), ("sub.json/x", "x")] {
        put(&setup.folder().join(name), text);
    }
    let out = sessions.sign_out_all().await.expect("signed out");
    assert_eq!((out.removed.len(), out.kept.len()), (2, 0));
    let mut left: Vec<_> = fs::read_dir(setup.folder())
        .expect("a folder")
        .map(|file| file.expect("a file").file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["junk", "list.json", "sub.json"]);
}

#[tokio::test]
async fn the_sessions_of_the_folder_are_listed_with_whose_they_are() {
    let setup = Setup::new();
    assert_eq!(setup.process().stored_sessions(), []);
    let mut entry = setup.sign_in(REGION).await;
    entry.id_token = None;
    let nobodys = LoginKey::of("arn:aws:iam::1:root");
    let _saved = setup.store().save_login(&nobodys, &entry).expect("saved");
    put(&setup.folder().join("list.json"), "[]");
    let mut sessions = setup.process().stored_sessions();
    sessions.sort_by_key(|session| session.identity.is_none());
    let found: Vec<_> = sessions.into_iter().map(|session| (session.identity, session.path)).collect();
    let store = setup.store();
    let expected = [
        (Some(ARN.parse().expect("an ARN")), store.login_path(&LoginKey::of(ARN))),
        (None, store.login_path(&nobodys)),
    ];
    assert_eq!(found, expected);
}

/// Before a person is asked, it is known whether the answer can be kept.
#[test]
fn a_folder_that_takes_no_file_is_told() {
    let setup = Setup::new();
    setup.process().check_folder().expect("it is created");
    fs::remove_dir_all(setup.folder()).expect("removed");
    put(&setup.folder(), "a file in its place");
    let error = setup.process().check_folder().expect_err("no folder");
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Cache, "a console sign-in could not be stored")
    );
}

#[tokio::test]
async fn what_is_done_is_told_for_a_log_and_no_secret_is() {
    let setup = Setup::signed_in(|_| ()).await;
    setup.pass(1000);
    setup.credentials().await.expect("keys");
    let told = setup.told();
    let expected = [
        "the console sign-in was stored".to_owned(),
        format!("renewing the console session of {ARN}"),
        "the renewed console session was stored".to_owned(),
    ];
    assert_eq!(told, expected);
    let shown = format!("{:?} {:?}", setup.process(), Setup::profile(Some(REGION)));
    assert!(
        shown.starts_with("LoginSessions { store: ") && shown.contains(" LoginProfile { session: "),
        "{shown}"
    );
    let entry = setup.entry();
    let secret = entry.refresh_token.as_ref().expect("a token").expose();
    assert!(!told.iter().any(|words| words.contains(secret)) && !shown.contains(secret));
}

#[expect(clippy::disallowed_methods, reason = "tests write files as other tools do")]
fn put(path: &std::path::Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}
