//! Where a client may be used: at the endpoints that were in force when it was registered.

use crate::help::Home;
use daypass_sso_types::{AccessToken, ClientSecret};
use daypass_token_cache::{ClientEndpoints, Token, TokenClient};
use std::{fs, time::SystemTime};

fn urls(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("https://{name}.internal")).collect()
}

#[test]
fn a_client_goes_only_where_it_was_registered() {
    let home = Home::new();
    let folder = home.path().join("clients");
    let (clients, secret) = (ClientEndpoints::at(&folder), ClientSecret::new("secret"));
    let refused = |id: &str, origins: &[&str]| clients.refuse(id, &secret, urls(origins));
    // Another tool may have registered it.
    assert_eq!((clients.of("id", &secret), refused("id", &["a"])), (None, vec![]));
    clients.bind("id", &secret, &urls(&["a", "b"])).expect("remembered");
    assert_eq!(clients.of("id", &secret), Some(urls(&["a", "b"])));
    assert_eq!(refused("id", &["a"]), urls(&[]));
    assert_eq!(refused("id", &["b", "c", "a", "d"]), urls(&["c", "d"]));
    // What is remembered stays, but for a new registration.
    clients.bind("id", &secret, &urls(&["c"])).expect("nothing to do");
    assert_eq!(clients.of("id", &secret), Some(urls(&["a", "b"])));
    let _saved = clients.remember("id", &secret, &urls(&["c"])).expect("written");
    assert_eq!((clients.of("id", &secret), refused("id", &["a"])), (Some(urls(&["c"])), urls(&["a"])));
    // Each client by its id and its secret.
    assert_eq!(clients.of("other", &secret), None);
    assert_eq!(clients.of("id", &ClientSecret::new("other")), None);
    clients.bind("other", &secret, &[]).expect("remembered");
    assert_eq!((clients.of("other", &secret), refused("other", &["a"])), (Some(vec![]), urls(&["a"])));
    let names: Vec<_> =
        fs::read_dir(&folder).expect("a folder").map(|file| file.expect("a file").file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn the_client_of_a_token() {
    let home = Home::new();
    let (clients, secret) = (ClientEndpoints::at(home.path().join("clients")), ClientSecret::new("secret"));
    clients.bind("id", &secret, &urls(&["a"])).expect("remembered");
    let mut token = Token::new(AccessToken::new("t"), SystemTime::UNIX_EPOCH);
    assert_eq!(clients.of_token(&token), None);
    for (id, expected) in [("id", Some(urls(&["a"]))), ("other", None)] {
        token.client = Some(TokenClient { id: id.to_owned(), secret: secret.clone(), expires_at: None });
        assert_eq!(clients.of_token(&token), expected, "{id}");
    }
}

#[test]
fn the_token_of_a_cache_file() {
    let home = Home::new();
    let token = crate::help::full_token();
    let _saved = home.store().save_token(&crate::help::corp(), &token).expect("saved");
    home.put(&daypass_token_cache::CacheKey::for_session("broken"), "{");
    let files = home.store().cache_files().expect("a folder");
    let found: Vec<_> = files.iter().filter_map(|file| file.token()).collect();
    assert_eq!((files.len(), found), (2, vec![&token]));
}

/// A client of which it is not known where it was registered goes to no endpoint but AWS's own.
#[test]
fn a_file_that_cannot_be_read_allows_no_endpoint() {
    let home = Home::new();
    let folder = home.path().join("clients");
    let (clients, secret) = (ClientEndpoints::at(&folder), ClientSecret::new("secret"));
    // 1,500 names are a file that is read, 3,000 are one of more than 64 KiB.
    for (count, is_read) in [(1_500, true), (3_000, false)] {
        let many: Vec<_> = (0..count).map(|at| format!("https://{at:05}.internal")).collect();
        let _saved = clients.remember("id", &secret, &many).expect("written");
        let expected = if is_read { many.clone() } else { Vec::new() };
        assert_eq!(clients.of("id", &secret), Some(expected), "{count}");
    }
    let file = fs::read_dir(&folder).expect("a folder").next().expect("a file").expect("a file").path();
    for text in ["", "{", "[]", r#"{"endpoints": 1}"#] {
        crate::help::put(&file, text);
        assert_eq!(clients.of("id", &secret), Some(vec![]), "{text:?}");
        assert_eq!(clients.refuse("id", &secret, urls(&["a"])), urls(&["a"]), "{text:?}");
    }
}
