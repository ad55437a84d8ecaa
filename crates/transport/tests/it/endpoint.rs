//! Where the services are: an own table, then the rule sets' own test cases.

use crate::vectors;
use daypass_sso_types::Region;
use daypass_transport::{Endpoint, EndpointOptions, Partition, Service, plain_region, signing_region};
use serde_json::Value;

fn region(text: &str) -> Region {
    Region::new(text).expect("a region")
}

fn host(service: Service, name: &str, fips: bool, dual_stack: bool) -> String {
    Endpoint::aws(service, &region(name), EndpointOptions { fips, dual_stack }).host().to_owned()
}

#[test]
fn own_table() {
    use Service::{Oidc, Portal, Signin, Sts};
    let check = |service, name, fips, dual_stack, expected: &str| {
        assert_eq!(host(service, name, fips, dual_stack), expected, "{service:?} {name} {fips} {dual_stack}");
    };
    check(Oidc, "eu-west-1", false, false, "oidc.eu-west-1.amazonaws.com");
    check(Oidc, "eu-west-1", true, false, "oidc-fips.eu-west-1.amazonaws.com");
    check(Oidc, "eu-west-1", false, true, "oidc.eu-west-1.api.aws");
    check(Portal, "eu-west-1", true, true, "portal.sso-fips.eu-west-1.api.aws");
    check(Portal, "us-gov-west-1", true, false, "portal.sso.us-gov-west-1.amazonaws.com");
    check(Oidc, "us-gov-west-1", true, true, "oidc-fips.us-gov-west-1.api.aws");
    check(Sts, "us-gov-west-1", true, false, "sts.us-gov-west-1.amazonaws.com");
    check(Portal, "cn-north-1", false, true, "portal.sso.cn-north-1.api.amazonwebservices.com.cn");
    check(Sts, "eusc-de-east-1", false, false, "sts.eusc-de-east-1.amazonaws.eu");
    check(Sts, "us-iso-east-1", true, false, "sts-fips.us-iso-east-1.c2s.ic.gov");
    check(Oidc, "us-isob-east-1", false, false, "oidc.us-isob-east-1.sc2s.sgov.gov");
    check(Oidc, "eu-isoe-west-1", false, false, "oidc.eu-isoe-west-1.cloud.adc-e.uk");
    check(Oidc, "us-isof-south-1", false, true, "oidc.us-isof-south-1.api.aws.hci.ic.gov");
    check(Sts, "aws-global", false, false, "sts.amazonaws.com");
    check(Sts, "aws-global", true, false, "sts-fips.aws-global.amazonaws.com");
    check(Oidc, "aws-cn-global", false, false, "oidc.aws-cn-global.amazonaws.com.cn");
    check(Signin, "eu-west-1", false, false, "eu-west-1.signin.aws.amazon.com");
    check(Signin, "us-gov-west-1", true, false, "signin-fips.amazonaws-us-gov.com");
    check(Signin, "us-gov-east-1", true, false, "us-gov-east-1.signin-fips.amazonaws-us-gov.com");
    check(Signin, "cn-north-1", false, false, "cn-north-1.signin.amazonaws.cn");
    // Regions written with FIPS in them.
    check(Oidc, "fips-us-east-1", false, false, "oidc-fips.us-east-1.amazonaws.com");
    check(Sts, "us-gov-west-1-fips", false, false, "sts.us-gov-west-1.amazonaws.com");
    // Unknown regions are of partition aws, and kept as they are.
    check(Portal, "mars-1", false, false, "portal.sso.mars-1.amazonaws.com");
    check(Portal, "EU-WEST-1", false, false, "portal.sso.EU-WEST-1.amazonaws.com");
}

#[test]
fn partitions_by_hand_matched_names() {
    for (name, expected) in [
        ("us-east-1", "aws"),
        ("mx-central-1", "aws"),
        ("il-newplace-12", "aws"),
        ("us-gov-east-1", "aws-us-gov"),
        ("us-gov-newplace-3", "aws-us-gov"),
        ("aws-us-gov-global", "aws-us-gov"),
        ("cn-northwest-1", "aws-cn"),
        ("eusc-de-east-1", "aws-eusc"),
        ("eusc-fr-east-1", "aws"),
        ("us-iso-west-1", "aws-iso"),
        ("us-isob-west-1", "aws-iso-b"),
        ("eu-isoe-west-1", "aws-iso-e"),
        ("us-isof-east-1", "aws-iso-f"),
        ("aws-iso-f-global", "aws-iso-f"),
        ("cn-north", "aws"),
        ("cn-north-1a", "aws"),
        ("cn-north-1-x", "aws"),
        ("CN-NORTH-1", "aws"),
    ] {
        assert_eq!(Partition::of(&region(name)).id, expected, "{name}");
    }
    assert_eq!(Partition::all().len(), 8);
    for partition in Partition::all() {
        let of_arn = Partition::of_arn(&format!("arn:{}:iam::111122223333:role/R", partition.id));
        assert_eq!(of_arn.id, partition.id);
        assert_eq!(region(partition.implicit_global_region).partition(), Some(partition.id));
    }
    assert_eq!(Partition::of_arn("arn:aws-moon:iam::1:role/R").id, "aws");
    let aws = Partition::of_arn("");
    for (name, is_one) in [
        ("eu-west-1", true),
        ("fips-eu-west-1", true),
        ("aws-global", true),
        ("cn-north-1", false),
        ("eu--1", false),
    ] {
        assert_eq!(aws.names(&region(name)), is_one, "{name}");
    }
}

#[test]
fn regions_that_stand_for_others() {
    for (name, plain, fips, signing) in [
        ("eu-west-1", "eu-west-1", false, "eu-west-1"),
        ("fips-eu-west-1", "eu-west-1", true, "eu-west-1"),
        ("eu-west-1-fips", "eu-west-1", true, "eu-west-1"),
        ("aws-global", "aws-global", false, "us-east-1"),
        ("aws-cn-global", "aws-cn-global", false, "cn-northwest-1"),
        ("aws-global-fips", "aws-global", true, "us-east-1"),
        ("fips-1", "fips-1", false, "fips-1"),
    ] {
        assert_eq!(plain_region(&region(name)), (region(plain), fips), "{name}");
        assert_eq!(signing_region(&region(name)), region(signing), "{name}");
    }
}

#[test]
fn custom_endpoints() {
    for (url, origin, token_uri) in [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "http://127.0.0.1:8080/token"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080", "http://127.0.0.1:8080/token"),
        ("https://Example.COM/a/b//", "https://example.com", "https://example.com/a/b/token"),
        ("HTTPS://example.com:443/", "https://example.com", "https://example.com/token"),
        ("http://[::1]:99/p", "http://[::1]:99", "http://[::1]:99/p/token"),
        (" https://x.test ", "https://x.test", "https://x.test/token"),
    ] {
        let endpoint = Endpoint::custom(url).expect(url);
        assert_eq!(endpoint.origin(), origin, "{url}");
        assert_eq!(endpoint.uri("/token"), token_uri, "{url}");
        assert_eq!(endpoint.uri("token"), token_uri, "{url}");
    }
}

#[test]
fn custom_endpoints_that_are_none() {
    let check = |url: &str| Endpoint::custom(url).expect_err(url).to_string();
    insta::assert_snapshot!(
        ["", "localhost:8080", "//x.test/", "ftp://x.test/", "https://", "https:///p", "http://x.test:no/", "https://x.test/?q=1",
         "https://user:hunter2@x.test/", "a b"].map(check).join("\n"),
        @r#"
    "" is not an endpoint URL: it is not a URL
    "localhost:8080" is not an endpoint URL: it must begin with https:// or http://
    "//x.test/" is not an endpoint URL: it must begin with https:// or http://
    "ftp://x.test/" is not an endpoint URL: it must begin with https:// or http://
    "https://" is not an endpoint URL: it is not a URL
    "https:///p" is not an endpoint URL: it is not a URL
    "http://x.test:no/" is not an endpoint URL: its port is not a number
    "https://x.test/?q=1" is not an endpoint URL: it must not have a query
    "…@x.test/" is not an endpoint URL: it must not hold a user name or password
    "a b" is not an endpoint URL: it is not a URL
    "#
    );
}

#[test]
fn names_of_aws_and_names_that_anybody_can_have() {
    use Service::{Oidc, Signin, Sts};
    for (service, name, url, expected) in [
        (Oidc, "eu-west-1", "https://oidc.eu-west-1.amazonaws.com", true),
        (Oidc, "eu-west-1", "https://oidc-fips.eu-west-1.amazonaws.com", true),
        (Oidc, "eu-west-1", "https://oidc.eu-west-1.api.aws", true),
        (Oidc, "eu-west-1", "https://oidc-fips.eu-west-1.api.aws", true),
        (Oidc, "fips-eu-west-1", "https://oidc.eu-west-1.amazonaws.com", true),
        (Oidc, "eu-west-1", "https://OIDC.eu-west-1.amazonaws.com:443/", true),
        (Oidc, "eu-west-1", "https://vpce-0a.oidc.eu-west-1.vpce.amazonaws.com", true),
        (Oidc, "eu-west-1", "https://vpce-0a.oidc-fips.eu-west-1.vpce.api.aws", true),
        (Sts, "cn-north-1", "https://vpce-0a.sts.cn-north-1.vpce.amazonaws.com.cn", true),
        // Another protocol, port, service, region, or domain.
        (Oidc, "eu-west-1", "http://oidc.eu-west-1.amazonaws.com", false),
        (Oidc, "eu-west-1", "https://oidc.eu-west-1.amazonaws.com:8443", false),
        (Oidc, "eu-west-1", "https://sts.eu-west-1.amazonaws.com", false),
        (Oidc, "eu-west-1", "https://oidc.us-east-1.amazonaws.com", false),
        (Oidc, "eu-west-1", "https://oidc.eu-west-1.amazonaws.com.evil.example", false),
        (Oidc, "eu-west-1", "https://evil.oidc.eu-west-1.amazonaws.com", false),
        (Oidc, "eu-west-1", "https://vpce-.oidc.eu-west-1.vpce.amazonaws.com", false),
        (Oidc, "eu-west-1", "https://vpce-a.b.oidc.eu-west-1.vpce.amazonaws.com", false),
        (Oidc, "eu-west-1", "https://0a.oidc.eu-west-1.vpce.amazonaws.com", false),
        (Oidc, "eu-west-1", "https://vpce-0a.execute-api.eu-west-1.vpce.amazonaws.com", false),
        // A name without a region in it has no name of an interface endpoint.
        (Sts, "aws-global", "https://sts.amazonaws.com", true),
        (Sts, "aws-global", "https://vpce-0a.sts.amazonaws.com.aws-global.vpce.", false),
        (Signin, "eu-west-1", "https://eu-west-1.signin.aws.amazon.com", true),
    ] {
        let endpoint = Endpoint::custom(url).expect("an endpoint");
        assert_eq!(endpoint.is_of_aws(service, &region(name)), expected, "{service:?} {name} {url}");
    }
}

#[test]
fn plain_http_beyond_loopback_is_exposed() {
    for (url, authority, expected) in [
        ("http://10.0.0.1:4566", "10.0.0.1:4566", true),
        ("http://127.0.0.1.example:4566", "127.0.0.1.example:4566", true),
        ("http://x.test:80/p", "x.test", true),
        ("http://[::2]:99", "[::2]:99", true),
        ("http://localhost:4566", "localhost:4566", false),
        ("http://127.8.9.1", "127.8.9.1", false),
        ("http://[::1]:99", "[::1]:99", false),
        ("https://10.0.0.1", "10.0.0.1", false),
        ("https://localhost", "localhost", false),
        ("https://x.test:443", "x.test", false),
    ] {
        let endpoint = Endpoint::custom(url).expect("an endpoint");
        assert_eq!((endpoint.authority(), endpoint.is_exposed()), (authority, expected), "{url}");
    }
}

#[test]
fn no_path_breaks_a_uri() {
    let endpoint = Endpoint::custom("http://x.test/p").expect("an endpoint");
    assert_eq!(endpoint.uri("/a b?c=ü#\"<d>\u{7f}\n"), "http://x.test/p/a%20b?c=%C3%BC%23%22%3Cd%3E%7F%0A");
    assert_eq!(endpoint.uri(&"x".repeat(70_000)), "http://x.test/", "too long for any URI");
}

#[test]
fn observed_endpoint_table() {
    let table = vectors::load("observed/endpoint-table.json");
    let cases = table.as_array().expect("a list");
    for case in cases {
        let text = |name: &str| case.get(name).and_then(Value::as_str).expect("a text");
        let flag = |name: &str| case.get(name).and_then(Value::as_bool).expect("a flag");
        assert_eq!(Partition::of(&region(text("region"))).id, text("partition"), "{case}");
        let url = host(service(text("service")), text("region"), flag("useFips"), flag("useDualStack"));
        assert_eq!(format!("https://{url}"), text("url"), "{case}");
    }
    println!("{} cases of the endpoint table", cases.len());
    assert_eq!(cases.len(), 128);
}

#[test]
fn rule_set_tests() {
    let mut total = (0, 0);
    for name in ["sso", "sso-oidc", "sts", "signin"] {
        let suite = vectors::load(&format!("botocore/endpoint-tests-{name}.json"));
        let cases = suite.get("testCases").and_then(Value::as_array).expect("a list");
        let run = cases.iter().filter(|case| rule_set_case(service(name), case)).count();
        println!("{name}: {run} of {} cases", cases.len());
        total = (total.0 + run, total.1 + cases.len());
    }
    println!("{} of {} rule set cases; the others need what daypass does not have", total.0, total.1);
    assert_eq!(total, (135, 171), "fewer cases than were there when this was written");
}

/// Runs the case if it is about something we do: not the legacy global STS endpoint by a flag, not the
/// control plane or OAuth host of sign-in, not flags beside a custom URL (which wins here, as in the AWS CLI).
fn rule_set_case(service: Service, case: &Value) -> bool {
    let parameter = |name: &str| case.get("params").and_then(|params| params.get(name));
    let flag = |name: &str| parameter(name).and_then(Value::as_bool).unwrap_or_default();
    let Some(url) = case.pointer("/expect/endpoint/url").and_then(Value::as_str) else { return false };
    if flag("UseGlobalEndpoint") || flag("IsControlPlane") || flag("IsOAuthEndpoint") {
        return false;
    }
    if let Some(custom) = parameter("Endpoint").and_then(Value::as_str) {
        assert_eq!(Endpoint::custom(custom).expect("a URL").to_string(), url);
        return true;
    }
    let name = parameter("Region").and_then(Value::as_str).expect("a region");
    assert_eq!(
        format!("https://{}", host(service, name, flag("UseFIPS"), flag("UseDualStack"))),
        url,
        "{case}"
    );
    true
}

fn service(name: &str) -> Service {
    match name {
        "sso" => Service::Portal,
        "sso-oidc" => Service::Oidc,
        "sts" => Service::Sts,
        _ => Service::Signin,
    }
}
