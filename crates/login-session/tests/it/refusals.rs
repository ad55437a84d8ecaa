//! What the service refuses, and what that means for keys that are still good and for those that are not.

use crate::support::{ARN, Setup};
use daypass_login_session::{
    ErrorKind,
    console_login::{self, ProofKey, Signer, SignerError},
};
use daypass_sso_types::{DpopKey, Remedy};
use std::{error::Error as _, sync::Arc, time::Duration};

#[tokio::test]
async fn l32_keys_that_are_still_good_are_given_with_a_warning() {
    for fault in [
        "status=503 always",
        "throttle always",
        "drop always",
        "invalid_request",
        "token_expired",
        "html",
        "insufficient_permissions",
    ] {
        let setup = Setup::signed_in(|_| ()).await;
        let before = setup.entry();
        setup.pass(620);
        setup.fault(&format!("CreateOAuth2Token {fault}"));
        let keys = setup.credentials().await.expect(fault);
        assert_eq!(keys, before.credentials, "{fault}");
        assert_eq!(setup.entry(), before, "{fault}: the file stays");
        let warnings = setup.warnings();
        assert!(
            warnings.iter().all(|words| words.starts_with("the session could not be renewed yet: ")),
            "{warnings:?}"
        );
        assert_eq!(warnings.len(), 1, "{fault}: {warnings:?}");
        // The message and its causes.
        assert!(warnings.iter().all(|words| words.matches(": ").count() > 1), "{warnings:?}");
    }
}

#[tokio::test]
async fn l33_l34_l27_l35_expired_keys_and_a_refusal_say_what_helps() {
    for (fault, kind, words) in [
        ("token_expired", ErrorKind::SignInNeeded, "sign-in needed for ARN (the last one is over)"),
        (
            "user_credentials_changed",
            ErrorKind::SignInNeeded,
            "sign-in needed for ARN (its password or other credentials have changed)",
        ),
        (
            "insufficient_permissions",
            ErrorKind::Refused,
            "ARN may not use `aws login` sessions (signin:CreateOAuth2Token)",
        ),
        ("error=403:AccessDeniedException", ErrorKind::Refused, "AWS denies the console session of ARN"),
        (
            "error=ValidationException",
            ErrorKind::SignInNeeded,
            "sign-in needed for ARN (the sign-in service does not renew the last one)",
        ),
        (
            "status=503 always",
            ErrorKind::Network,
            "the console session could not be renewed: the AWS sign-in service does not serve this request now",
        ),
        (
            "html",
            ErrorKind::Network,
            "the console session could not be renewed: what answers for the AWS sign-in service cannot be used",
        ),
        (
            r#"answer={"status":418,"headers":{"x-amzn-errortype":"Teapot"},"json":{}}"#,
            ErrorKind::Service,
            "the console session could not be renewed",
        ),
    ] {
        let setup = Setup::signed_in(|_| ()).await;
        let before = setup.entry();
        setup.pass(1000);
        setup.fault(&format!("CreateOAuth2Token {fault}"));
        let error = setup.credentials().await.expect_err(fault);
        assert_eq!((error.kind(), error.to_string()), (kind, words.replace("ARN", ARN)), "{fault}");
        assert!(error.call().is_some(), "{fault}: the cause is told");
        let cause = error.source().and_then(|cause| cause.downcast_ref::<console_login::Error>());
        assert!(cause.is_some(), "{fault}");
        assert_eq!(setup.entry(), before, "{fault}: the file stays, for whoever can use it");
    }
    let setup = Setup::signed_in(|_| ()).await;
    setup.pass(1000);
    setup.fault("CreateOAuth2Token insufficient_permissions");
    let error = setup.credentials().await.expect_err("not allowed");
    assert!(
        matches!(error.remedy(), Some(Remedy::Advice(words)) if words.contains("SignInLocalDevelopmentAccess")),
        "{error:?}"
    );
}

#[tokio::test]
async fn l43_a_lost_reply_is_told_as_what_it_is_or_recovered() {
    use daypass_simulator::ConsoleRefresh::{Reusable, SingleUse};
    for (how, is_recovered) in [(Reusable, true), (SingleUse, false)] {
        let setup = Setup::signed_in(|settings| settings.console_refresh = how).await;
        setup.pass(1000);
        setup.fault("CreateOAuth2Token lose_reply");
        match setup.credentials().await {
            Ok(_) => assert!(is_recovered),
            Err(error) => {
                assert!(!is_recovered);
                assert_eq!(
                    error.to_string(),
                    format!(
                        "sign-in needed for {ARN} (the answer to the last renewal was lost, and with it the next \
                         refresh token)"
                    )
                );
            }
        }
    }
}

#[tokio::test]
async fn l66_a_wrong_clock_is_named_beside_the_refusal() {
    let setup = Setup::signed_in(|_| ()).await;
    setup.pass(1000);
    setup.world.lock().settings_mut().skew_seconds = -1200;
    let error = setup.credentials().await.expect_err("a proof of another time");
    assert_eq!(error.facts(), [("clock", "this machine's is 20 m ahead of AWS's".to_owned())]);
}

/// Five minutes may be the network's; more is named.
#[tokio::test]
async fn a_clock_that_is_nearly_right_is_not_named() {
    for (seconds, is_named) in [(-300, false), (-301, true), (300, false), (301, true), (0, false)] {
        let setup = Setup::signed_in(|_| ()).await;
        setup.pass(1000);
        setup.world.lock().settings_mut().skew_seconds = seconds;
        setup.fault("CreateOAuth2Token token_expired");
        let error = setup.credentials().await.expect_err("the session is over");
        assert_eq!(error.facts().iter().any(|(label, _)| *label == "clock"), is_named, "{seconds}");
    }
}

/// Another tool may have used the refresh token a moment ago, and be about to store what it got.
#[tokio::test]
async fn only_a_refused_refresh_of_expired_keys_waits_for_another_tool() {
    for (fault, seconds, millis) in
        [("token_expired", 1000, 1000), ("token_expired", 620, 0), ("html", 1000, 0), ("html", 620, 0)]
    {
        let setup = Setup::signed_in(|_| ()).await;
        setup.pass(seconds);
        setup.fault(&format!("CreateOAuth2Token {fault}"));
        let _keys = setup.credentials().await;
        assert_eq!(setup.waited(), Duration::from_millis(millis), "{fault} after {seconds} s");
    }
}

/// A signer for which every key is damaged.
struct Refusing;

impl Signer for Refusing {
    fn generate(&self) -> Result<ProofKey, SignerError> {
        Err(SignerError::NoEntropy)
    }

    fn sign(&self, _: &ProofKey, _: &[u8]) -> Result<[u8; 64], SignerError> {
        Err(SignerError::InvalidKey)
    }
}

#[tokio::test]
async fn a_key_that_cannot_sign_needs_a_sign_in() {
    let setup = Setup::signed_in(|_| ()).await;
    setup.pass(1000);
    let sessions = setup.process_with(Arc::new(Refusing));
    let error = sessions.credentials(&Setup::profile(None)).await.expect_err("no proof");
    assert_eq!(error.kind(), ErrorKind::SignInNeeded);
    assert_eq!(error.to_string(), format!("sign-in needed for {ARN} (the key of the last one is damaged)"));
    assert_eq!(setup.calls(), 1, "nothing was asked");
    let mut damaged = setup.entry();
    damaged.dpop_key = Some(DpopKey::new("no key"));
    setup.put(&damaged);
    let error = setup.credentials().await.expect_err("no key");
    assert_eq!(error.kind(), ErrorKind::SignInNeeded);
    assert_eq!(error.to_string(), format!("sign-in needed for {ARN} (the key of the last one is damaged)"));
}

#[tokio::test]
async fn nobody_has_signed_in() {
    let setup = Setup::new();
    let error = setup.credentials().await.expect_err("nobody");
    assert_eq!(error.kind(), ErrorKind::SignInNeeded);
    assert_eq!(error.to_string(), format!("sign-in needed for {ARN} (nobody has signed in)"));
}
