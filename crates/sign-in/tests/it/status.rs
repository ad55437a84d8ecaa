//! Tests of a sign-in's status: read from its file, and verified at the portal.

use crate::{
    examples::own_event_loop::demo,
    sign_in::{Presser, run},
};
use daypass_credentials::{ErrorKind, Plan, Renewal, SessionState};
use daypass_sign_in::{Lifetime, SignIn, SignInStatus, Unverified};
use daypass_simulator::{Operation, Server, World};
use std::{
    error::Error as _,
    slice,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

#[expect(clippy::disallowed_methods, reason = "the clock of the provider")]
fn now() -> SystemTime {
    SystemTime::now()
}

#[test]
fn the_status_goes_from_signed_out_to_refused() {
    let (server, home) =
        (Server::start(World::demo(), 0).expect("a free port"), tempfile::tempdir().expect("a folder"));
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let now = now();
    let word = || SignInStatus::of(&provider, &session).word();
    let verified = || run(SignInStatus::verified(&provider, &session));
    let others = |own: &[_]| SignInStatus::of_others(&provider, own, &session.endpoints, now);
    assert_eq!((word(), others(&[]).len()), ("signed_out", 0));
    assert_eq!(verified().expect("no call").word(), "signed_out");

    let (person, _) = Presser::new("allow");
    run(SignIn::new(&provider, &session, &person).run()).expect("signed in");
    let status = verified().expect("the portal answers");
    assert!(status.is_good() && status.renewal(&session, now) != Renewal::Never);
    assert!(status.renewable_until() > Some(now));
    let SignInStatus::Stored(_, Some(lifetime)) = &status else { panic!("{status:?}") };
    assert!(lifetime.until() > now && lifetime.share(now) > 0.9);
    assert!(lifetime.share(UNIX_EPOCH) <= 1.0, "also with a clock that is behind");
    assert_eq!(others(slice::from_ref(&session)).len(), 0);
    let unnamed = others(&[]);
    assert_eq!(unnamed.len(), 1);
    assert_eq!(unnamed[0].0.start_url, session.start_url);

    // A portal that fails has not refused the token.
    server.world().lock().add_fault("ListAccounts status=400 always".parse().expect("a fault"));
    assert!(matches!(verified(), Err(Unverified::Portal(_))));
    server.world().lock().clear_faults();
    let asked = server.world().lock().count(Operation::ListAccounts);
    server.world().lock().end_sessions();
    assert_eq!(verified().expect("the portal answers").word(), "refused");
    assert_eq!(server.world().lock().count(Operation::ListAccounts), asked + 1);
    assert_eq!(word(), "expired", "the file says so from now on");
}

/// The portal has the last word, and a token that it refuses is renewed once.
#[test]
fn a_token_that_the_portal_refuses_is_renewed_once() {
    for (fault, word, stored) in [
        ("ListAccounts unauthorized", "signed_in", "signed_in"),
        ("ListAccounts unauthorized always", "refused", "expired"),
    ] {
        let server = Server::start(World::demo(), 0).expect("a free port");
        let home = tempfile::tempdir().expect("a folder");
        let (provider, session) = demo::at(&server, home.path()).expect("a session");
        let (person, _) = Presser::new("allow");
        run(SignIn::new(&provider, &session, &person).run()).expect("signed in");
        server.world().lock().add_fault(fault.parse().expect("a fault"));
        let asked = || {
            let world = server.world();
            let world = world.lock();
            (world.count(Operation::CreateToken), world.count(Operation::ListAccounts))
        };
        let before = asked();
        let status = run(SignInStatus::verified(&provider, &session)).expect("the portal answers");
        assert_eq!(status.word(), word, "{fault}");
        assert_eq!(asked(), (before.0 + 1, before.1 + 2), "{fault}");
        assert_eq!(SignInStatus::of(&provider, &session).word(), stored, "{fault}");
    }
}

/// A refresh that fails for another reason than that the session is over says nothing about the session.
#[test]
fn a_status_that_cannot_be_verified_is_unknown() {
    let server = Server::start(World::demo(), 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let (person, _) = Presser::new("allow");
    let mut token = run(SignIn::new(&provider, &session, &person).run()).expect("signed in").token;
    token.expires_at = UNIX_EPOCH;
    drop(provider.tokens().save_token(&session.token_key(), &token).expect("stored"));
    assert_eq!(SignInStatus::of(&provider, &session).word(), "renewable");
    server.world().lock().add_fault("CreateToken html always".parse().expect("a fault"));
    let unverified = run(SignInStatus::verified(&provider, &session)).expect_err("no answer");
    assert!(matches!(&unverified, Unverified::Credentials(error) if error.kind() == ErrorKind::Network));
    assert!(unverified.to_string().contains("corp") && unverified.source().is_some(), "{unverified}");
    server.world().lock().clear_faults();
    assert_eq!(run(SignInStatus::verified(&provider, &session)).expect("an answer").word(), "signed_in");
}

#[test]
fn lifetimes_end_when_their_files_say() {
    let server = Server::start(World::demo(), 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let (person, _) = Presser::new("allow");
    let token = run(SignIn::new(&provider, &session, &person).run()).expect("signed in").token;
    let others = |now| SignInStatus::of_others(&provider, &[], &session.endpoints, now).len();
    let second = Duration::from_secs(1);
    // The file has whole seconds.
    let end = provider.stored_token(&session).expect("readable").expect("a token").expires_at;
    assert!(end <= token.expires_at && token.expires_at < end + second);
    assert_eq!([end - second, end, end + second].map(others), [1, 0, 0]);
    let role = ("051234567822".parse().expect("an account"), "AWSPowerUserAccess".parse().expect("a role"));
    let plan = Plan::for_role(session.clone(), role.0, role.1, None);
    assert_eq!(Lifetime::of_credentials(&provider, &plan), None);
    assert_eq!(Lifetime::of_many(&provider)(&plan), None);
    let credentials = run(provider.credentials(&plan)).expect("credentials");
    let lifetime = Lifetime::of_credentials(&provider, &plan).expect("they are cached");
    assert_eq!(Some(lifetime.until()), credentials.expires_at);
    assert!(lifetime.share(now()) > 0.9);
    let other = ("222222222222".parse().expect("an account"), "Other".parse().expect("a role"));
    let other = Plan::for_role(session, other.0, other.1, None);
    assert_eq!([&other, &plan].map(Lifetime::of_many(&provider)), [None, Some(lifetime)]);
}

/// Nothing renews what is refused, or what belongs to another portal.
#[test]
fn only_a_good_sign_in_renews() {
    let server = Server::start(World::demo(), 0).expect("a free port");
    let home = tempfile::tempdir().expect("a folder");
    let (provider, session) = demo::at(&server, home.path()).expect("a session");
    let (person, _) = Presser::new("allow");
    let token = run(SignIn::new(&provider, &session, &person).run()).expect("signed in").token;
    let end = token.client.as_ref().and_then(|client| client.expires_at).expect("an end");
    for (status, renewal) in [
        (SignInStatus::Stored(SessionState::SignedIn(token.clone()), None), Renewal::Until(end)),
        (SignInStatus::Stored(SessionState::Renewable(token.clone()), None), Renewal::Until(end)),
        (SignInStatus::Stored(SessionState::OtherPortal(token.clone()), None), Renewal::Never),
        (SignInStatus::Stored(SessionState::Expired(token.clone()), None), Renewal::Never),
        (SignInStatus::Refused(token), Renewal::Never),
    ] {
        assert_eq!(status.renewal(&session, now()), renewal, "{}", status.word());
        assert_eq!(status.renewable_until(), Some(end));
    }
}
