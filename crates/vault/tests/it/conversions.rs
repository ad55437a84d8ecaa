//! On, off, a new key, and what other tools store meanwhile.

use crate::home::{Home, time, token};
use daypass_sso_types::{ClientSecret, RefreshToken};
use daypass_token_cache::{CacheKey, Flow, Registration, RegistrationKey};
use daypass_vault::{ErrorKind, Settings, remains};
use std::{fs, time::Duration};

const NOW: Duration = Duration::ZERO;

#[test]
fn on_seals_what_renews_and_off_gives_it_back_as_it_was() {
    let home = Home::new();
    home.plain(&["corp", "lab"]);
    let before = home.text("corp");
    assert!(home.has("refresh-corp") && home.has("secret-lab") && home.has("client-corp"));

    let done = home.turn_on().expect("on");
    assert_eq!((done.tokens, done.left.len()), (2, 0));
    for secret in ["refresh-corp", "secret-corp", "client-corp", "refresh-lab", "secret-lab", "client-lab"] {
        assert!(!home.has(secret), "{secret}");
    }
    // What every AWS tool needs stands where it was.
    let members: serde_json::Value = serde_json::from_str(&home.text("corp")).expect("JSON");
    let members = members.as_object().expect("an object");
    let names: Vec<_> = members.keys().map(String::as_str).collect();
    let ours = ["daypassClient", "daypassRenewsUntil", "daypassSealed"];
    assert_eq!(names, ["accessToken", ours[0], ours[1], ours[2], "expiresAt", "region", "startUrl"]);
    assert_eq!(members["accessToken"], "access-corp");
    assert_eq!(home.opened("corp"), Some(token("corp")));
    assert_eq!(home.opened("lab"), Some(token("lab")));

    // Again: nothing to do.
    assert_eq!(home.turn_on().expect("on").tokens, 0);

    let done = home.process().turn_off(&home.plain_store(), NOW).expect("off");
    assert_eq!((done.tokens, done.left.len()), (2, 0));
    assert_eq!(home.text("corp"), before);
    assert_eq!(home.process().turn_off(&home.plain_store(), NOW).expect("off").tokens, 0);
    assert_eq!(home.turn_on().expect("on again").tokens, 2);
    assert_eq!(home.opened("corp"), Some(token("corp")));
}

#[test]
fn what_is_known_of_a_sealed_token_is_what_was_known_of_it_in_plain() {
    let home = Home::new();
    home.plain(&["corp"]);
    home.turn_on().expect("on");
    let (plain, key) = (token("corp"), CacheKey::for_session("corp"));
    let sealed = home.plain_store().load_token(&key).expect("readable").expect("a token");
    for now in [0, 3_000, 3_599, 3_600, 89_999, 90_000, 90_001].map(time) {
        assert_eq!(sealed.action(now), plain.action(now));
        assert_eq!(sealed.is_renewable(now), plain.is_renewable(now));
    }
    assert_eq!(sealed.client_key(), plain.client_key());
    assert_eq!(sealed.registration_expires_at(), plain.registration_expires_at());
    assert_eq!(sealed.has_refresh_token(), plain.has_refresh_token());
    assert!(plain.has_plain_renewal() && !sealed.has_plain_renewal());
    assert!(!format!("{sealed:?}").contains("refresh-corp"));

    let mut ended = sealed;
    ended.end_renewal();
    assert!(!ended.is_renewable(time(0)) && !ended.has_refresh_token());
    assert_eq!(ended.client_key(), plain.client_key());
    assert!(home.plain_store().save_token(&key, &ended).expect("stored").notices.is_empty());
    let opened = home.opened("corp").expect("opens");
    assert_eq!((opened.refresh_token, opened.client), (None, plain.client));
}

#[test]
fn what_another_tool_stores_in_plain_is_adopted() {
    let home = Home::new();
    home.plain(&["corp"]);
    home.turn_on().expect("on");
    // `aws sso login`: a whole new file.
    let mut newer = token("corp");
    newer.refresh_token = Some(RefreshToken::new("refresh-newer"));
    let key = CacheKey::for_session("corp");
    drop(home.plain_store().save_token(&key, &newer).expect("stored"));
    assert!(home.has("refresh-newer"));
    assert_eq!(home.process().adopt(&home.plain_store(), NOW).expect("adopted").tokens, 1);
    assert!(!home.has("refresh-newer") && !home.has("secret-corp"));
    assert_eq!(home.opened("corp"), Some(newer.clone()));

    // A tool that keeps what it does not know: what it wrote counts.
    let text =
        home.text("corp").replace('}', r#", "clientId": "x", "clientSecret": "y", "refreshToken": "z"}"#);
    home.write(&format!("cache/{}", key.file_name()), &text);
    assert_eq!(home.opened("corp").expect("opens").refresh_token, Some(RefreshToken::new("z")));
    assert_eq!(home.process().adopt(&home.plain_store(), NOW).expect("adopted").tokens, 1);
    assert_eq!(home.opened("corp").expect("opens").refresh_token, Some(RefreshToken::new("z")));
    assert_eq!(home.text("corp").matches("daypassSealed").count(), 1);
    assert_eq!(home.process().adopt(&home.plain_store(), NOW).expect("nothing").tokens, 0);
}

#[test]
fn tokens_of_editors_stay_as_they_are_and_are_named() {
    let home = Home::new();
    home.plain(&["corp"]);
    // Its client is in another file.
    home.write(
        "cache/aws-toolkit-token.json",
        r#"{"accessToken":"a","expiresAt":"2026-11-01T00:00:00Z","refreshToken":"r"}"#,
    );
    let registration = r#"{"clientId":"other","clientSecret":"other","expiresAt":"2026-12-01T00:00:00Z"}"#;
    home.write("cache/aws-toolkit-client.json", registration);
    let done = home.turn_on().expect("on");
    assert_eq!((done.tokens, done.registrations), (1, 0));
    assert!(home.path("cache/aws-toolkit-client.json").exists());
    let remains = remains(&home.plain_store()).expect("listed");
    assert_eq!((remains.plain.len(), remains.sealed.len(), remains.of_others.len()), (0, 1, 1));
}

#[test]
fn registrations_of_sealed_clients_go_and_none_is_kept_while_the_vault_is_on() {
    let home = Home::new();
    home.plain(&["corp"]);
    let key = RegistrationKey {
        region: "eu-west-1",
        session_name: Some("corp"),
        start_url: "https://corp.awsapps.com/start",
        scopes: None,
    };
    let registration = Registration::new("client-corp", ClientSecret::new("secret-corp"), time(90_000));
    let save = |store: &daypass_token_cache::Store| {
        assert!(store.save_registration_by_flow(&key, &registration).expect("saved").notices.is_empty());
    };
    save(&home.plain_store());
    assert_eq!(home.turn_on().expect("on").registrations, 1);
    assert!(!home.has("secret-corp"));

    let vault = home.process();
    let store = home.store(&vault);
    save(&store);
    assert!(!home.has("secret-corp"));
    assert_eq!(store.find_registration(&key, Flow::Device).expect("none"), None);
    assert!(vault.turn_off(&home.plain_store(), NOW).is_ok_and(|done| done.tokens == 1));
    save(&store);
    assert_eq!(store.find_registration(&key, Flow::Device).expect("one"), Some(registration.clone()));
}

#[test]
fn a_new_key_seals_everything_and_the_last_one_opens_what_is_late() {
    let home = Home::new();
    home.plain(&["corp", "lab"]);
    home.turn_on().expect("on");
    let late = home.text("corp");
    // A process that runs for days has the key of today.
    let old = home.process();
    old.unlock().expect("the key");
    let first = fs::read_to_string(home.path("usb/key")).expect("the key");

    assert_eq!(home.process().change_key(&home.plain_store(), NOW).expect("changed").tokens, 2);
    assert_ne!(home.text("corp"), late);
    assert_eq!(home.opened("lab"), Some(token("lab")));
    // What was sealed with the old one while the key was changed.
    home.write(&format!("cache/{}", CacheKey::for_session("corp").file_name()), &late);
    assert_eq!(home.opened("corp"), Some(token("corp")));
    assert_eq!(home.process().adopt(&home.plain_store(), NOW).expect("sealed again").tokens, 1);

    // The old process does not seal with the old key, and gets the new one before it renews.
    let store = home.store(&old);
    let found = store.load_token(&CacheKey::for_session("lab")).expect("readable").expect("a token");
    store.prepare(Some(&found)).expect("the new key");
    assert!(
        store.save_token(&CacheKey::for_session("lab"), &token("lab")).is_ok_and(|it| it.notices.is_empty())
    );
    assert!(!home.has("refresh-lab"));

    // Older keys stay: a backup may come back.
    assert_eq!(home.process().change_key(&home.plain_store(), NOW).expect("changed").tokens, 2);
    let kept = fs::read_to_string(home.path("usb/key")).expect("the keys");
    assert!(kept.split('.').count() == 3 && kept.ends_with(first.trim()));
    assert_eq!(home.opened("corp"), Some(token("corp")));
}

#[test]
fn a_key_that_is_there_is_taken_and_never_written_over() {
    let (home, other) = (Home::new(), Home::new());
    home.plain(&["corp"]);
    home.turn_on().expect("on");
    fs::copy(home.path("usb/key"), other.path("usb/key")).expect("the same stick");
    other.turn_on().expect("on");
    let key = |home: &Home| fs::read_to_string(home.path("usb/key")).expect("the key");
    assert_eq!(key(&home), key(&other));

    // A file that is no key is not written over either.
    let third = Home::new();
    third.write("usb/key", "a diary");
    third.turn_on().expect_err("no key");
    assert_eq!(key(&third), "a diary");
    assert!(!Settings::path(&third.path("state/vault")).exists());
}

#[test]
fn two_commands_do_not_change_a_vault_at_once() {
    let home = Home::new();
    home.plain(&["corp"]);
    let held =
        daypass_token_cache::Lock::try_acquire(&home.path("state/locks"), &"vault", "x").expect("free");
    let error = home.turn_on().expect_err("another one");
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::State, "another command is changing the vault")
    );
    assert!(
        home.process().turn_off_without_key().is_err()
            && home.process().turn_off(&home.plain_store(), NOW).is_err()
    );
    home.process().change_key(&home.plain_store(), NOW).expect_err("another one");
    drop(held);
    home.turn_on().expect("on");
}

#[test]
fn a_vault_in_the_wrong_state_says_so() {
    let home = Home::new();
    let kind = |result: Result<daypass_vault::Converted, daypass_vault::Error>| {
        result.map(|_| ()).map_err(|error| (error.kind(), error.to_string()))
    };
    let off = Err((ErrorKind::State, "the vault is off".to_owned()));
    assert_eq!(kind(home.process().turn_off(&home.plain_store(), NOW)), off);
    assert_eq!(kind(home.process().change_key(&home.plain_store(), NOW)), off);
    assert_eq!(kind(home.process().adopt(&home.plain_store(), NOW)), Ok(()));
    home.turn_on().expect("on");
    let other = format!("file:{}", home.path("usb/other").display()).parse().expect("a holder");
    let on = format!("the vault is on, and the key file {} has its key", home.path("usb/key").display());
    assert_eq!(kind(home.process().turn_on(&other, &home.plain_store(), NOW)), Err((ErrorKind::State, on)));

    // Off, and one that was not opened: another holder would not open it.
    home.plain(&["corp"]);
    home.process().adopt(&home.plain_store(), NOW).expect("sealed");
    home.process().turn_off_without_key().expect("off");
    let sealed = "sessions are still sealed with the key of the former holder";
    let expected = Err((ErrorKind::State, sealed.to_owned()));
    assert_eq!(kind(home.process().turn_on(&other, &home.plain_store(), NOW)), expected);
    assert_eq!(home.opened("corp"), Some(token("corp")));

    let path = Settings::path(&home.path("state/vault"));
    for (text, why) in [
        ("{", "is damaged"),
        (r#"{"version":1,"on":true,"holder":{"file":"/k"},"item":"../x","key":""}"#, "is damaged"),
        (r#"{"version":2,"on":true,"holder":{"file":"/k"},"item":"x","key":""}"#, "is of a newer version"),
    ] {
        home.write("state/vault/vault.json", text);
        let expected = Err((ErrorKind::Settings, format!("{} {why}", path.display())));
        assert_eq!(kind(home.process().adopt(&home.plain_store(), NOW)), expected);
    }
}
