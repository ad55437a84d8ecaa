//! What the service refuses, and what that means for keys that are still good and for those that are not.

use crate::support::{ARN, Setup};
use daypass_login_session::ErrorKind;
use daypass_sso_types::Remedy;

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

#[tokio::test]
async fn nobody_has_signed_in() {
    let setup = Setup::new();
    let error = setup.credentials().await.expect_err("nobody");
    assert_eq!(error.kind(), ErrorKind::SignInNeeded);
    assert_eq!(error.to_string(), format!("sign-in needed for {ARN} (nobody has signed in)"));
}
