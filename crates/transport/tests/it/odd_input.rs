//! Whatever comes in: nothing panics, and the host is never another.

use daypass_transport::{
    Endpoint, Members, Response, RetryPolicy, ServiceError, clock_skew, encode_component,
};
use proptest::prelude::*;
use std::time::SystemTime;

fn response(status: u16, headers: [(&'static str, &str); 3], body: Vec<u8>) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    for (name, value) in headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

proptest! {
    #[test]
    fn replies(
        status in 100_u16..600,
        text in "[ -~]{0,40}",
        date in "([A-Z][a-z]{2}, [0-9]{1,3} (Jan|Feb|Xyz) [0-9]{1,20} [0-9]{1,3}:[0-9]{1,3}:[0-9]{1,3} GMT)|.{0,40}",
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            r#"\{"(code|message|__type|error)":("[ -~]{0,20}"|[0-9]{0,30}|null|\[\])\}"#.prop_map(String::into_bytes),
            "<Error[a-z<>/&;]{0,60}".prop_map(String::into_bytes),
        ],
    ) {
        let response = response(status, [("x-amzn-errortype", &text), ("retry-after", &date), ("date", &date)], body);
        let error = ServiceError::read(&response);
        prop_assert!(!error.to_string().is_empty());
        prop_assert!(!error.to_string().chars().any(char::is_control));
        let _skew = clock_skew(&response, SystemTime::UNIX_EPOCH);
        if let Ok(mut members) = Members::parse(&response) {
            let _number = members.optional_number("code");
            let _text = members.optional_text("message");
        }
        let wait = RetryPolicy::default().next(1, &Ok(response), 0.5);
        prop_assert!(wait.is_none_or(|wait| wait <= RetryPolicy::default().max_retry_after));
    }

    #[test]
    fn endpoints(url in "(https?://)?[a-z@:/.\\[\\]?#%0-9 ]{0,40}|.{0,40}", path in ".{0,60}") {
        if let Ok(endpoint) = Endpoint::custom(&url) {
            let uri = endpoint.uri(&path);
            prop_assert_eq!(uri.host(), Some(endpoint.host()), "{} {}", url, path);
            prop_assert!(uri.to_string().starts_with(&endpoint.origin()), "{}", uri);
            let again = Endpoint::custom(&endpoint.to_string());
            prop_assert_eq!(again.ok(), Some(endpoint), "{}", url);
        }
    }

    #[test]
    fn encoding_keeps_everything(text in ".{0,60}") {
        let encoded = encode_component(&text);
        prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
        let mut bytes = Vec::new();
        let mut rest = encoded.as_str();
        while let Some(first) = rest.chars().next() {
            let length = if first == '%' { 3 } else { 1 };
            let (unit, tail) = rest.split_at(length);
            bytes.push(match unit.strip_prefix('%') {
                Some(hex) => u8::from_str_radix(hex, 16).expect("two digits"),
                None => unit.as_bytes()[0],
            });
            rest = tail;
        }
        prop_assert_eq!(String::from_utf8(bytes).ok(), Some(text));
    }
}
