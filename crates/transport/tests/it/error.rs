//! The text of errors: the host, and nothing that could be a secret.

use daypass_transport::{Error, ErrorKind};

#[test]
fn one_sentence_per_kind() {
    use ErrorKind::{Connect, Dns, Interrupted, InvalidRequest, Other, Proxy, Timeout, Tls, TooLarge};
    let kinds = [Dns, Connect, Tls, Proxy, Timeout, Interrupted, TooLarge, InvalidRequest, Other];
    let lines = kinds.map(|kind| Error::new(kind, "oidc.test").to_string());
    insta::assert_snapshot!(lines.join("\n"), @"
    the host name oidc.test could not be resolved
    no connection to oidc.test
    no secure connection to oidc.test
    the proxy on the way to oidc.test failed
    no answer from oidc.test in time
    the connection to oidc.test ended before the answer was complete
    the answer of oidc.test is too large
    the request to oidc.test could not be built
    the request to oidc.test failed
    ");
}

#[test]
fn what_to_check_first() {
    use ErrorKind::{Connect, Dns, Interrupted, InvalidRequest, Other, Proxy, Timeout, Tls, TooLarge};
    for (kinds, hint) in [
        (&[Dns][..], Some("is the network up, is the region right?")),
        (&[Connect, Timeout], Some("is the network up, is a proxy needed?")),
        (&[Proxy], Some("HTTPS_PROXY, HTTP_PROXY and NO_PROXY")),
        (&[Tls, Interrupted, TooLarge, InvalidRequest, Other], None),
    ] {
        for kind in kinds {
            assert_eq!(Error::new(*kind, "x.test").hint(), hint, "{kind:?}");
        }
    }
}

#[test]
fn detail_is_shown_and_source_is_not() {
    let error = Error::new(ErrorKind::Tls, "x.test").with_detail("expired").with_source("cause");
    assert_eq!(error.to_string(), "no secure connection to x.test: expired");
    assert_eq!(std::error::Error::source(&error).expect("a source").to_string(), "cause");
}
