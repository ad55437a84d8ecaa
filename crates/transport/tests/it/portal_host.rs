//! Hosts of access portals, and those that look like one.

use daypass_sso_types::StartUrl;
use daypass_transport::{is_portal, portal_region};

fn url(host: &str) -> StartUrl {
    StartUrl::new(format!("https://{host}/start")).expect("a URL")
}

#[test]
fn regions_in_hosts() {
    for (host, expected) in [
        ("ssoins-1.portal.eu-west-1.app.aws", Some("eu-west-1")),
        ("ssoins-1.us-gov-west-1.portal.amazonaws.com", Some("us-gov-west-1")),
        ("x.cn-north-1.portal.amazonaws.com.cn", Some("cn-north-1")),
        ("x.portal.cn-north-1.app.amazonwebservices.com.cn", Some("cn-north-1")),
        ("x.eusc-de-east-1.portal.amazonaws.eu", Some("eusc-de-east-1")),
        ("x.portal.eusc-de-east-1.api.amazonwebservices.eu", Some("eusc-de-east-1")),
        ("SSOINS-1.Portal.eu-west-1.App.AWS.", Some("eu-west-1")),
        ("d-1.awsapps.com", None),
        ("identitycenter.amazonaws.com", None),
        ("portal.eu-west-1.app.aws", None),
        ("a.b.portal.eu-west-1.app.aws", None),
        ("x.portal.eu-west-1.app.aws.evil.net", None),
        ("x.portal.evil.app.aws", None),
    ] {
        assert_eq!(portal_region(&url(host)).map(|region| region.to_string()).as_deref(), expected, "{host}");
    }
}

#[test]
fn hosts_that_look_like_aws_are_not() {
    for (host, expected) in [
        ("d-1234567890.awsapps.com", true),
        ("start.us-gov-home.awsapps.com", true),
        ("d-1.awsapps.cn", true),
        ("identitycenter.us-gov.amazonaws.com", true),
        ("ssoins-1.portal.eu-west-1.app.aws", true),
        ("aws.mycompany.com", false),
        ("awsapps.com.evil.net", false),
        ("evil-awsapps.com", false),
        ("notidentitycenter.amazonaws.com", false),
        ("portal.amazonaws.com.evil.net", false),
        ("amazonaws.com", false),
    ] {
        assert_eq!(is_portal(&url(host)), expected, "{host}");
    }
}
