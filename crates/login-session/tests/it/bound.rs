//! The bond between a console session and the endpoint at which it was opened.

use crate::support::{ARN, REGION, Setup};
use daypass_login_session::ErrorKind;

const VPC: &str = "https://signin.internal:8443";
const OTHER: &str = "https://signin.example";

/// A session is refreshed where it was opened, and at AWS's own endpoints; its refresh token goes nowhere else.
#[tokio::test]
async fn a_session_is_refreshed_where_it_was_opened_or_at_aws() {
    for (opened_at, at, is_refreshed) in [
        (None, None, true),
        (None, Some(OTHER), false),
        (Some(VPC), Some(VPC), true),
        (Some(VPC), Some(OTHER), false),
        (Some(VPC), None, true),
    ] {
        let mut setup = Setup::new();
        setup.opened_at = opened_at;
        let before = setup.sign_in(REGION).await;
        setup.pass(1_000);
        let calls = setup.calls();
        let got = setup.process().credentials(&Setup::profile_at(Some(REGION), at)).await;
        let case = format!("opened at {opened_at:?}, asked at {at:?}");
        if is_refreshed {
            assert_ne!(got.expect(&case), before.credentials, "{case}");
        } else {
            let error = got.expect_err(&case);
            assert_eq!(error.kind(), ErrorKind::SignInNeeded, "{case}");
            let words = format!("sign-in needed for {ARN} (the last one was not got at {OTHER})");
            assert_eq!(error.to_string(), words, "{case}");
            assert_eq!(setup.entry(), before, "{case}: the file stays");
        }
        assert_eq!(setup.calls() - calls, u64::from(is_refreshed), "{case}");
    }
}

/// Keys that are still good go to no sign-in service, so they are given, with a warning.
#[tokio::test]
async fn keys_that_are_still_good_are_given_at_any_endpoint() {
    let setup = Setup::signed_in(|_| ()).await;
    let before = setup.entry();
    setup.pass(620);
    let profile = Setup::profile_at(Some(REGION), Some(OTHER));
    assert_eq!(setup.process().credentials(&profile).await.expect("keys"), before.credentials);
    assert_eq!(setup.warnings().len(), 1);
    assert_eq!(setup.calls(), 1, "the sign-in alone");
}

/// A session of another tool is bound by its first refresh here; one whose key was written in another form is the same.
#[tokio::test]
async fn a_session_of_another_tool_is_bound_at_its_first_refresh() {
    let setup = Setup::signed_in(|_| ()).await;
    std::fs::remove_dir_all(setup.clients()).expect("what is remembered");
    setup.pass(1_000);
    setup.process().credentials(&Setup::profile_at(Some(REGION), Some(VPC))).await.expect("keys");
    let mut entry = setup.entry();
    let key = entry.dpop_key.take().expect("a key");
    entry.dpop_key = Some(daypass_sso_types::DpopKey::new(key.expose().replace('\n', "\r\n")));
    setup.put(&entry);
    setup.pass(1_000);
    let error = setup.process().credentials(&Setup::profile_at(Some(REGION), Some(OTHER))).await;
    assert_eq!(error.expect_err("bound").kind(), ErrorKind::SignInNeeded);
    setup.process().credentials(&Setup::profile_at(Some(REGION), Some(VPC))).await.expect("keys");
}
