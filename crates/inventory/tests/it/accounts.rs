//! Accounts: which one a name means, in which order they are listed, which of them a request wants.

use crate::support::{Portal, scripted};
use daypass_inventory::{
    AccountMatch, Error, ErrorKind, ListingRequest, Unlisted, UnlistedReason, find_account, nearest_account,
};
use daypass_portal_client::Account;
use daypass_simulator::World;
use daypass_sso_types::{AccountId, RoleName};
use daypass_transport::Response;
use std::error::Error as _;

fn account(id: &str, name: &str) -> Account {
    let name = Some(name.to_owned()).filter(|name| !name.is_empty());
    Account { id: AccountId::new(id).expect("an id"), name, email: None }
}

#[test]
fn a_name_or_an_id_means_an_account() {
    let accounts = [
        account("111122223333", "Prod"),
        account("444455556666", "dev"),
        account("777788889999", "PROD"),
        account("000000000012", ""),
    ];
    for (name, expected) in [
        ("dev", &accounts[1..2]),
        ("DEV", &accounts[1..2]),
        ("444455556666", &accounts[1..2]),
        ("000000000012", &accounts[3..4]),
        ("de", &[]),
        ("", &[]),
    ] {
        let found = match find_account(&accounts, name) {
            AccountMatch::One(account) => vec![account.clone()],
            AccountMatch::Several(accounts) => accounts.into_iter().cloned().collect(),
            AccountMatch::None => Vec::new(),
        };
        assert_eq!(found, expected, "{name}");
        let is_one = matches!(find_account(&accounts, name), AccountMatch::One(_));
        assert_eq!(is_one, expected.len() == 1, "{name}");
        assert_eq!(find_account(&accounts, name) == AccountMatch::None, expected.is_empty(), "{name}");
    }
    assert_eq!(find_account(&accounts, "prod"), AccountMatch::Several(vec![&accounts[0], &accounts[2]]));
}

#[test]
fn what_was_probably_meant() {
    let accounts = [
        account("111122223333", "Production"),
        account("444455556666", "Development"),
        account("777788889999", "Sandbox one"),
        account("777788880000", "Sandbox two"),
    ];
    for (name, expected) in [
        ("Prodcution", Some("Production")),
        // The only one that begins so, or that what was typed goes beyond.
        ("prod", Some("Production")),
        ("dev", Some("Development")),
        ("development-eu", Some("Development")),
        ("111122", Some("111122223333")),
        // Too short to mean anything, and begins two.
        ("de", None),
        ("sandbox", None),
        ("", None),
        ("quality", None),
    ] {
        assert_eq!(nearest_account(&accounts, name), expected, "{name}");
    }
}

fn reply(status: u16, body: &str) -> Response {
    let mut response = Response::new(body.as_bytes().to_vec());
    *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
    response
}

/// As the AWS CLI sorts them: by name, else e-mail address, those with neither last, by id.
#[test]
fn accounts_and_roles_are_sorted() {
    let (time, session) = scripted(|request| match request.uri().path() {
        "/assignment/accounts" => reply(
            200,
            r#"{"accountList":[{"accountId":"5"},{"accountId":"3","accountName":"beta"},{"accountId":"1","accountName":"Gamma"},
            {"accountId":"4"},{"accountId":"2","emailAddress":"b@example.com"},{"accountId":"7","accountName":"alpha"},
            {"accountId":"6","accountName":"Alpha"}]}"#,
        ),
        _ => reply(
            200,
            r#"{"roleList":[{"roleName":"reader"},{"roleName":"Admin"},{"roleName":"Reader2"},{"roleName":"Admin"}]}"#,
        ),
    });
    let listed = time.run(session.list(ListingRequest::everything(), &mut ())).expect("a listing");
    let ids: Vec<_> = listed.iter().map(|listed| listed.account.id.as_str()).collect();
    assert_eq!(ids, ["6", "7", "2", "3", "1", "4", "5"]);
    for listed in &listed {
        let roles: Vec<_> = listed.roles.iter().map(RoleName::as_str).collect();
        assert_eq!(roles, ["Admin", "reader", "Reader2"], "each once");
    }
}

#[test]
fn what_a_request_wants() {
    let (one, other) = (account("111122223333", "one"), account("444455556666", "other"));
    let is_one = |account: &Account| account.name.as_deref() == Some("one");
    for (request, wants, with_roles) in [
        (ListingRequest::everything(), [true, true], true),
        (ListingRequest::accounts_with_roles(&is_one), [true, false], true),
        (ListingRequest::accounts(&is_one), [true, false], false),
        (ListingRequest::roles_of(other.clone()), [false, true], true),
    ] {
        assert_eq!([request.wants(&one), request.wants(&other)], wants);
        assert_eq!(request.with_roles(), with_roles);
    }
}

/// The error of a listing whose every call is answered so.
fn failed(status: u16, code: &'static str) -> Error {
    let body = format!(r#"{{"__type":"{code}","message":"no"}}"#);
    let (time, session) = scripted(move |_| reply(status, &body));
    time.run(session.list(ListingRequest::everything(), &mut ())).expect_err(code)
}

#[test]
fn errors_by_what_to_do_next() {
    for (status, code, kind) in [
        (401, "UnauthorizedException", ErrorKind::SignIn),
        (403, "ForbiddenException", ErrorKind::Refused),
        (404, "ResourceNotFoundException", ErrorKind::Refused),
        (400, "InvalidRequestException", ErrorKind::Refused),
        (429, "TooManyRequestsException", ErrorKind::Network),
        (500, "InternalException", ErrorKind::Network),
        (302, "", ErrorKind::Network),
        (418, "TeapotException", ErrorKind::Unexpected),
    ] {
        let error = failed(status, code);
        assert_eq!(error.kind(), kind, "{status} {code}");
        assert_eq!(error.to_string(), "cannot list the accounts and roles");
        let source = error.source().map(ToString::to_string);
        assert_eq!(source, Some(error.portal_error().to_string()));
        assert_eq!(error.remedy(), None, "nobody said what session it is");
    }
}

/// The token's refusal is everybody's, also where it meets the roles of one account.
#[test]
fn a_refused_token_is_no_account_s_refusal() {
    let portal = Portal::new(World::generated(3, 2, 3).expect("a world"));
    let portal = portal.fault("ListAccountRoles unauthorized x1");
    assert_eq!(portal.everything().expect_err("refused").kind(), ErrorKind::SignIn);
    let refused =
        Portal::new(World::generated(1, 2, 3).expect("a world")).fault("ListAccountRoles forbidden");
    let listed = refused.everything().expect("a listing");
    let unlisted: Option<&Unlisted> = listed.first().and_then(|listed| listed.unlisted.as_ref());
    let unlisted = unlisted.expect("it was refused");
    assert_eq!(unlisted.reason, UnlistedReason::Refused);
    assert!(!unlisted.message.is_empty() && unlisted.to_string() == unlisted.message);
}
