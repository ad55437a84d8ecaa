//! Where no token may go, by who names the place.

use daypass_transport::{Endpoint, Trust};
use std::path::Path;

#[test]
fn a_place_is_called_if_its_own_person_or_list_names_it() {
    const ALLOWED: &str = "may be called";
    const FOREIGN: &str = "no token goes to URL: the file that names it is not your own";
    const EXPOSED: &str = "no token goes to URL: without TLS everybody on the way could read it";
    const COMPANY: &str = "URL may not be called: /etc/a forbids it";
    let trust = Trust {
        allowed: vec!["sso.internal".to_owned(), "10.0.0.1:4566".to_owned(), "CAPITAL.test".to_owned()],
        ..Trust::default()
    };
    let no_plain = Trust { no_plain_http: Some("/etc/a".to_owned()), ..trust.clone() };
    let no_overrides = Trust { no_overrides: Some("/etc/a".to_owned()), ..trust.clone() };
    let file = Path::new("/src/app/config");
    for (url, own, foreign, without_http) in [
        ("https://evil.example", ALLOWED, FOREIGN, ALLOWED),
        ("https://sso.internal", ALLOWED, ALLOWED, ALLOWED),
        ("https://sso.internal:99", ALLOWED, ALLOWED, ALLOWED),
        ("http://sso.internal", ALLOWED, ALLOWED, COMPANY),
        ("https://a.sso.internal", ALLOWED, FOREIGN, ALLOWED),
        ("http://10.0.0.1:4566", ALLOWED, ALLOWED, COMPANY),
        ("http://10.0.0.1:4567", EXPOSED, FOREIGN, COMPANY),
        ("http://10.0.0.1", EXPOSED, FOREIGN, COMPANY),
        ("https://capital.TEST", ALLOWED, ALLOWED, ALLOWED),
        ("http://127.0.0.1:80", ALLOWED, FOREIGN, COMPANY),
    ] {
        let endpoint = Endpoint::custom(url).expect("an endpoint");
        let told = |trust: &Trust, file| match trust.check(&endpoint, file) {
            Ok(()) => ALLOWED.to_owned(),
            Err(refusal) => {
                let is_foreign = refusal.to_string().ends_with("not your own");
                assert_eq!(refusal.file(), file.filter(|_| is_foreign), "{url}");
                let is_forbidden = refusal.to_string().ends_with("forbids it");
                assert_eq!(refusal.host(), (!is_forbidden).then_some(endpoint.authority()), "{url}");
                refusal.to_string().replace(&endpoint.to_string(), "URL")
            }
        };
        assert_eq!(told(&trust, None), own, "{url}");
        assert_eq!(told(&trust, Some(file)), foreign, "{url}");
        assert_eq!(told(&no_plain, None), without_http, "{url}");
        assert_eq!(
            (told(&no_overrides, None).as_str(), told(&no_overrides, Some(file)).as_str()),
            (COMPANY, COMPANY)
        );
        assert_eq!(trust.allows(&endpoint), foreign == ALLOWED, "{url}");
    }
}
