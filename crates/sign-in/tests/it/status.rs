//! Tests of a sign-in's status: read from its file, and verified at the portal.

use crate::{
    examples::own_event_loop::demo,
    sign_in::{Presser, run},
};
use daypass_credentials::Renewal;
use daypass_sign_in::{SignIn, SignInStatus, Unverified};
use daypass_simulator::{Operation, Server, World};
use std::{
    slice,
    time::{SystemTime, UNIX_EPOCH},
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
