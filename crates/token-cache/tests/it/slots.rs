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
            let _saved = home
                .store()
                .save_registration_by_flow(&key, &registration(id, flow, "2027-01-01"))
                .expect("saved");
        }
        assert_eq!(found(&home, &key, Flow::AuthorizationCode).as_deref(), Some("code"));
        assert_eq!(found(&home, &key, Flow::Device).as_deref(), Some("device"));
        assert!(home.store().remove_registrations(&key, Flow::Device).expect("removed"));
        assert_eq!(found(&home, &key, Flow::Device), None);
        assert_eq!(found(&home, &key, Flow::AuthorizationCode).as_deref(), Some("code"));
        assert!(!home.store().remove_registrations(&key, Flow::Device).expect("nothing there"));
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
    let _saved = store.save_registration_by_flow(&key, &ours).expect("saved");
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

#[test]
fn of_two_for_one_flow_the_one_that_lasts_longer_is_taken() {
    let key = session();
    for (first, second, expected) in [
        ("2027-01-01", "2027-01-02", "second"),
        ("2027-01-02", "2027-01-01", "first"),
        ("2027-01-01", "2027-01-01", "first"),
    ] {
        let home = Home::new();
        for (slot, id, end) in [(Flow::Device, "first", first), (Flow::AuthorizationCode, "second", second)] {
            let saved = home.store().save_registration(&key.slot(slot), &registration(id, Flow::Device, end));
            drop(saved.expect("saved"));
        }
        assert_eq!(found(&home, &key, Flow::Device).as_deref(), Some(expected), "{first} {second}");
    }
}

#[test]
fn a_registration_that_is_replaced_stays_in_its_slot() {
    for (key, flow) in
        [(session(), Flow::AuthorizationCode), (session(), Flow::Device), (legacy(), Flow::Device)]
    {
        let home = Home::new();
        for id in ["one", "two"] {
            let saved = home.store().save_registration_by_flow(&key, &registration(id, flow, "2027-01-01"));
            drop(saved.expect("saved"));
        }
        assert_eq!(found(&home, &key, flow).as_deref(), Some("two"));
        assert!(!home.store().path(&key.slot(flow.other())).exists(), "the other slot is for the other flow");
    }
}

#[cfg(unix)]
#[test]
fn forgetting_goes_round_damage_and_stops_at_what_cannot_be_read() {
    let (home, key) = (Home::new(), session());
    let store = home.store();
    home.put(&key.slot(Flow::AuthorizationCode), "{");
    assert!(!store.remove_registrations(&key, Flow::Device).expect("damage is none"));
    let saved = store.save_registration_by_flow(&key, &registration("id", Flow::Device, "2027-01-01"));
    drop(saved.expect("saved"));
    assert!(store.remove_registrations(&key, Flow::Device).expect("forgotten"));
    let path = store.path(&key.slot(Flow::AuthorizationCode));
    std::fs::remove_file(&path).expect("removed");
    std::os::unix::fs::symlink(&path, &path).expect("a link to itself");
    store.remove_registrations(&key, Flow::Device).expect_err("nobody knows what it holds");
}

/// By another way: Python's `json.dumps` with sorted members, and its SHA-1.
#[test]
fn the_second_slot_is_named_by_its_flow() {
    assert_eq!(session().slot(Flow::Device).to_string(), "b6c679c29ae09f2608f3d76665c0c0f3a9040526");
    assert_eq!(
        legacy().slot(Flow::AuthorizationCode).to_string(),
        "01f476983fc711c85904a102e2803b9e01b57982"
    );
}
