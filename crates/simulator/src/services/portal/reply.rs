//! Replies of the portal: lists, role credentials, errors. Shapes: docs/evidence/portal.md.

use super::model::Page;
use crate::{
    failure::Failure,
    reply,
    services::sts::model::Key,
    site::organisation::{Account, PermissionSet},
};
use daypass_transport::Response;
use serde_json::{Value, json};
use std::time::Duration;

/// Builds an error.
pub(crate) fn refusal(failure: &Failure) -> Response {
    let name = failure.name();
    let body = json!({
        "message": failure.message(),
        "__type": format!("com.amazonaws.switchboard.portal#{name}"),
    });
    reply::with_header(reply::json(failure.status(), &body), "x-amzn-errortype", name)
}

pub(super) fn accounts(page: &Page<&Account>) -> Response {
    let items: Vec<_> = page.items.iter().copied().map(account).collect();
    reply::json(200, &json!({ "accountList": items, "nextToken": page.next }))
}

fn account(account: &Account) -> Value {
    let mut item = json!({ "accountId": account.id });
    if let Some(item) = item.as_object_mut() {
        item.extend(account.name.iter().map(|name| ("accountName".to_owned(), json!(name))));
        item.extend(account.email.iter().map(|email| ("emailAddress".to_owned(), json!(email))));
    }
    item
}

pub(super) fn roles(account: &Account, page: &Page<&PermissionSet>) -> Response {
    let items: Vec<_> =
        page.items.iter().map(|set| json!({ "roleName": set.name, "accountId": account.id })).collect();
    reply::json(200, &json!({ "roleList": items, "nextToken": page.next }))
}

/// Builds role credentials, whose expiry is in milliseconds since 1970.
pub(super) fn credentials(id: &str, key: &Key, ends_at: Duration) -> Response {
    let milliseconds = u64::try_from(ends_at.as_millis()).unwrap_or(u64::MAX);
    reply::json(
        200,
        &json!({ "roleCredentials": {
            "accessKeyId": id,
            "secretAccessKey": key.secret,
            "sessionToken": key.token,
            "expiration": milliseconds,
        }}),
    )
}
