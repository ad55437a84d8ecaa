//! What holds for every input.

use crate::help::{Home, at, corp};
use daypass_sso_types::{AccessToken, ClientSecret, RefreshToken};
use daypass_token_cache::{
    CacheFile, CacheKey, CachedRole, Content, LoginKey, Registration, Token, TokenClient, time,
};
use proptest::prelude::*;
use std::{
    borrow::Cow,
    fs,
    time::{Duration, UNIX_EPOCH},
};

/// JSON objects that look like ours, and nearly so.
fn nearly() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "accessToken",
        "ACCESSTOKEN",
        "expiresAt",
        "refreshToken",
        "clientId",
        "clientSecret",
        "scopes",
        "Credentials",
        "ProviderType",
        "registrationExpiresAt",
        "unknown",
        "idToken",
        "identityToken",
        "dpopKey",
        "signInRegion",
    ]);
    let value = prop::sample::select(vec![
        "null",
        "5",
        "\"x\"",
        "\"\"",
        "[]",
        "[\"a\"]",
        "{}",
        "\"2027-01-01T00:00:00Z\"",
        "\"2027-01-01\"",
        "\"\\ud800\"",
        "{\"AccessKeyId\": \"a\", \"SecretAccessKey\": \"b\", \"Expiration\": \"2027-01-01T00:00:00Z\"}",
        "{\"accessKeyId\": \"a\", \"secretAccessKey\": \"b\", \"expiresAt\": 5, \"z\": [1,  2]}",
        "1e400",
    ]);
    prop::collection::vec((name, value), 0..8).prop_map(|members| {
        let members: Vec<String> =
            members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        format!("{{{}}}", members.join(", "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_saved_token_comes_back(
        access in "\\PC{1,40}",
        text in prop::option::of(any::<String>()),
        refresh in prop::option::of("\\PC{1,20}"),
        seconds in 0_u64..200_000_000_000,
    ) {
        let home = Home::new();
        let end = UNIX_EPOCH + Duration::from_secs(seconds);
        let mut token = Token::new(AccessToken::new(access), end);
        token.start_url.clone_from(&text);
        token.refresh_token = refresh.map(RefreshToken::new);
        token.client = text.map(|id| TokenClient {
            id,
            secret: ClientSecret::new("s"),
            expires_at: (seconds % 2 == 0).then_some(end),
        });
        let _saved = home.store().save_token(&corp(), &token).expect("saved");
        prop_assert_eq!(home.store().load_token(&corp()).expect("read"), Some(token));
    }

    /// The second save of what was read is the first, byte for byte, whatever was there before.
    #[test]
    fn writing_what_was_read_is_stable(contents in nearly()) {
        let home = Home::new();
        let store = home.store();
        let path = home.put(&corp(), &contents);
        let round = |save: &dyn Fn() -> bool| {
            home.put(&corp(), &contents);
            if save() {
                let first = fs::read(&path).expect("saved");
                assert!(first.is_ascii() && !first.ends_with(b"\n"));
                assert!(save(), "what was saved is read again: {}", String::from_utf8_lossy(&first));
                assert_eq!(fs::read(&path).expect("saved"), first);
            }
        };
        round(&|| store.load_token(&corp()).ok().flatten().is_some_and(|it| store.save_token(&corp(), &it).is_ok()));
        round(&|| store.load_role(&corp()).ok().flatten().is_some_and(|it| store.save_role(&corp(), &it).is_ok()));
        round(&|| {
            let read = CacheFile::at(&path).map(|file| file.content);
            let Some(Content::Login(login)) = read else { return false };
            let key = LoginKey::of("arn:aws:iam::1:root");
            // A console sign-in has a name of its own: it is written there, and read under the other name again.
            store.save_login(&key, &login).is_ok() && fs::rename(store.login_path(&key), &path).is_ok()
        });
        round(&|| {
            let read: Option<Registration> = store.load_registration(&corp()).ok().flatten();
            read.is_some_and(|it| store.save_registration(&corp(), &it).is_ok())
        });
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let home = Home::new();
        home.put(&corp(), &bytes);
        let store = home.store();
        drop((store.load_token(&corp()), store.load_role(&corp()), store.load_registration(&corp())));
        prop_assert_eq!(store.cache_files().expect("listed").len(), 1);
        prop_assert!(CachedRole::parse(&bytes).is_none());
    }

    #[test]
    fn times_come_back(seconds in 0_u64..253_000_000_000) {
        let then = UNIX_EPOCH + Duration::from_secs(seconds);
        prop_assert_eq!(time::parse(&time::format(then)), Some(then));
    }

    #[test]
    fn any_text_is_no_panic(text in any::<String>(), digits in "[0-9TZ:.,+ -]{0,40}") {
        let _ = (time::parse(&text), time::parse(&digits));
        let _ = (CacheKey::from_file_name(&text), LoginKey::from_file_name(&text));
    }

    /// The hot path and the general reader agree wherever the hot path answers.
    #[test]
    fn the_hot_path_agrees(contents in nearly()) {
        let Some(hot) = CachedRole::parse(contents.as_bytes()) else { return Ok(()) };
        let home = Home::new();
        home.put(&corp(), &contents);
        let entry = home.store().load_role(&corp()).expect("read").expect("there");
        prop_assert_eq!(hot.to_credentials(), entry.credentials);
        prop_assert_eq!(hot.is_reusable(at("2026-12-31")), true);
        prop_assert!(matches!(home.store().cache_files().expect("listed")[0].content, Content::Role(_) | Content::Token(_)));
    }
}

/// Nothing is copied out of the bytes of a role file: it would be the secrets.
#[test]
fn the_hot_path_borrows() {
    let home = Home::new();
    let entry = daypass_token_cache::RoleEntry::sso(crate::help::credentials());
    let _saved = home.store().save_role(&corp(), &entry).expect("saved");
    let bytes = fs::read(home.store().path(&corp())).expect("saved");
    let role = CachedRole::parse(&bytes).expect("a role");
    let borrowed = |text: &Cow<'_, str>| matches!(text, Cow::Borrowed(_));
    assert!(borrowed(&role.access_key_id) && borrowed(&role.secret_access_key));
    assert!(
        role.session_token.as_ref().is_some_and(borrowed) && role.account_id.as_ref().is_some_and(borrowed)
    );
}
