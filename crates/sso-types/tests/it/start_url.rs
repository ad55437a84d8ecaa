//! Start URLs: https or loopback, kept to the letter.

use daypass_sso_types::StartUrl;

#[test]
fn taken_and_kept_to_the_letter() {
    for (text, host) in [
        ("https://d-1234567890.awsapps.com/start", "d-1234567890.awsapps.com"),
        ("https://d-1234567890.awsapps.com/start/", "d-1234567890.awsapps.com"),
        ("https://d-1234567890.awsapps.com/start#", "d-1234567890.awsapps.com"),
        ("https://d-1234567890.awsapps.com/start/#/", "d-1234567890.awsapps.com"),
        ("https://Corp.AwsApps.com./start", "corp.awsapps.com"),
        ("https://start.us-gov-home.awsapps.com/directory/d-1234567890", "start.us-gov-home.awsapps.com"),
        ("https://sso.example.com:8443/start?x=1", "sso.example.com"),
        ("HTTPS://sso.example.com", "sso.example.com"),
        ("https://münchen.example/start", "münchen.example"),
        ("http://127.0.0.1:8080/start", "127.0.0.1"),
        ("https://sso.example.com:/start", "sso.example.com"),
        ("http://127.9.9.9/start", "127.9.9.9"),
        ("http://localhost:8080/start", "localhost"),
        ("http://[::1]:8080/start", "[::1]"),
    ] {
        match StartUrl::new(text) {
            Ok(url) => {
                assert_eq!((url.as_str(), url.host().as_str()), (text, host));
                assert_eq!((url.to_string(), format!("{url:>99}")), (text.to_owned(), format!("{text:>99}")));
            }
            Err(error) => panic!("{text:?} was refused: {error}"),
        }
    }
}

#[test]
fn refused_with_the_reason() {
    for (text, reason) in [
        ("", "it must begin with https://"),
        ("d-1234567890.awsapps.com/start", "it must begin with https://"),
        ("http://d-1234567890.awsapps.com/start", "it must begin with https://"),
        ("ftp://d-1234567890.awsapps.com/start", "it must begin with https://"),
        ("file:///etc/passwd", "it must begin with https://"),
        ("javascript://%0aalert(1)", "it must begin with https://"),
        ("http://localhost.example.com/", "it must begin with https://"),
        ("http://127.0.0.1@example.com/", "it must not hold a user name or password before its host"),
        // T15-02, T15-03
        (
            "https://d-1234567890.awsapps.com@evil.example/start",
            "it must not hold a user name or password before its host",
        ),
        (
            r"https://d-1234567890.awsapps.com/start/\#/",
            "it holds a backslash, which a shell may have added: leave it out",
        ),
        ("http://127.0.0.1.example.com/", "it must begin with https://"),
        ("https://", "it has no valid host"),
        ("https:///start", "it has no valid host"),
        ("https://example.com:99999/start", "its port is not a number up to 65535"),
        ("https://example.com:+443/start", "its port is not a number up to 65535"),
        ("https://[::1]x/start", "its port is not a number up to 65535"),
        ("https://a b/start", "it holds white space or control characters"),
        ("https://example.com/\u{1b}[2J", "it holds white space or control characters"),
        (" https://example.com", "it holds white space or control characters"),
        ("https://example.com\n", "it holds white space or control characters"),
    ] {
        match StartUrl::new(text) {
            Ok(_) => panic!("{text:?} was taken"),
            Err(error) => assert_eq!(error.to_string(), format!("{text:?} is not a start URL: {reason}")),
        }
    }
}

#[test]
fn addresses_of_one_portal() {
    let url = StartUrl::new("https://d-1.awsapps.com/start/").expect("a start URL");
    for (other, is_same, normal) in [
        ("https://d-1.awsapps.com/start", true, "https://d-1.awsapps.com/start"),
        ("https://D-1.AwsApps.com/Start//", true, "https://d-1.awsapps.com/start"),
        ("https://d-1.awsapps.com/start/#/?tab=accounts", true, "https://d-1.awsapps.com/start"),
        ("https://d-1.awsapps.com/start#a#b", true, "https://d-1.awsapps.com/start"),
        ("https://d-2.awsapps.com/start", false, "https://d-2.awsapps.com/start"),
        ("https://d-1.awsapps.com", false, "https://d-1.awsapps.com"),
        ("https://d-1.awsapps.com/start?a", false, "https://d-1.awsapps.com/start?a"),
        ("http://d-1.awsapps.com/start", false, "http://d-1.awsapps.com/start"),
        ("", false, ""),
    ] {
        assert_eq!((url.is_portal_of(other), StartUrl::portal(other).as_str()), (is_same, normal), "{other}");
    }
}
