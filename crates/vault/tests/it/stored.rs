//! What is saved and read through a store with a vault, and what is refused.

use crate::home::{Home, token};
use daypass_token_cache::{CacheKey, SealErrorKind};
use proptest::prelude::*;
use std::{fs, time::Duration};

#[test]
fn without_the_key_a_token_is_stored_in_plain_and_said_and_sealed_later() {
    let home = Home::new();
    home.turn_on().expect("on");
    fs::rename(home.path("usb"), home.path("drawer")).expect("pulled out");
    let (vault, key) = (home.process(), CacheKey::for_session("corp"));
    let store = home.store(&vault);
    store.prepare(None).expect("nothing is sealed yet");
    assert!(store.save_token(&key, &token("corp")).expect("stored").notices.is_empty());
    assert_eq!(*home.told.lock().expect("told"), ["the key of the vault is not at hand"]);
    assert_eq!(home.opened("corp"), Some(token("corp")));
    home.process().adopt(&home.plain_store(), Duration::ZERO).expect_err("no key");

    fs::rename(home.path("drawer"), home.path("usb")).expect("plugged in");
    assert_eq!(vault.adopt(&home.plain_store(), Duration::ZERO).expect("sealed").tokens, 1);
    assert!(!home.has("refresh-corp"));
    assert_eq!(home.opened("corp"), Some(token("corp")));
}

#[test]
fn a_sealed_token_without_its_key_is_used_and_kept() {
    let home = Home::new();
    home.plain(&["corp"]);
    home.turn_on().expect("on");
    let before = home.text("corp");
    fs::rename(home.path("usb"), home.path("drawer")).expect("pulled out");
    let (vault, key) = (home.process(), CacheKey::for_session("corp"));
    let store = home.store(&vault);
    let found = store.load_token(&key).expect("readable").expect("a token");
    assert_eq!(found.access_token, token("corp").access_token);
    let error = store.prepare(Some(&found)).expect_err("no key");
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (SealErrorKind::NoKey, "the key of the vault is not at hand")
    );
    let error = store.open_token(&key, found.clone()).expect_err("no key");
    assert_eq!(error.kind(), SealErrorKind::NoKey);
    // Saved again as it is, such as with another end.
    assert!(store.save_token(&key, &found).expect("stored").notices.is_empty());
    assert_eq!(home.text("corp"), before);
    home.process().turn_off(&home.plain_store(), Duration::ZERO).expect_err("no key");
    assert_eq!(home.text("corp"), before);
    // A program that knows no vault says so.
    let error = home.plain_store().prepare(Some(&found)).expect_err("no sealer");
    assert_eq!(error.to_string(), "this program has no key");
    let error = home.plain_store().open_token(&key, found).expect_err("no sealer");
    assert_eq!(error.to_string(), "this program has no key");

    fs::rename(home.path("drawer"), home.path("usb")).expect("plugged in");
    assert_eq!(home.opened("corp"), Some(token("corp")));
}

#[test]
fn keys_of_another_vault_are_not_taken() {
    let (home, other) = (Home::new(), Home::new());
    home.plain(&["corp"]);
    home.turn_on().expect("on");
    other.turn_on().expect("on");
    let before = home.text("corp");
    fs::copy(other.path("usb/key"), home.path("usb/key")).expect("swapped");
    let error = home.process().unlock().expect_err("other keys");
    let sentence =
        format!("the key file {} has other keys than those of this vault", home.path("usb/key").display());
    assert_eq!(error.to_string(), sentence);
    assert_eq!(home.opened("corp"), None);
    home.process().turn_off(&home.plain_store(), Duration::ZERO).expect_err("no key");
    assert_eq!(home.text("corp"), before);
}

#[test]
fn two_swapped_files_and_each_changed_member_are_refused() {
    let home = Home::new();
    home.plain(&["corp", "lab"]);
    home.turn_on().expect("on");
    let vault = home.process();
    vault.unlock().expect("the key");
    let store = home.store(&vault);
    let (corp, lab) = (CacheKey::for_session("corp"), CacheKey::for_session("lab"));
    let refused = |text: &str| {
        home.write(&format!("cache/{}", corp.file_name()), text);
        let found = store.load_token(&corp).expect("readable").expect("a token");
        store.open_token(&corp, found).map(|_| ()).map_err(|error| error.kind())
    };
    let (text, other) = (home.text("corp"), home.text("lab"));
    assert_eq!(refused(&text), Ok(()));
    assert_eq!(refused(&other), Err(SealErrorKind::Altered));
    let client = |session: &str| token(session).client_key().expect("a client").to_string();
    assert_eq!(refused(&text.replace(&client("corp"), &client("lab"))), Err(SealErrorKind::Altered));
    assert_eq!(refused(&text.replace(&client("corp"), "x")), Err(SealErrorKind::Altered));
    home.write(&format!("cache/{}", lab.file_name()), &other);
    assert_eq!(home.opened("lab"), Some(token("lab")));
}

proptest! {
    #[test]
    fn whatever_is_stored_opens_again(
        access in ".{1,40}", refresh in proptest::option::of(".{1,40}"), id in ".{0,20}", secret in ".{0,20}",
        ends in proptest::option::of(0u64..1_000_000_000),
    ) {
        use daypass_sso_types::{AccessToken, ClientSecret, RefreshToken};
        let home = Home::new();
        home.turn_on().expect("on");
        let (vault, key) = (home.process(), CacheKey::for_session("corp"));
        let store = home.store(&vault);
        vault.unlock().expect("the key");
        let mut wanted = token("corp");
        wanted.access_token = AccessToken::new(access);
        wanted.refresh_token = refresh.map(RefreshToken::new);
        wanted.client = Some(daypass_token_cache::TokenClient {
            id, secret: ClientSecret::new(secret), expires_at: ends.map(crate::home::time),
        });
        prop_assert!(store.save_token(&key, &wanted).expect("stored").notices.is_empty());
        let found = store.load_token(&key).expect("readable").expect("a token");
        prop_assert!(found.sealed.is_some() && !found.has_plain_renewal());
        prop_assert_eq!(store.open_token(&key, found).expect("opens"), wanted);
    }
}
