//! Tests of which requests a link redirects.

use daypass_loopback::Link;
use http::Request;

const TARGET: &str = "https://example.com/?token=abc";

#[test]
fn only_a_request_for_the_whole_address_is_redirected() {
    let link = Link::new([0xa7; 16], TARGET).expect("a link");
    let path = format!("/go/{}", "a7".repeat(16));
    assert_eq!((link.path(), link.address(80)), (path.as_str(), format!("http://127.0.0.1:80{path}")));
    assert_eq!(format!("{link:?}"), "Link { .. }");
    let with_query = format!("{path}?x=1");
    let shorter = path.trim_end_matches('7');
    for (method, host, target, is_redirected) in [
        ("GET", "127.0.0.1:4242", path.as_str(), true),
        ("GET", "localhost:4242", &path, true),
        ("GET", "LOCALHOST:4242", &path, true),
        ("GET", "[::1]:4242", &path, true),
        ("HEAD", "127.0.0.1:4242", &path, false),
        ("POST", "127.0.0.1:4242", &path, false),
        ("GET", "127.0.0.1:4243", &path, false),
        ("GET", "evil.example:4242", &path, false),
        ("GET", "", &path, false),
        ("GET", "127.0.0.1:4242", &with_query, false),
        ("GET", "127.0.0.1:4242", shorter, false),
        ("GET", "127.0.0.1:4242", "/go/", false),
        ("GET", "127.0.0.1:4242", "/", false),
    ] {
        let request = Request::builder().method(method).uri(target).header("host", host).body(());
        let answer = link.answer(&request.expect("a request"), 4242);
        assert_eq!(answer.is_some(), is_redirected, "{method} {host} {target}");
        let Some(answer) = answer else { continue };
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
        assert_eq!((answer.status().as_u16(), header("location")), (302, Some(TARGET)));
        assert_eq!(
            (header("cache-control"), header("referrer-policy")),
            (Some("no-store"), Some("no-referrer"))
        );
        assert!(!format!("{answer:?}").contains("token"), "{answer:?}");
    }
    let nameless = Request::get(path).body(()).expect("a request");
    assert!(link.answer(&nameless, 4242).is_none());
}
