//! Web addresses: the parts are judged, and the normal form is handed on.

use daypass_sso_types::WebAddress;

#[test]
fn normal_forms() {
    for (text, normal, host, port, browser) in [
        ("https://Example.COM:443/A?b=C#d", "https://example.com/A?b=C#d", "example.com", None, true),
        ("https://example.com.:8443", "https://example.com:8443", "example.com", Some(8443), true),
        ("HTTP://127.0.0.1:80/x", "http://127.0.0.1/x", "127.0.0.1", None, true),
        ("http://[::1]:9/x", "http://[::1]:9/x", "[::1]", Some(9), true),
        ("http://localhost:/", "http://localhost/", "localhost", None, true),
        ("http://example.com/", "http://example.com/", "example.com", None, false),
        (
            "http://127.0.0.1.example.com/",
            "http://127.0.0.1.example.com/",
            "127.0.0.1.example.com",
            None,
            false,
        ),
        ("http://2130706433/", "http://2130706433/", "2130706433", None, false),
        ("https://e?x=@y", "https://e?x=@y", "e", None, true),
    ] {
        let address = WebAddress::parse(text).expect(text);
        assert_eq!(
            (address.as_str(), address.host(), address.port(), address.is_for_a_browser()),
            (normal, host, port, browser)
        );
        assert_eq!(
            (address.to_string(), format!("{address:<50}")),
            (normal.to_owned(), format!("{normal:<50}"))
        );
    }
}

#[test]
fn t15_what_programs_read_differently_is_refused() {
    for text in [
        "http://127.0.0.1:80@evil.example/",
        "https://d-1234567890.awsapps.com@evil.example/start",
        "https://@evil.example/",
        r"https://d-1234567890.awsapps.com/start/\#/",
        r"https://evil.example\@d-1.awsapps.com/",
        "https:/\\evil.example",
        "https:evil.example",
        "https://",
        "https://.",
        "https://a..b/",
        "https://a%2eb/",
        "https://[::1/",
        "https://[x]/",
        "https://e:1:2/",
        "https://e:0x50/",
        "https://e:-1/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ms-settings:x",
        "https://e/\u{1b}",
        " https://e",
        "",
    ] {
        let error = WebAddress::parse(text).expect_err(text).to_string();
        assert!(error.starts_with(&format!("{text:?} is not a web address: it")), "{error}");
    }
}

#[test]
fn domains() {
    let address = WebAddress::parse("https://eu-west-1.console.aws.amazon.com/s3").expect("an address");
    for (domain, is_under) in [
        ("console.aws.amazon.com", true),
        ("eu-west-1.console.aws.amazon.com", true),
        ("sole.aws.amazon.com", false),
        ("amazon.com.evil", false),
    ] {
        assert_eq!(address.is_under(domain), is_under, "{domain}");
    }
}

#[test]
fn an_argument_has_the_characters_of_a_uri_alone() {
    for (text, expected) in [
        (
            "https://example.com/Az09-._~:/?#[]@!$&'()*+,;=%20",
            "https://example.com/Az09-._~:/?#[]@!$&'()*+,;=%20",
        ),
        ("https://example.com/?a|calc&b=\u{2019}", "https://example.com/?a%7Ccalc&b=%E2%80%99"),
        ("https://example.com/\"^`{}<>", "https://example.com/%22%5E%60%7B%7D%3C%3E"),
        ("HTTPS://EXAMPLE.com:443", "https://example.com"),
        ("http://[::1]:9/x|", "http://[::1]:9/x%7C"),
    ] {
        let address = WebAddress::parse(text).expect(text);
        assert_eq!(address.as_argument(), expected, "{text}");
    }
}
