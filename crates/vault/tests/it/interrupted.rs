//! Whatever step is the last one, a session is sealed and opens, or is in plain: never neither.

use crate::home::{Home, token};
use daypass_token_cache::CacheKey;
use std::{fs, time::Duration};

const NOW: Duration = Duration::ZERO;

/// Each session gives its refresh token to a process that starts now.
fn nothing_is_lost(home: &Home) {
    for session in ["corp", "lab"] {
        assert_eq!(home.opened(session), Some(token(session)), "{session}");
    }
}

/// The files of a home at one time.
fn files(home: &Home) -> Vec<(String, String)> {
    let mut names = vec!["usb/key".to_owned(), "state/vault/vault.json".to_owned()];
    names.extend(
        ["corp", "lab"].map(|session| format!("cache/{}", CacheKey::for_session(session).file_name())),
    );
    names
        .into_iter()
        .map(|name| (name.clone(), fs::read_to_string(home.path(&name)).unwrap_or_default()))
        .collect()
}

/// Every order in which the changed files of a step can be there: the first `count` of this list are new.
fn check_prefixes(home: &Home, before: &[(String, String)], after: &[(String, String)], order: &[usize]) {
    for count in 0..=order.len() {
        for (index, (name, text)) in before.iter().enumerate() {
            let is_new = order.iter().take(count).any(|new| *new == index);
            let text = if is_new { &after[index].1 } else { text };
            if text.is_empty() {
                drop(fs::remove_file(home.path(name)));
            } else {
                home.write(name, text);
            }
        }
        nothing_is_lost(home);
        // And the next use goes on.
        home.process().adopt(&home.plain_store(), NOW).expect("goes on");
        nothing_is_lost(home);
    }
}

#[test]
fn on_off_and_a_new_key_lose_nothing_wherever_they_end() {
    let home = Home::new();
    home.plain(&["corp", "lab"]);
    let plain = files(&home);
    home.turn_on().expect("on");
    let on = files(&home);
    // The holder first, then the settings, then the sessions.
    check_prefixes(&home, &plain, &on, &[0, 1, 2, 3]);

    for (name, text) in &on {
        home.write(name, text);
    }
    home.process().change_key(&home.plain_store(), NOW).expect("changed");
    let changed = files(&home);
    assert!(on.iter().zip(&changed).all(|(one, other)| one != other));
    check_prefixes(&home, &on, &changed, &[0, 1, 2, 3]);

    for (name, text) in &changed {
        home.write(name, text);
    }
    home.process().turn_off(&home.plain_store(), NOW).expect("off");
    let off = files(&home);
    assert_eq!(off[0], changed[0], "the holder keeps the key");
    check_prefixes(&home, &changed, &off, &[1, 2, 3]);
}

#[test]
fn a_session_that_another_process_holds_is_left_and_said() {
    let home = Home::new();
    home.plain(&["corp", "lab"]);
    let key = CacheKey::for_session("corp");
    let held =
        daypass_token_cache::Lock::try_acquire(&home.path("state/locks"), &key, "renewing").expect("free");
    let done = home.turn_on().expect("on");
    assert_eq!((done.tokens, done.left), (1, vec![(key, "another process uses it".to_owned())]));
    nothing_is_lost(&home);
    drop(held);
    assert_eq!(home.process().adopt(&home.plain_store(), NOW).expect("sealed").tokens, 1);
    nothing_is_lost(&home);
}
