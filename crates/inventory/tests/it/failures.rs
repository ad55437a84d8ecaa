//! Tests of failures: for one account or all, temporary or permanent, endless pages, a refused token.

use crate::support::{Portal, RecordingObserver, Time, caller, scripted};
use daypass_inventory::{ErrorKind, ListedAccount, ListingRequest, PortalSession, UnlistedReason, Wait};
use daypass_simulator::{Operation, World};
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_transport::{Response, RetryPolicy};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

fn portal(accounts: usize) -> Portal {
    Portal::new(World::generated(accounts, 2, 3).expect("a world"))
}

fn unlisted(accounts: &[ListedAccount]) -> Vec<UnlistedReason> {
    accounts.iter().filter_map(|listed| listed.unlisted.as_ref()).map(|unlisted| unlisted.reason).collect()
}

#[test]
fn t05_12_a_refused_account_is_marked_as_unlisted() {
    for (fault, reason) in [
        ("ListAccountRoles forbidden x1", UnlistedReason::Refused),
        ("ListAccountRoles not_found x1", UnlistedReason::Refused),
    ] {
        let accounts = portal(3).fault(fault).everything().expect("a listing");
        assert_eq!(accounts.len(), 3);
        assert_eq!(unlisted(&accounts), [reason], "{fault}");
        let known: Vec<_> = accounts.iter().map(|listed| listed.known_roles().map(<[_]>::len)).collect();
        assert_eq!(known.iter().filter(|known| **known == Some(2)).count(), 2, "{known:?}");
        assert_eq!(known.iter().filter(|known| known.is_none()).count(), 1, "{known:?}");
    }
}

fn reply(status: u16, body: &str) -> Response {
    let mut response = Response::new(body.as_bytes().to_vec());
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    response
}

/// A portal with 40 accounts that always answers 500 for the roles of these.
fn failing(accounts: &'static [&'static str]) -> (Time, PortalSession) {
    scripted(move |request| {
        let query = request.uri().query().unwrap_or_default();
        if request.uri().path() == "/assignment/accounts" {
            let list: Vec<_> =
                (1..=40).map(|id| format!("{{\"accountId\":\"0000000000{id:02}\"}}")).collect();
            return reply(200, &format!("{{\"accountList\":[{}]}}", list.join(",")));
        }
        match accounts.iter().any(|id| query.contains(&format!("account_id={id}"))) {
            true => reply(500, "{}"),
            false => reply(200, "{\"roleList\":[{\"roleName\":\"Admin\"}]}"),
        }
    })
}

#[test]
fn an_account_that_alone_fails_is_marked_as_unlisted() {
    // The first account fails, so that others are answered after its first failure.
    let (time, session) = failing(&["000000000001"]);
    let mut observer = RecordingObserver::default();
    let accounts = time.run(session.list(ListingRequest::everything(), &mut observer)).expect("a listing");
    assert_eq!((accounts.len(), unlisted(&accounts)), (40, vec![UnlistedReason::Failed]));
    assert_eq!(observer.read.len(), 39);
    let attempts: Vec<_> = observer
        .waits
        .iter()
        .map(|wait| match wait {
            Wait::Retry { attempts, at_most: 6, .. } => *attempts,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(attempts, [1, 2, 3, 4, 5]);
    // The last account fails, and the last three.
    for (ids, expected) in
        [(&["000000000040"][..], 1), (&["000000000038", "000000000039", "000000000040"][..], 3)]
    {
        let (time, session) = failing(ids);
        let accounts = time.run(session.list(ListingRequest::everything(), &mut ())).expect("a listing");
        assert_eq!(unlisted(&accounts), vec![UnlistedReason::Failed; expected]);
    }
}

#[test]
fn a_listing_fails_if_all_calls_fail() {
    let portal = portal(3);
    let one = portal.everything().expect("accounts").first().expect("one").account.clone();
    portal.world.lock().add_fault("ListAccountRoles status=500 always".parse().expect("a fault"));
    for request in [ListingRequest::everything(), ListingRequest::roles_of(one)] {
        assert_eq!(portal.list(request).expect_err("every call fails").kind(), ErrorKind::Network);
    }
}

#[test]
fn t20_03_endless_pages_are_given_up() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let (time, session) = scripted(move |_| {
        let page = counted.fetch_add(1, Ordering::Relaxed);
        reply(200, &format!("{{\"accountList\":[],\"nextToken\":\"{page}\"}}"))
    });
    let listed = time.run(session.list(ListingRequest::everything(), &mut ()));
    assert_eq!(listed.expect_err("no end").kind(), ErrorKind::Network);
    assert_eq!(calls.swap(0, Ordering::Relaxed), 100);
    let found = time.run(session.look_up_accounts());
    assert_eq!(found.expect_err("no end").kind(), ErrorKind::Network);
    assert_eq!(calls.load(Ordering::Relaxed), 100);
}

#[test]
fn a_failing_service_is_given_up_after_the_policy_s_attempts() {
    for (fault, attempts) in [
        ("ListAccounts status=500 always", 3),
        ("ListAccounts drop always", 3),
        ("ListAccounts html always", 1),
        ("ListAccounts malformed always", 1),
    ] {
        let portal = portal(3).fault(fault);
        assert_eq!(portal.everything().expect_err(fault).kind(), ErrorKind::Network, "{fault}");
        assert_eq!(portal.world.lock().count(Operation::ListAccounts), attempts, "{fault}");
    }
}

#[test]
fn t20_01_a_look_up_makes_the_attempts_of_the_policy() {
    for attempts in [1, 2] {
        let portal = portal(3).fault("ListAccounts throttle always");
        let policy = RetryPolicy::default().with_max_attempts(attempts);
        let (caller, endpoint, token) = caller(&portal, policy);
        let session = PortalSession::new(caller, endpoint, token, Arc::new(portal.time.clone()));
        let error = portal.time.run(session.look_up_accounts()).expect_err("throttled");
        assert_eq!(error.kind(), ErrorKind::Network);
        assert_eq!(portal.world.lock().count(Operation::ListAccounts), u64::from(attempts));
    }
}

#[test]
fn a_refused_token_has_a_sign_in_as_remedy() {
    let portal = portal(3);
    portal.world.lock().end_sessions();
    let error = portal.everything().expect_err("the session is over");
    assert_eq!(error.kind(), ErrorKind::SignIn);
    assert_eq!(error.remedy(), Some(Remedy::SignInAgain(SignInTarget::Session("corp".to_owned()))));
}

#[test]
fn accounts_and_roles_can_be_listed_separately() {
    let portal = portal(3);
    let all = portal.list(ListingRequest::accounts(&|_| true)).expect("accounts");
    assert!(all.iter().all(|listed| listed.roles.is_empty() && listed.unlisted.is_none()));
    assert_eq!(portal.world.lock().count(Operation::ListAccountRoles), 0);
    let wanted = all.last().expect("accounts").account.clone();
    let some = portal.list(ListingRequest::accounts_with_roles(&|account| *account == wanted)).expect("one");
    assert_eq!(
        some.iter().map(|listed| (&listed.account, listed.roles.len())).collect::<Vec<_>>(),
        [(&wanted, 2)]
    );
    portal.world.lock().clear_log();
    let roles = portal.list(ListingRequest::roles_of(wanted)).expect("roles");
    assert_eq!(roles, some);
    assert_eq!(portal.world.lock().count(Operation::ListAccounts), 0);
}
