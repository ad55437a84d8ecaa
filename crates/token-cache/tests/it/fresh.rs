//! Windows, with a clock moved by hand.

use crate::help::{at, credentials, full_token};
use daypass_sso_types::ClientSecret;
use daypass_token_cache::{Freshness, Registration, RoleEntry, Token, TokenAction};
use std::time::{Duration, SystemTime};

const NOW: &str = "2026-11-23T00:00:00Z";

fn after(seconds: i64) -> SystemTime {
    let by = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { at(NOW) - by } else { at(NOW) + by }
}

fn token(seconds: i64) -> Token {
    let mut token = full_token();
    token.expires_at = after(seconds);
    token
}

/// The rows of the AWS CLI's refresh-window table, as far as they are decided before a call; the rest of a row is
/// in the meaning of the action.
#[test]
fn refresh_windows() {
    let check = |seconds, spoil: fn(&mut Token), freshness, action| {
        let mut token = token(seconds);
        spoil(&mut token);
        assert_eq!((token.freshness(at(NOW)), token.action(at(NOW))), (freshness, action), "{seconds}");
    };
    let whole: fn(&mut Token) = |_| {};
    let unrenewable: [fn(&mut Token); 3] = [
        |token| token.refresh_token = None,
        |token| token.client = None,
        |token| token.client.as_mut().expect("a client").expires_at = Some(at(NOW)),
    ];
    for spoil in unrenewable.into_iter().chain([whole]) {
        check(28_800, spoil, Freshness::Fresh, TokenAction::Use);
        check(905, spoil, Freshness::Fresh, TokenAction::Use);
        check(900, spoil, Freshness::Fresh, TokenAction::Use);
    }
    for seconds in [899, 800, 300, 1] {
        check(seconds, whole, Freshness::RefreshSoon, TokenAction::RefreshOrUse);
        for spoil in unrenewable {
            check(seconds, spoil, Freshness::RefreshSoon, TokenAction::Use);
        }
    }
    for seconds in [0, -1, -28_800] {
        check(seconds, whole, Freshness::Expired, TokenAction::Refresh);
        for spoil in unrenewable {
            check(seconds, spoil, Freshness::Expired, TokenAction::SignIn);
        }
    }
}

/// JavaScript and Go refresh without knowing when the registration ends.
#[test]
fn an_unknown_end_of_the_registration_is_no_obstacle() {
    let mut token = token(0);
    token.client.as_mut().expect("a client").expires_at = None;
    assert_eq!(token.action(at(NOW)), TokenAction::Refresh);
}

#[test]
fn registrations_and_roles() {
    for (seconds, reusable) in [(1000, true), (900, true), (899, false), (0, false), (-5, false)] {
        let registration = Registration::new("id", ClientSecret::new("secret"), after(seconds));
        assert_eq!(registration.is_reusable(at(NOW)), reusable, "registration, {seconds}");
        let mut role = credentials();
        role.expires_at = Some(after(seconds));
        assert_eq!(RoleEntry::sso(role).is_reusable(at(NOW)), reusable, "role, {seconds}");
    }
    let mut endless = credentials();
    endless.expires_at = None;
    assert!(!RoleEntry::sso(endless).is_reusable(at(NOW)));
}
