//! Several processes, and tools that take no lock, at one session.

use crate::support::{REGION, Setup};
use daypass_login_session::{Error, ErrorKind};
use daypass_simulator::ConsoleRefresh;
use daypass_sso_types::{Credentials, RefreshToken};
use daypass_transport::Exchanges;
use tokio::task::{JoinSet, yield_now};

/// Begins a refresh in another process, whose reply is held; returns when the service has the request.
fn held(setup: &Setup, set: &mut JoinSet<Result<Credentials, Error>>) {
    setup.fault("CreateOAuth2Token hold");
    let (sessions, profile) = (setup.process(), Setup::profile(Some(REGION)));
    set.spawn(async move { sessions.credentials(&profile).await });
}

async fn until_held(setup: &Setup) {
    while setup.world.lock().held() == 0 {
        yield_now().await;
    }
}

#[tokio::test]
async fn l39_many_processes_and_a_single_use_token_make_one_refresh() {
    for seconds in [1000, 620] {
        let setup =
            Setup::signed_in(|settings| settings.console_refresh = ConsoleRefresh::ReuseEndsSession).await;
        for round in 0..5 {
            setup.pass(seconds);
            let calls = setup.calls();
            let mut set = JoinSet::new();
            held(&setup, &mut set);
            until_held(&setup).await;
            for _ in 0..15 {
                let (sessions, profile) = (setup.process(), Setup::profile(Some(REGION)));
                set.spawn(async move { sessions.credentials(&profile).await });
            }
            for _ in 0..20 {
                yield_now().await;
            }
            setup.world.lock().release();
            let all = set.join_all().await;
            assert!(all.iter().all(Result::is_ok), "{round}: {all:?}");
            assert_eq!(setup.calls(), calls + 1, "{round}");
        }
    }
}

#[tokio::test]
async fn l40_what_another_tool_has_rotated_is_used() {
    let setup = Setup::signed_in(|settings| settings.console_refresh = ConsoleRefresh::SingleUse).await;
    let before = setup.entry();
    setup.pass(1000);
    let _keys = setup.credentials().await.expect("keys");
    let rotated = setup.entry();
    // The other tool's file is not there yet when we are refused; it comes while we wait.
    setup.put(&before);
    let (sessions, profile) = (setup.process(), Setup::profile(Some(REGION)));
    let ours = tokio::spawn(async move { sessions.credentials(&profile).await });
    while setup.calls() < 3 {
        yield_now().await;
    }
    setup.put(&rotated);
    let keys = ours.await.expect("joined").expect("the other tool's keys");
    assert_eq!(keys, rotated.credentials);
    assert_eq!(setup.entry(), rotated, "and its file stays");
}

#[tokio::test]
async fn l41_a_sign_out_during_a_refresh_stands() {
    let setup = Setup::signed_in(|_| ()).await;
    setup.pass(1000);
    let mut set = JoinSet::new();
    held(&setup, &mut set);
    until_held(&setup).await;
    // The AWS CLI unlinks the file without a lock.
    let session = Setup::profile(None).session().clone();
    let key = daypass_token_cache::LoginKey::of(session.as_str());
    assert!(setup.store().remove_login(&key).expect("removed"));
    setup.world.lock().release();
    let error = set.join_next().await.expect("one").expect("joined").expect_err("signed out");
    assert_eq!(error.kind(), ErrorKind::SignInNeeded);
    assert_eq!(setup.store().load_login(&key).expect("readable"), None);
}

#[tokio::test]
async fn l42_a_sign_in_during_a_refresh_survives_it() {
    let setup = Setup::signed_in(|_| ()).await;
    let before = setup.entry();
    setup.pass(1000);
    let mut set = JoinSet::new();
    held(&setup, &mut set);
    until_held(&setup).await;
    // Another tool signs in without our lock: another key, another refresh token.
    let mut other = before.clone();
    other.refresh_token = Some(RefreshToken::new("of the new sign-in"));
    other.dpop_key = Some(daypass_sso_types::DpopKey::new("another key"));
    other.credentials.access_key_id = "ASIANEW".to_owned();
    other.credentials.expires_at = Some(setup.now() + std::time::Duration::from_secs(900));
    setup.put(&other);
    setup.world.lock().release();
    let keys = set.join_next().await.expect("one").expect("joined").expect("keys");
    assert_eq!((keys, setup.entry()), (other.credentials.clone(), other));
}

/// What came meanwhile has expired, so that the keys of our refresh are given; the file stays the other tool's.
#[tokio::test]
async fn expired_keys_that_came_during_a_refresh_are_not_given() {
    let setup = Setup::signed_in(|_| ()).await;
    setup.pass(1000);
    let mut set = JoinSet::new();
    held(&setup, &mut set);
    until_held(&setup).await;
    let mut other = setup.entry();
    other.refresh_token = Some(RefreshToken::new("of the new sign-in"));
    other.dpop_key = Some(daypass_sso_types::DpopKey::new("another key"));
    other.credentials.access_key_id = "ASIANEW".to_owned();
    setup.put(&other);
    setup.world.lock().release();
    let keys = set.join_next().await.expect("one").expect("joined").expect("keys");
    assert_ne!(keys.access_key_id, "ASIANEW");
    assert!(keys.expires_at > Some(setup.now()));
    assert_eq!(setup.entry(), other);
}

/// A program settles the exchanges that its providers share before it ends.
#[tokio::test]
async fn shared_exchanges_hold_the_refresh_of_a_dropped_caller() {
    let setup = Setup::signed_in(|_| ()).await;
    setup.pass(1000);
    setup.fault("CreateOAuth2Token hold");
    let shared = Exchanges::default();
    let sessions = setup.process().with_exchanges(shared.clone());
    {
        let profile = Setup::profile(Some(REGION));
        let mut first = Box::pin(sessions.credentials(&profile));
        let polled = std::future::poll_fn(|context| {
            std::task::Poll::Ready(Future::poll(first.as_mut(), context).is_pending())
        });
        assert!(polled.await, "the reply is held");
    }
    assert!(!shared.is_idle() && !sessions.exchanges().is_idle() && setup.process().exchanges().is_idle());
    setup.world.lock().release();
    shared.settle().await;
    assert!(sessions.exchanges().is_idle());
    assert_eq!(setup.entry().credentials.expires_at, Some(setup.now() + std::time::Duration::from_secs(900)));
}

#[tokio::test]
async fn a_sign_in_of_ours_waits_for_a_refresh_and_wins() {
    let setup = Setup::signed_in(|_| ()).await;
    setup.pass(1000);
    let mut set = JoinSet::new();
    held(&setup, &mut set);
    until_held(&setup).await;
    let releaser = async {
        for _ in 0..20 {
            yield_now().await;
        }
        setup.world.lock().release();
    };
    let (entry, ()) = tokio::join!(setup.sign_in(REGION), releaser);
    let _refreshed = set.join_next().await;
    assert_eq!(setup.entry(), entry);
}

#[tokio::test]
async fn a_dropped_caller_does_not_end_a_refresh() {
    let setup = Setup::signed_in(|settings| settings.console_refresh = ConsoleRefresh::SingleUse).await;
    setup.pass(1000);
    setup.fault("CreateOAuth2Token hold");
    let (sessions, profile) = (setup.process(), Setup::profile(Some(REGION)));
    {
        let mut first = Box::pin(sessions.credentials(&profile));
        let polled = std::future::poll_fn(|context| {
            std::task::Poll::Ready(Future::poll(first.as_mut(), context).is_pending())
        });
        assert!(polled.await, "the reply is held");
    }
    setup.world.lock().release();
    let keys =
        sessions.credentials(&profile).await.expect("the answer that the first caller did not wait for");
    assert_eq!((keys, setup.calls()), (setup.entry().credentials, 2));
}
