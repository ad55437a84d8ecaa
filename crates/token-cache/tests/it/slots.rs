//! Registrations of both flows side by side.

use crate::help::{Home, at};
use daypass_sso_types::ClientSecret;
use daypass_token_cache::{CacheKey, Flow, Registration, RegistrationKey};

fn session() -> RegistrationKey<'static> {
    RegistrationKey { region: "us-east-1", scopes: None, session_name: Some("corp"), start_url: "https://x" }
}

fn legacy() -> RegistrationKey<'static> {
    RegistrationKey { session_name: None, ..session() }
}

fn registration(id: &str, flow: Flow, end: &str) -> Registration {
    let mut new = Registration::new(id, ClientSecret::new("s"), at(end));
    if flow == Flow::AuthorizationCode {
        new.grant_types = vec!["authorization_code".to_owned(), "refresh_token".to_owned()];
    }
    new
}

fn found(home: &Home, key: &RegistrationKey<'_>, flow: Flow) -> Option<String> {
    home.store().find_registration(key, flow).expect("read").map(|found| found.client_id)
}

#[test]
fn the_default_flow_has_the_name_of_the_aws_cli() {
    for (key, flow) in [(session(), Flow::AuthorizationCode), (legacy(), Flow::Device)] {
        assert_eq!(key.slot(flow), CacheKey::for_registration(&key));
        assert_ne!(key.slot(flow.other()), key.slot(flow));
    }
    assert_ne!(session().slot(Flow::Device), legacy().slot(Flow::AuthorizationCode));
}

#[test]
fn neither_evicts_the_other() {
    for key in [session(), legacy()] {
        let home = Home::new();
        for (id, flow) in [("code", Flow::AuthorizationCode), ("device", Flow::Device)] {
            let _saved =
                home.store().store_registration(&key, &registration(id, flow, "2027-01-01")).expect("saved");
        }
        assert_eq!(found(&home, &key, Flow::AuthorizationCode).as_deref(), Some("code"));
        assert_eq!(found(&home, &key, Flow::Device).as_deref(), Some("device"));
        assert!(home.store().forget_registration(&key, Flow::Device).expect("removed"));
        assert_eq!(found(&home, &key, Flow::Device), None);
        assert_eq!(found(&home, &key, Flow::AuthorizationCode).as_deref(), Some("code"));
        assert!(!home.store().forget_registration(&key, Flow::Device).expect("nothing there"));
    }
}

#[test]
fn what_the_aws_cli_left_is_found_and_makes_room() {
    let (home, key) = (Home::new(), session());
    let store = home.store();
    let theirs = registration("theirs", Flow::Device, "2027-01-01");
    let _saved = store.save_registration(&CacheKey::for_registration(&key), &theirs).expect("saved");
    assert_eq!(found(&home, &key, Flow::Device).as_deref(), Some("theirs"));
    assert_eq!(found(&home, &key, Flow::AuthorizationCode), None);

    let ours = registration("ours", Flow::AuthorizationCode, "2027-01-01");
    let _saved = store.store_registration(&key, &ours).expect("saved");
    assert_eq!(found(&home, &key, Flow::Device).as_deref(), Some("theirs"));
    assert_eq!(found(&home, &key, Flow::AuthorizationCode).as_deref(), Some("ours"));
}

#[test]
fn of_two_the_longer_lasting_wins_and_a_corrupt_one_loses() {
    let (home, key) = (Home::new(), session());
    let slots = [key.slot(Flow::AuthorizationCode), key.slot(Flow::Device)];
    for (slot, (id, end)) in slots.iter().zip([("short", "2027-01-01"), ("long", "2027-02-01")]) {
        let one = registration(id, Flow::Device, end);
        let _saved = home.store().save_registration(slot, &one).expect("saved");
    }
    assert_eq!(found(&home, &key, Flow::Device).as_deref(), Some("long"));
    home.put(&slots[1], "{");
    assert_eq!(found(&home, &key, Flow::Device).as_deref(), Some("short"));
    home.put(&slots[0], "{");
    let error = home.store().find_registration(&key, Flow::Device).expect_err("both corrupt");
    assert_eq!(error.kind(), daypass_token_cache::ErrorKind::Corrupt);
}
