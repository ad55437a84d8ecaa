//! Replies of STS, in the XML of the query protocol.

use super::model::Key;
use crate::{failure::Failure, reply, site::organisation::Principal, text::escape, time::iso};
use daypass_transport::Response;
use std::time::Duration;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Builds an error.
pub(crate) fn refusal(failure: &Failure, request_id: &str) -> Response {
    let party = if failure.status() < 500 { "Sender" } else { "Receiver" };
    let body = format!(
        "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{party}</Type>\
         <Code>{}</Code><Message>{}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>",
        escape(failure.name()),
        escape(failure.message())
    );
    reply::xml(failure.status(), &body)
}

pub(super) fn identity(caller: &Principal, request_id: &str) -> Response {
    let Principal { account, user_id, arn, .. } = caller;
    let result =
        format!("<Arn>{}</Arn><UserId>{}</UserId><Account>{account}</Account>", escape(arn), escape(user_id));
    answer("GetCallerIdentity", &result, request_id)
}

pub(super) fn assumed(action: &str, id: &str, key: &Key, ends_at: Duration, request_id: &str) -> Response {
    let (arn, user_id) = (escape(&key.principal.arn), escape(&key.principal.user_id));
    let result = format!(
        "<AssumedRoleUser><AssumedRoleId>{user_id}</AssumedRoleId><Arn>{arn}</Arn></AssumedRoleUser>\
         <Credentials><AccessKeyId>{id}</AccessKeyId><SecretAccessKey>{}</SecretAccessKey>\
         <SessionToken>{}</SessionToken><Expiration>{}</Expiration></Credentials>",
        key.secret,
        key.token,
        iso(ends_at)
    );
    answer(action, &result, request_id)
}

fn answer(action: &str, result: &str, request_id: &str) -> Response {
    reply::xml(
        200,
        &format!(
            "<{action}Response xmlns=\"{NAMESPACE}\"><{action}Result>{result}</{action}Result>\
             <ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{action}Response>"
        ),
    )
}
