//! Tests of the pace: a listing takes the time that the service's rate limit requires, and succeeds.

use crate::support::{Portal, RecordingObserver, caller};
use daypass_inventory::{ErrorKind, ListingRequest, Wait};
use daypass_portal_client::{Client, ErrorKind as PortalErrorKind};
use daypass_simulator::{RateLimit, World};
use daypass_transport::RetryPolicy;
use std::{
    future::{Future as _, poll_fn},
    task::Poll,
    time::Duration,
};

fn limited(accounts: usize, per_second: f64, burst: f64) -> Portal {
    let world = World::generated(accounts, 2, 3).expect("a world");
    Portal::new(world.with_settings(|settings| settings.rate_limit = Some(RateLimit::new(per_second, burst))))
}

#[test]
fn a_rate_limit_costs_little_more_than_its_own_time() {
    let portal = limited(200, 20.0, 20.0);
    let mut observer = RecordingObserver::default();
    let accounts =
        portal.time.run(portal.session.list(ListingRequest::everything(), &mut observer)).expect("a listing");
    assert_eq!(accounts.iter().map(|listed| listed.roles.len()).sum::<usize>(), 400);
    // (202 calls − 20 at once) / 20 a second.
    let ideal = Duration::from_secs_f64(9.1);
    assert!(portal.time.passed() < ideal.mul_f64(1.15), "{:?}", portal.time.passed());
    assert_eq!(observer.read.len(), 200);
    assert!(observer.progress > 50, "{} times", observer.progress);
    assert_eq!(observer.waits.first(), Some(&Wait::Throttled { at_most: Duration::from_secs(60) }));
}

/// The control: the portal client's retry policy, without a pace, gives up at this limit.
#[test]
fn concurrent_calls_with_a_retry_policy_are_throttled() {
    let portal = limited(200, 20.0, 20.0);
    let (caller, endpoint, token) = caller(&portal, RetryPolicy::default());
    let client = Client::new(caller, endpoint).with_page_size(100);
    let accounts = portal.time.run(client.list_accounts(&token)).expect("accounts");
    let mut calls: Vec<_> =
        accounts.iter().map(|account| Box::pin(client.list_account_roles(&token, &account.id))).collect();
    let mut kinds = Vec::new();
    portal.time.run(poll_fn(|context| {
        calls.retain_mut(|call| match call.as_mut().poll(context) {
            Poll::Ready(answer) => {
                kinds.extend(answer.err().map(|error| error.kind()));
                false
            }
            Poll::Pending => true,
        });
        if calls.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    }));
    assert!(kinds.contains(&PortalErrorKind::Throttled), "{kinds:?}");
}

#[test]
fn the_time_is_linear_in_accounts() {
    for accounts in [500, 1000, 2000] {
        let portal = limited(accounts, 100.0, 100.0);
        let listed = portal.everything().expect("a listing");
        assert_eq!(listed.len(), accounts);
        let per_account =
            portal.time.passed().as_secs_f64() / f64::from(u32::try_from(accounts).expect("small"));
        assert!(per_account < 0.0115, "{per_account}");
    }
}

#[test]
fn a_listing_that_is_only_throttled_fails_after_a_minute() {
    let portal = Portal::new(World::demo()).fault("ListAccounts throttle=2 always");
    let mut observer = RecordingObserver::default();
    let listed = portal.time.run(portal.session.list(ListingRequest::everything(), &mut observer));
    assert_eq!(listed.expect_err("nothing was listed").kind(), ErrorKind::Network);
    let passed = portal.time.passed().as_secs();
    assert!((60..=70).contains(&passed), "{passed} s");
    assert!(observer.waits.iter().all(|wait| matches!(wait, Wait::Throttled { .. })), "{:?}", observer.waits);
}
