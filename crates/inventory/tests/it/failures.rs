//! What fails on the way: for one account, for all, for a while, for good; pages without end; a token that is refused.

use crate::support::{Portal, Told, caller};
use daypass_inventory::{ErrorKind, ListedAccount, ListingRequest, UnlistedReason, Wait};
use daypass_simulator::{Operation, World};
use daypass_sso_types::{Remedy, SignInTarget};
use daypass_transport::RetryPolicy;
use std::sync::Arc;

fn portal(accounts: usize) -> Portal {
    Portal::new(World::generated(accounts, 2, 3).expect("a world"))
}

fn unlisted(accounts: &[ListedAccount]) -> Vec<UnlistedReason> {
    accounts.iter().filter_map(|listed| listed.unlisted.as_ref()).map(|unlisted| unlisted.reason).collect()
}

#[test]
fn t05_12_an_account_that_is_refused_is_said() {
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

#[test]
fn an_account_that_fails_alone_does_not_fail_the_listing() {
    // 40 accounts are 40 calls; the last of them is answered with 500 each of its six times.
    let portal = portal(40);
    let mut told = Told::default();
    portal.world.lock().add_fault("ListAccountRoles status=500 x6".parse().expect("a fault"));
    let accounts =
        portal.time.run(portal.session.list(ListingRequest::everything(), &mut told)).expect("a listing");
    // Six failures are spread over the calls under way; nobody has six of them.
    assert_eq!(unlisted(&accounts), []);
    assert!(told.waits.iter().all(|wait| matches!(wait, Wait::Again { at_most: 6, .. })), "{:?}", told.waits);

    let one = accounts.first().expect("accounts").account.clone();
    let portal = self::portal(40).fault("ListAccountRoles status=500 always");
    assert_eq!(
        portal.list(ListingRequest::roles_of(one)).expect_err("nobody answers").kind(),
        ErrorKind::Network
    );
}

#[test]
fn a_service_that_fails_is_given_up() {
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
fn t20_01_a_look_up_asks_as_often_as_the_policy_says() {
    for attempts in [1, 2] {
        let portal = portal(3).fault("ListAccounts throttle always");
        let policy = RetryPolicy::default().with_max_attempts(attempts);
        let (caller, endpoint, token) = caller(&portal, policy);
        let session =
            daypass_inventory::PortalSession::new(caller, endpoint, token, Arc::new(portal.time.clone()));
        let error = portal.time.run(session.look_up_accounts()).expect_err("throttled");
        assert_eq!(error.kind(), ErrorKind::Network);
        assert_eq!(portal.world.lock().count(Operation::ListAccounts), u64::from(attempts));
    }
}

#[test]
fn a_token_that_is_refused_asks_for_a_sign_in() {
    let portal = portal(3);
    portal.world.lock().end_sessions();
    let error = portal.everything().expect_err("the session is over");
    assert_eq!(error.kind(), ErrorKind::SignIn);
    assert_eq!(error.remedy(), Some(Remedy::SignInAgain(SignInTarget::Session("corp".to_owned()))));
}

#[test]
fn accounts_alone_and_roles_alone() {
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
