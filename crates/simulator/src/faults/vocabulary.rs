//! The vocabulary of faults: one row per fault, and the only place to change to add one.
//!
//! A test compares the table in the crate's README with these rows.

use super::{
    answer,
    coded::{coded, status_and_code},
    edited_reply::EditedReply,
    patch,
    value::{Value, ValueForm},
    word::{Replacement, Word, error, instead, spoils},
};
use crate::{
    delivery::Ending,
    failure::{
        ACCESS_DENIED, AUTHCODE_EXPIRED, AUTHORIZATION_PENDING, EXPIRED_TOKEN, FORBIDDEN, Failure,
        INSUFFICIENT_PERMISSIONS, INVALID_CLIENT, INVALID_GRANT, INVALID_REDIRECT_URI, INVALID_REQUEST,
        INVALID_SCOPE, NOT_FOUND, SERVER_ERROR, SLOW_DOWN, TOKEN_EXPIRED, UNAUTHORIZED, UNAUTHORIZED_CLIENT,
        UNSUPPORTED_GRANT_TYPE, USER_CREDENTIALS_CHANGED,
    },
    page, reply,
    services::refusal::{refusal, throttled},
};
use daypass_transport::Response;
use http::{HeaderValue, header};
use serde_json::{Value as Json, json};
use std::time::Duration;

/// Seconds of a day.
const DAY: i64 = 86_400;

pub(crate) static WORDS: &[Word] = &[
    error("access_denied", ACCESS_DENIED),
    error("authcode_expired", AUTHCODE_EXPIRED),
    error("authorization_pending", AUTHORIZATION_PENDING),
    error("expired_token", EXPIRED_TOKEN),
    error("forbidden", FORBIDDEN),
    error("insufficient_permissions", INSUFFICIENT_PERMISSIONS),
    error("invalid_client", INVALID_CLIENT),
    error("invalid_grant", INVALID_GRANT),
    error("invalid_redirect_uri", INVALID_REDIRECT_URI),
    error("invalid_request", INVALID_REQUEST),
    error("invalid_scope", INVALID_SCOPE),
    error("not_found", NOT_FOUND),
    error("server_error", SERVER_ERROR),
    error("slow_down", SLOW_DOWN),
    error("token_expired", TOKEN_EXPIRED),
    error("unauthorized", UNAUTHORIZED),
    error("unauthorized_client", UNAUTHORIZED_CLIENT),
    error("unsupported_grant_type", UNSUPPORTED_GRANT_TYPE),
    error("user_credentials_changed", USER_CREDENTIALS_CHANGED),
    instead(
        "error",
        ValueForm::Text,
        "`error=CODE` or `error=STATUS:CODE`: the service's error of any code, as in `error=ExpiredToken` (400, or \
         403 where STS has that)",
        Replacement::Service(coded),
    )
    .if_sound(|value| value.text().and_then(status_and_code).is_some()),
    instead(
        "throttle",
        ValueForm::MaybeNumber(0, DAY),
        "`throttle` or `throttle=SECONDS`: the service's throttling error (429 where it has one), without or with \
         `Retry-After`",
        Replacement::Service(|request, value| {
            let seconds = value.number().and_then(|seconds| seconds.try_into().ok());
            throttled(request.service, seconds, request.request_id)
        }),
    ),
    instead(
        "status",
        ValueForm::Number(200, 599),
        "`status=NUMBER`: that status, with an error body of the service",
        Replacement::Service(|request, value| {
            let failure = Failure::new("InternalServerException", status(value, 500), "injected fault");
            refusal(request.service, &failure, request.request_id)
        }),
    ),
    instead(
        "answer",
        ValueForm::Object,
        "`answer={\"status\":404,\"headers\":{…},\"json\":{…}}`: exactly that; `body` and `content_type` instead of \
         `json` for any text; all may be left out",
        Replacement::Intermediary(|_, value| {
            value.json().and_then(answer::read).unwrap_or_else(|| reply::empty(500))
        }),
    )
    .if_sound(|value| value.json().and_then(answer::read).is_some()),
    instead(
        "bare",
        ValueForm::Number(200, 599),
        "`bare=STATUS`: that status, no body and no header of AWS's",
        Replacement::Intermediary(|_, value| reply::empty(status(value, 500))),
    ),
    instead(
        "html",
        ValueForm::MaybeNumber(200, 599),
        "`html` or `html=STATUS`: a captive portal's page (200)",
        Replacement::Intermediary(|_, value| {
            page::message(status(value, 200), "Guest Wi-Fi", "Accept the terms of this network to go on.")
        }),
    ),
    instead(
        "redirect",
        ValueForm::MaybeText,
        "`redirect` or `redirect=URL`: `302` to a captive portal, or to that address",
        Replacement::Intermediary(|_, value| {
            reply::redirect(value.text().unwrap_or("http://captive.portal.invalid/welcome"))
        }),
    ),
    instead(
        "proxy",
        ValueForm::Bare,
        "`407` with `Proxy-Authenticate` and a proxy's page",
        Replacement::Intermediary(|_, _| {
            let page = page::message(407, "Proxy authentication required", "Sign in to the proxy first.");
            reply::with_header(page, "proxy-authenticate", "Basic realm=\"proxy\"")
        }),
    ),
    instead(
        "malformed",
        ValueForm::Bare,
        "`200` and broken JSON",
        Replacement::Service(|_, _| {
            let mut broken = reply::json(200, &json!({}));
            *broken.body_mut() = b"{\"accessToken\": ".to_vec();
            broken
        }),
    ),
    instead("empty", ValueForm::Bare, "`200` and nothing", Replacement::Service(|_, _| reply::empty(200))),
    instead("object", ValueForm::Bare, "`200` and `{}`", Replacement::Service(|_, _| reply::json(200, &json!({})))),
    instead(
        "endless",
        ValueForm::Bare,
        "an empty page of a list, and a `nextToken` that is new each time",
        Replacement::Service(|request, _| {
            let page = json!({ "accountList": [], "roleList": [], "nextToken": request.request_id });
            reply::json(200, &page)
        }),
    ),
    instead(
        "pass",
        ValueForm::Bare,
        "the usual reply; it counts, so that faults written after it begin later",
        Replacement::Usual,
    ),
    instead(
        "drop",
        ValueForm::Bare,
        "the connection closed, nothing done",
        Replacement::Intermediary(|_, _| reply::empty(200)),
    )
    .and_spoils(|reply, _| reply.delivery.ending = Ending::NoReply),
    spoils("lose_reply", ValueForm::Bare, "the connection closed after the work was done", |reply, _| {
        reply.delivery.ending = Ending::NoReply;
    }),
    spoils(
        "truncate",
        ValueForm::MaybeNumber(0, 1 << 20),
        "`truncate` or `truncate=BYTES`: a body that ends too early (half, or after so many bytes)",
        |reply, value| {
            reply.delivery.ending = Ending::After(cut_at(reply, value));
        },
    ),
    spoils(
        "stall",
        ValueForm::MaybeNumber(0, 1 << 20),
        "`stall` or `stall=BYTES`: a body that does not go on (after half, or so many bytes), the connection open",
        |reply, value| {
            reply.delivery.ending = Ending::Never(cut_at(reply, value));
        },
    ),
    spoils(
        "pad",
        ValueForm::Number(1, 1 << 26),
        "`pad=BYTES`: the reply with so many blanks behind its body",
        |reply, value| {
            let blanks = value.unsigned().and_then(|bytes| bytes.try_into().ok()).unwrap_or_default();
            reply.response.body_mut().extend(std::iter::repeat_n(b' ', blanks));
        },
    ),
    spoils(
        "latency",
        ValueForm::Number(0, DAY * 1000),
        "`latency=MILLISECONDS`: the reply, later. In a server real time passes, in process that of the `Sleep`",
        |reply, value| reply.delivery.delay += Duration::from_millis(value.unsigned().unwrap_or_default()),
    ),
    spoils(
        "hold",
        ValueForm::Bare,
        "the work is done, and the reply waits until `POST /_sim/release` (`World::release`)",
        |reply, _| reply.is_held = true,
    ),
    spoils(
        "set",
        ValueForm::Object,
        "`set={\"accessToken\":\"\"}`: the reply with other members (JSON merge patch: `null` removes one; in the XML \
         of STS and S3 the elements of that name)",
        |reply, value| patch::patch(&mut reply.response, value.json().unwrap_or(&Json::Null)),
    ),
    spoils(
        "headers",
        ValueForm::Object,
        "`headers={\"name\":\"value\"}`: the reply with these headers (`null` removes one)",
        |reply, value| {
            // Invalid values were refused when the fault was parsed.
            let _set = set_headers(&mut reply.response, value);
        },
    )
    .if_sound(|value| set_headers(&mut reply::empty(200), value).is_some()),
    spoils(
        "retry_after",
        ValueForm::Number(0, DAY),
        "`retry_after=SECONDS`: the reply with that `Retry-After`",
        |reply, value| {
            let seconds = HeaderValue::from(value.unsigned().unwrap_or_default());
            reply.response.headers_mut().insert(header::RETRY_AFTER, seconds);
        },
    ),
    spoils("no_errortype", ValueForm::Bare, "the reply without the `x-amzn-errortype` header", |reply, _| {
        reply.response.headers_mut().remove("x-amzn-errortype");
    }),
    spoils(
        "date_skew",
        ValueForm::Number(-400 * DAY, 400 * DAY),
        "`date_skew=SECONDS`: the reply, its `Date` that far off (negative: behind)",
        |reply, value| {
            let seconds = value.number().unwrap_or_default();
            let skew = Duration::from_secs(seconds.unsigned_abs());
            let date = reply.date;
            reply.date = if seconds < 0 { date.saturating_sub(skew) } else { date.saturating_add(skew) };
        },
    ),
];

/// Returns where to cut a body: after the given bytes, or half of it, but always before its end.
fn cut_at(reply: &EditedReply, value: &Value) -> usize {
    let length = reply.response.body().len();
    let bytes = value.unsigned().and_then(|bytes| bytes.try_into().ok()).unwrap_or(length / 2);
    bytes.min(length.saturating_sub(1))
}

fn status(value: &Value, otherwise: u16) -> u16 {
    value.number().and_then(|number| number.try_into().ok()).unwrap_or(otherwise)
}

fn set_headers(response: &mut Response, value: &Value) -> Option<()> {
    let members = value.json()?.as_object()?;
    if members.values().any(|value| !value.is_string() && !value.is_null()) {
        return None;
    }
    answer::set_headers(response, members.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}
