//! Sessions that are revoked at the service: by their ARN, by being the only one, or not.

use crate::support::{ARN, Setup};
use daypass_console_sessions::{ErrorKind, ListSessions, RevokeSessions, Revoked, revoke, revoke_all};
use daypass_login_session::ErrorKind as LoginErrorKind;
use daypass_simulator::Operation;
use daypass_sso_types::{Credentials, SecretAccessKey};
use daypass_transport::Endpoint;
use std::{error::Error as _, time::UNIX_EPOCH};

/// Whether the session of the file is refreshed by the service.
async fn lives(setup: &Setup) -> bool {
    match setup.sessions.verified(&Setup::profile()).await {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.kind(), LoginErrorKind::SignInNeeded, "{error}");
            false
        }
    }
}

#[tokio::test]
async fn l56_a_session_is_revoked_by_the_arn_in_its_id_token() {
    let setup = Setup::new();
    let first = setup.sign_in("us-east-2").await;
    let _second = setup.sign_in("us-east-2").await;
    assert_eq!(revoke(&setup.sessions, &Setup::profile()).await.expect("revoked"), Revoked::Now);
    assert_eq!(setup.world.lock().count(Operation::ListSessions), 0, "the ARN is known");
    assert!(!lives(&setup).await);
    // The other session of the same identity, on another machine, lives on.
    setup.put(&first);
    assert!(lives(&setup).await);
}

/// Keys that have ended are refreshed first; what is over needs nothing.
#[tokio::test]
async fn l56_expired_keys_are_no_obstacle_and_a_session_that_is_over_is_no_failure() {
    let setup = Setup::new();
    assert_eq!(revoke(&setup.sessions, &Setup::profile()).await.expect("nobody"), Revoked::NothingToRevoke);
    let _entry = setup.sign_in("us-east-2").await;
    setup.pass(1000);
    assert_eq!(revoke(&setup.sessions, &Setup::profile()).await.expect("revoked"), Revoked::Now);
    assert!(!lives(&setup).await);
    setup.pass(1000);
    assert_eq!(revoke(&setup.sessions, &Setup::profile()).await.expect("over"), Revoked::NothingToRevoke);
}

/// A tool that drops the id token leaves no ARN: then the session must be the only one.
#[tokio::test]
async fn l56_without_an_arn_the_only_session_is_meant_and_of_several_none() {
    let setup = Setup::new();
    let mut entry = setup.sign_in("us-east-2").await;
    entry.id_token = None;
    setup.put(&entry);
    assert_eq!(revoke(&setup.sessions, &Setup::profile()).await.expect("revoked"), Revoked::Now);
    assert!(!lives(&setup).await);
    let mut entry = setup.sign_in("us-east-2").await;
    let _other = setup.sign_in("us-east-2").await;
    entry.id_token = None;
    setup.put(&entry);
    let error = revoke(&setup.sessions, &Setup::profile()).await.expect_err("which");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(lives(&setup).await, "none is guessed");
}

#[tokio::test]
async fn l56_what_aws_refuses_is_told() {
    for (fault, kind, words) in [
        (
            "BatchRevokeSessions error=403:AccessDeniedException always",
            ErrorKind::Denied,
            "the identity may not revoke its sessions (signin:BatchRevokeSessions)",
        ),
        (
            "BatchRevokeSessions status=503 always",
            ErrorKind::Network,
            "AWS could not be asked to revoke the session",
        ),
        (
            "BatchRevokeSessions drop always",
            ErrorKind::Network,
            "AWS could not be asked to revoke the session",
        ),
        (
            r#"BatchRevokeSessions set={"revokedSessions":[]} always"#,
            ErrorKind::NotFound,
            "AWS does not know the session of the sign-in",
        ),
        (
            r#"BatchRevokeSessions set={"revokedSessions":null} always"#,
            ErrorKind::Service,
            "AWS did not revoke the session",
        ),
    ] {
        let setup = Setup::new();
        let _entry = setup.sign_in("us-east-2").await;
        setup.fault(fault);
        let done = revoke_all(&setup.sessions, [Setup::profile()]).await;
        let [(identity, error)] = done.failed.as_slice() else { panic!("{fault}: {done:?}") };
        assert_eq!(
            (identity.as_str(), error.kind(), error.to_string().as_str()),
            (ARN, kind, words),
            "{fault}"
        );
        assert!(done.messages().all(|message| message.starts_with(&format!("{ARN}: {words}"))), "{done:?}");
        assert_eq!(error.source().is_some(), kind != ErrorKind::NotFound, "{fault}");
        // A reply that is changed on its way has had its effect.
        assert_eq!(lives(&setup).await, !fault.contains("set="), "{fault}");
    }
    let setup = Setup::new();
    let _entry = setup.sign_in("us-east-2").await;
    let done = revoke_all(&setup.sessions, [Setup::profile(), Setup::profile()]).await;
    assert_eq!((done.revoked, done.failed.len()), (2, 0), "revoking again succeeds");
}

/// The members are those of the service model.
#[test]
fn the_requests_to_the_byte() {
    let endpoint = Endpoint::custom("https://signin.us-east-2.api.aws").expect("an address");
    let region = "us-east-2".parse().expect("a region");
    let keys = Credentials {
        access_key_id: "AKIA".to_owned(),
        secret_access_key: SecretAccessKey::new("s"),
        session_token: None,
        expires_at: None,
        account_id: None,
    };
    let list = ListSessions { client_id: Some("c"), next_token: Some("n") };
    let list = list.request(&endpoint, &region, &keys, UNIX_EPOCH).expect("a request");
    assert_eq!(list.uri().path(), "/list-sessions");
    assert_eq!(list.body(), br#"{"clientId":"c","maxResults":100,"nextToken":"n","status":"ACTIVE"}"#);
    let authorization = list.headers()["authorization"].to_str().expect("text");
    assert!(authorization.contains("/19700101/us-east-2/signin/aws4_request"), "{authorization}");
    let arns = ["a".to_owned()];
    let end = RevokeSessions { session_arns: &arns }.request(&endpoint, &region, &keys, UNIX_EPOCH);
    let end = end.expect("a request");
    assert_eq!(
        (end.uri().path(), end.body().as_slice()),
        ("/batch-revoke-sessions", br#"{"sessionArns":["a"]}"#.as_slice())
    );
}
