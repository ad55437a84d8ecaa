//! JSON replies: read leniently, and what is wrong said in words that quote nothing.

use daypass_transport::{Malformed, Members, encode_query};

fn members(body: &str) -> Result<Members, Malformed> {
    Members::parse(&http::Response::new(body.as_bytes().to_vec()))
}

/// What a reader makes of the member `a`.
fn read<T: std::fmt::Debug>(value: &str, reader: fn(&mut Members, &str) -> Result<T, Malformed>) -> String {
    let mut members = members(&format!(r#"{{"a":{value},"z":"other"}}"#)).expect("an object");
    match reader(&mut members, "a") {
        Ok(value) => format!("{value:?}"),
        Err(malformed) => malformed.to_string().replace("its member a ", ""),
    }
}

#[test]
fn what_is_read_of_a_member() {
    for (value, text, optional_text) in [
        (r#""x y""#, r#""x y""#, r#"Some("x y")"#),
        (r#""""#, r#""""#, r#"Some("")"#),
        ("null", "is missing", "None"),
        ("7", "is not a text", "is not a text"),
    ] {
        assert_eq!(read(value, Members::text), text, "{value}");
        assert_eq!(read(value, Members::optional_text), optional_text, "{value}");
    }
    for (value, opaque, optional_opaque) in [
        (r#""x~y""#, r#""x~y""#, r#"Some("x~y")"#),
        (r#""x""#, r#""x""#, r#"Some("x")"#),
        (r#""""#, "is empty", "is empty"),
        (r#""x y""#, "has characters that it cannot have", "has characters that it cannot have"),
        (r#""é""#, "has characters that it cannot have", "has characters that it cannot have"),
        ("null", "is missing", "None"),
        ("[]", "is not a text", "is not a text"),
    ] {
        assert_eq!(read(value, Members::opaque), opaque, "{value}");
        assert_eq!(read(value, Members::optional_opaque), optional_opaque, "{value}");
    }
    for (value, number, optional_number) in [
        ("7", "7", "Some(7)"),
        ("0", "0", "Some(0)"),
        ("7.9", "7", "Some(7)"),
        (r#"" 7 ""#, "7", "Some(7)"),
        (r#""7.0""#, "7", "Some(7)"),
        ("18446744073709551615", "18446744073709551615", "Some(18446744073709551615)"),
        ("8.9e15", "8900000000000000", "Some(8900000000000000)"),
        ("9e15", "is not a number", "is not a number"),
        ("-1", "is not a number", "is not a number"),
        ("-0.5", "is not a number", "is not a number"),
        ("true", "is not a number", "is not a number"),
        (r#""soon""#, "is not a number", "is not a number"),
        ("null", "is missing", "None"),
    ] {
        assert_eq!(read(value, Members::number), number, "{value}");
        assert_eq!(read(value, Members::optional_number), optional_number, "{value}");
    }
    for (value, object, objects) in [
        (r#"{"b":"planted"}"#, r#"{"b"}"#, "is not a list"),
        (r#"[{"b":"planted"},{}]"#, "a is not a JSON object", r#"[{"b"}, {}]"#),
        ("[]", "a is not a JSON object", "[]"),
        ("[7]", "a is not a JSON object", "a is not a JSON object"),
        ("null", "is missing", "is missing"),
    ] {
        assert_eq!(read(value, Members::object), object, "{value}");
        assert_eq!(read(value, Members::objects), objects, "{value}");
    }
}

#[test]
fn a_secret_has_a_length() {
    for (length, expected) in
        [(1, None), (32 * 1024, None), (32 * 1024 + 1, Some("its member a is far too long"))]
    {
        let read = daypass_transport::opaque("x".repeat(length), "a");
        assert_eq!(read.as_ref().err().map(ToString::to_string).as_deref(), expected, "{length}");
        assert!(read.is_err() || read.is_ok_and(|text| text.len() == length));
    }
}

#[test]
fn what_is_no_object() {
    for (body, what, is_web_page) in [
        ("", "empty", false),
        ("{", "not JSON", false),
        ("[]", "it is not a JSON object", false),
        ("<html>", "a web page; is there a captive portal or a proxy in between?", true),
    ] {
        let malformed = members(body).expect_err(body);
        assert_eq!((malformed.to_string().as_str(), malformed.is_web_page()), (what, is_web_page));
    }
}

#[test]
fn a_query_is_its_pairs_in_order() {
    assert_eq!(encode_query(&[]), "");
    assert_eq!(encode_query(&[("b", "x y"), ("a", "&="), ("b", "")]), "b=x%20y&a=%26%3D&b=");
}
