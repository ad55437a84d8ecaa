//! Credentials: from the file while they are good, refreshed when they are not, and what is kept.

use crate::support::{ARN, REGION, Setup};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use daypass_login_session::ErrorKind;
use daypass_simulator::ConsoleRefresh;
use daypass_sso_types::{AccountId, DpopKey, IdToken};
use std::{fs, time::Duration};

#[tokio::test]
async fn l29_l72_keys_of_any_tool_with_five_minutes_left_are_given_without_network() {
    let setup = Setup::signed_in(|_| ()).await;
    let entry = setup.entry();
    setup.pass(600);
    let keys = setup.credentials().await.expect("keys");
    assert_eq!((keys.access_key_id.as_str(), setup.calls()), (entry.credentials.access_key_id.as_str(), 1));
    assert_eq!(keys.expires_at, entry.credentials.expires_at);
    assert_eq!(keys.account_id.as_ref().map(AccountId::as_str), Some("051234567822"), "l54, l67");
    let session = ARN.parse().expect("an ARN");
    assert_eq!(setup.process().cached(&session), Some(keys));
    setup.pass(1);
    assert_eq!(setup.process().cached(&session), None, "less than five minutes");
}

#[tokio::test]
async fn l30_l31_a_refresh_renews_the_keys_and_keeps_the_rest() {
    for (left, seconds) in [("a bit", 601), ("nothing", 2000)] {
        let setup = Setup::signed_in(|_| ()).await;
        let before = setup.entry();
        setup.pass(seconds);
        let keys = setup.credentials().await.expect(left);
        assert_eq!(setup.calls(), 2, "{left}");
        let after = setup.entry();
        assert_eq!(after.credentials, keys, "{left}");
        assert_ne!(
            (&after.credentials.access_key_id, &after.refresh_token),
            (&before.credentials.access_key_id, &before.refresh_token)
        );
        assert_eq!(after.credentials.expires_at, Some(setup.now() + Duration::from_secs(900)));
        assert_eq!(
            (&after.id_token, &after.dpop_key, &after.client_id, &after.sign_in_region),
            (&before.id_token, &before.dpop_key, &before.client_id, &before.sign_in_region),
            "{left}"
        );
        let again = setup.credentials().await.expect("keys");
        assert_eq!((again, setup.calls()), (keys, 2), "the next answer is from the file");
        assert_eq!(setup.warnings(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn l69_short_keys_are_refreshed_at_each_use_and_no_more() {
    let setup = Setup::signed_in(|settings| settings.console_key_seconds = 240).await;
    for calls in [2, 3] {
        let _keys = setup.credentials().await.expect("keys");
        assert_eq!(setup.calls(), calls);
    }
}

#[tokio::test]
async fn l36_l37_a_refresh_goes_where_the_session_was_opened() {
    for region in [Some("us-east-1"), None] {
        let setup = Setup::signed_in(|_| ()).await;
        setup.pass(1000);
        setup.process().credentials(&Setup::profile(region)).await.expect("the file's own region");
        assert_eq!(setup.calls(), 2);
    }
}

#[tokio::test]
async fn l38_without_it_the_profiles_region_is_tried_and_remembered() {
    let setup = Setup::signed_in(|_| ()).await;
    let mut by_old_tool = setup.entry();
    by_old_tool.sign_in_region = None;
    by_old_tool.id_token = None;
    setup.put(&by_old_tool);
    setup.pass(1000);
    let unknown = setup.process().credentials(&Setup::profile(None)).await.expect_err("who knows");
    assert_eq!(unknown.kind(), ErrorKind::NoRegion);
    assert_eq!(unknown.to_string(), format!("nothing says in which region {ARN} was signed in"));
    assert!(unknown.remedy().is_some());
    let wrong =
        setup.process().credentials(&Setup::profile(Some("us-east-1"))).await.expect_err("another region");
    assert_eq!(wrong.kind(), ErrorKind::SignInNeeded);
    assert_eq!(
        wrong.to_string(),
        format!(
            "sign-in needed for {ARN} (the last one is not renewed in us-east-1; it may be over, or of another region)"
        )
    );
    assert_eq!(setup.entry(), by_old_tool, "nothing is lost");
    setup.credentials().await.expect("the right one");
    assert_eq!(setup.entry().sign_in_region.as_deref(), Some(REGION));
}

/// The AWS CLI writes no region; the id token of the sign-in names the session, and with it the region.
#[tokio::test]
async fn l38_the_region_of_a_sign_in_of_the_aws_cli_is_found_in_its_id_token() {
    for profile in [None, Some("us-east-1"), Some(REGION)] {
        let setup = Setup::signed_in(|settings| settings.console_refresh = ConsoleRefresh::SingleUse).await;
        let mut by_cli = setup.entry();
        by_cli.sign_in_region = None;
        setup.put(&by_cli);
        setup.pass(1000);
        setup.process().credentials(&Setup::profile(profile)).await.expect("keys");
        assert_eq!(setup.calls(), 2, "{profile:?}");
        assert_eq!(setup.entry().sign_in_region.as_deref(), Some(REGION));
    }
}

/// Each region that may be the one is asked, which uses nothing up; when all refuse, all are named.
#[tokio::test]
async fn l38_a_region_that_refuses_is_not_the_last_word() {
    let setup =
        Setup::signed_in(|settings| settings.console_refresh = ConsoleRefresh::ReuseEndsSession).await;
    let mut misleading = setup.entry();
    misleading.sign_in_region = None;
    misleading.id_token = Some(id_token_of("eu-west-1"));
    setup.put(&misleading);
    setup.pass(1000);
    let both = format!(
        "sign-in needed for {ARN} (the last one is not renewed in eu-west-1 and us-east-1; it may be over, or of \
         another region)"
    );
    let error = setup.process().credentials(&Setup::profile(Some("us-east-1"))).await.expect_err("neither");
    assert_eq!((error.to_string(), setup.calls()), (both, 3));
    assert_eq!(setup.entry(), misleading, "nothing is lost");
    setup.credentials().await.expect("the second is right");
    assert_eq!((setup.entry().sign_in_region.as_deref(), setup.calls()), (Some(REGION), 5));
}

/// An id token whose session was opened in this region.
fn id_token_of(region: &str) -> IdToken {
    let claims =
        format!(r#"{{"sub":"{ARN}","session_arn":"arn:aws:signin:{region}:051234567822:session/5"}}"#);
    IdToken::new(format!("e30.{}.e30", URL_SAFE_NO_PAD.encode(claims)))
}

/// A key that another tool wrote in its own form is read, and written as every SDK reads it.
#[tokio::test]
async fn l49_a_key_in_another_form_is_written_back_as_sec1() {
    let setup = Setup::signed_in(|_| ()).await;
    let written = setup.entry();
    let mut by_other_tool = written.clone();
    let pem = written.dpop_key.as_ref().map(|key| key.expose().replace('\n', "\r\n"));
    by_other_tool.dpop_key = pem.map(DpopKey::new);
    setup.put(&by_other_tool);
    setup.pass(1000);
    setup.credentials().await.expect("keys");
    assert_ne!(by_other_tool.dpop_key, written.dpop_key);
    assert_eq!(setup.entry().dpop_key, written.dpop_key);
}

#[tokio::test]
async fn l68_a_reply_without_a_refresh_token_keeps_the_old_one() {
    let setup = Setup::signed_in(|_| ()).await;
    let before = setup.entry();
    setup.pass(1000);
    setup.fault(r#"CreateOAuth2Token set={"refreshToken":null}"#);
    let _keys = setup.credentials().await.expect("keys");
    assert_eq!(setup.entry().refresh_token, before.refresh_token);
}

#[tokio::test]
async fn l47_l48_a_file_that_cannot_be_refreshed_serves_to_its_end() {
    let setup = Setup::signed_in(|_| ()).await;
    let mut entry = setup.entry();
    entry.refresh_token = None;
    entry.dpop_key = None;
    setup.put(&entry);
    setup.pass(899);
    let _keys = setup.credentials().await.expect("keys that are good for a second");
    setup.pass(1);
    let error = setup.credentials().await.expect_err("the end");
    assert_eq!(error.kind(), ErrorKind::SignInNeeded);
    assert_eq!(
        error.to_string(),
        format!(
            "sign-in needed for {ARN} (its keys have expired, and its file has no refreshToken and no dpopKey)"
        )
    );
    assert_eq!(setup.calls(), 1, "nothing was asked");
}

#[tokio::test]
async fn l46_a_torn_file_is_set_aside_and_the_message_says_what_to_do() {
    let setup = Setup::signed_in(|_| ()).await;
    let path = setup.store().login_path(&daypass_token_cache::LoginKey::of(ARN));
    let text = fs::read_to_string(&path).expect("a file");
    let half = text.get(..300).expect("a part");
    put(&path, half);
    let error = setup.credentials().await.expect_err("torn");
    assert_eq!(error.kind(), ErrorKind::SignInNeeded);
    assert_eq!(error.to_string(), format!("sign-in needed for {ARN} (nobody has signed in)"));
    let aside = path.with_extension("json.corrupt");
    assert_eq!(fs::read_to_string(&aside).expect("set aside"), half);
    let warnings = setup.warnings();
    assert_eq!(
        warnings,
        [format!("{} was damaged and has been moved to {}", path.display(), aside.display())]
    );
    put(&path, &format!("{text}tail"));
    setup.credentials().await.expect("a tail does not end a session");
}

/// Some tools do not write the account; the identity has it.
#[tokio::test]
async fn l54_an_account_that_the_file_lacks_is_that_of_the_identity() {
    let setup = Setup::signed_in(|_| ()).await;
    let mut entry = setup.entry();
    for (in_file, expected) in [(None, "051234567822"), (Some("111122223333"), "111122223333")] {
        entry.credentials.account_id = in_file.map(|id| AccountId::new(id).expect("an id"));
        setup.put(&entry);
        let keys = setup.credentials().await.expect("keys");
        assert_eq!(keys.account_id.as_ref().map(AccountId::as_str), Some(expected));
        assert_eq!(keys.access_key_id, entry.credentials.access_key_id);
    }
}

/// A file that cannot be read is not damaged: nothing is moved, and nobody is told to sign in.
#[cfg(unix)]
#[tokio::test]
async fn a_file_that_cannot_be_read_stays() {
    let setup = Setup::signed_in(|_| ()).await;
    let path = setup.store().login_path(&daypass_token_cache::LoginKey::of(ARN));
    fs::remove_file(&path).expect("removed");
    std::os::unix::fs::symlink(&path, &path).expect("a link to itself");
    let error = setup.credentials().await.expect_err("no end");
    assert_eq!(error.kind(), ErrorKind::Cache);
    assert!(path.is_symlink() && setup.warnings().is_empty());
}

#[expect(clippy::disallowed_methods, reason = "tests write files as other tools do")]
fn put(path: &std::path::Path, text: &str) {
    fs::write(path, text).expect("a file");
}
