//! Console URLs in every partition.

use crate::support::{at, credentials, endpoint, region, reply};
use daypass_sso_types::{Credentials, StartUrl};
use daypass_sts_client::{
    ErrorKind,
    console::{
        console_url, destination, federation_endpoint, login_url, portal_url, read_sign_in_token,
        service_names, service_path, sign_in_token_request,
    },
};
use std::time::Duration;

#[test]
fn hosts_of_every_partition() {
    let names = [
        "us-east-1",
        "eu-south-2",
        "aws-global",
        "fips-us-west-2",
        "us-gov-west-1",
        "cn-north-1",
        "eusc-de-east-1",
        "us-iso-east-1",
        "us-isob-east-1",
        "eu-isoe-west-1",
        "us-isof-south-1",
    ];
    let lines = names.map(|name| {
        let console = console_url(&region(name), Some("ec2")).unwrap_or_else(|| "-".to_owned());
        format!("{name}: {} {console}", federation_endpoint(&region(name)))
    });
    insta::assert_snapshot!(lines.join("\n"), @"
    us-east-1: https://us-east-1.signin.aws.amazon.com https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1
    eu-south-2: https://eu-south-2.signin.aws.amazon.com https://eu-south-2.console.aws.amazon.com/ec2/home?region=eu-south-2
    aws-global: https://us-east-1.signin.aws.amazon.com https://us-east-1.console.aws.amazon.com/ec2/home?region=us-east-1
    fips-us-west-2: https://us-west-2.signin.aws.amazon.com https://us-west-2.console.aws.amazon.com/ec2/home?region=us-west-2
    us-gov-west-1: https://us-gov-west-1.signin.amazonaws-us-gov.com https://us-gov-west-1.console.amazonaws-us-gov.com/ec2/home?region=us-gov-west-1
    cn-north-1: https://cn-north-1.signin.amazonaws.cn https://cn-north-1.console.amazonaws.cn/ec2/home?region=cn-north-1
    eusc-de-east-1: https://eusc-de-east-1.signin.amazonaws-eusc.eu https://eusc-de-east-1.console.amazonaws-eusc.eu/ec2/home?region=eusc-de-east-1
    us-iso-east-1: https://us-iso-east-1.signin.c2shome.ic.gov -
    us-isob-east-1: https://us-isob-east-1.signin.sc2shome.sgov.gov -
    eu-isoe-west-1: https://eu-isoe-west-1.signin.csphome.adc-e.uk -
    us-isof-south-1: https://us-isof-south-1.signin.csphome.hci.ic.gov -
    ");
    assert_eq!(
        console_url(&region("eu-west-1"), Some("a/../b?c")).expect("a console"),
        "https://eu-west-1.console.aws.amazon.com/a%2F..%2Fb%3Fc/home?region=eu-west-1"
    );
}

/// Whoever opens the login URL ends up there with a console's session behind them.
#[test]
fn a_destination_is_a_page_of_a_console() {
    for (name, text, expected) in [
        ("eu-west-1", "/s3/buckets?x=1#y", Some("https://eu-west-1.console.aws.amazon.com/s3/buckets?x=1#y")),
        ("cn-north-1", "/ec2", Some("https://cn-north-1.console.amazonaws.cn/ec2")),
        ("us-iso-east-1", "/ec2", None),
        (
            "eu-west-1",
            "https://health.console.aws.amazon.com/x",
            Some("https://health.console.aws.amazon.com/x"),
        ),
        (
            "eu-west-1",
            "https://console.amazonaws-us-gov.com/x",
            Some("https://console.amazonaws-us-gov.com/x"),
        ),
        ("eu-west-1", "http://health.console.aws.amazon.com/x", None),
        ("eu-west-1", "https://aws.amazon.com.evil.example/x", None),
        ("eu-west-1", "https://evilaws.amazon.com/x", None),
        ("eu-west-1", "https://console.aws.amazon.com@evil.example/", None),
        ("eu-west-1", "//evil.example/x", Some("https://eu-west-1.console.aws.amazon.com//evil.example/x")),
        ("eu-west-1", "s3", None),
        ("eu-west-1", "", None),
    ] {
        assert_eq!(destination(&region(name), text).as_deref(), expected, "{name} {text}");
    }
}

#[test]
fn every_service_has_one_path() {
    for (name, path) in [
        ("s3", Some("s3")),
        ("xray", Some("xray")),
        ("logs", Some("cloudwatch")),
        ("waf", Some("wafv2")),
        ("S3", None),
        ("xyzzy", None),
        ("", None),
    ] {
        assert_eq!(service_path(name), path, "{name}");
    }
    let names: Vec<_> = service_names().collect();
    assert!(names.contains(&"s3") && names.contains(&"logs"), "of both lists");
    for name in &names {
        let path = service_path(name).expect("it is known");
        assert_eq!(service_path(path), Some(path), "{name} leads to a path of the console");
    }
    let mut once = names.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), names.len(), "no name is there twice");
}

#[test]
fn the_exchange_and_the_url() {
    let federation = federation_endpoint(&region("eu-west-1"));
    let request = sign_in_token_request(&federation, &credentials(), None).expect("a request");
    insta::assert_snapshot!(format!("{} {}", request.method(), request.uri()), @"GET https://eu-west-1.signin.aws.amazon.com/federation?Action=getSigninToken&Session=%7B%22sessionId%22%3A%22AKIDEXAMPLE%22%2C%22sessionKey%22%3A%22wJalrXUtnFEMI%2FK7MDENG%2BbPxRfiCYEXAMPLEKEY%22%2C%22sessionToken%22%3A%22planted%2Ftoken%2B%3D%22%7D");
    let hour = Some(Duration::from_secs(3600));
    let request = sign_in_token_request(&federation, &credentials(), hour).expect("a request");
    assert!(request.uri().to_string().ends_with("&SessionDuration=3600"), "{}", request.uri());

    let token = read_sign_in_token(&reply(200, r#"{"SigninToken":"planted+/="}"#), at(0)).expect("a token");
    assert_eq!(format!("{token:?}"), "SignInToken(redacted)");
    let destination = console_url(&region("eu-west-1"), None).expect("a console");
    let url = login_url(&federation, "https://d-1.awsapps.com/start", &destination, &token);
    insta::assert_snapshot!(url, @"https://eu-west-1.signin.aws.amazon.com/federation?Action=login&Issuer=https%3A%2F%2Fd-1.awsapps.com%2Fstart&Destination=https%3A%2F%2Feu-west-1.console.aws.amazon.com%2Fconsole%2Fhome%3Fregion%3Deu-west-1&SigninToken=planted%2B%2F%3D");
    let local = login_url(&endpoint("http://127.0.0.1:1/p"), "i", "d", &token);
    assert!(local.starts_with("http://127.0.0.1:1/p/federation?Action=login&"), "{local}");
}

#[test]
fn what_cannot_be_exchanged() {
    let federation = federation_endpoint(&region("eu-west-1"));
    let lasting = Credentials { session_token: None, ..credentials() };
    let outcomes = [
        sign_in_token_request(&federation, &lasting, None),
        sign_in_token_request(&federation, &credentials(), Some(Duration::from_secs(899))),
        sign_in_token_request(&federation, &credentials(), Some(Duration::from_secs(43201))),
    ];
    for outcome in outcomes {
        assert_eq!(outcome.expect_err("nothing to send").kind(), ErrorKind::InvalidRequest);
    }
}

#[test]
fn replies_that_are_no_token() {
    for (status, body, kind) in [
        (200, "", ErrorKind::Malformed),
        (200, "<html>", ErrorKind::Malformed),
        (200, r#"{"SigninToken":"#, ErrorKind::Malformed),
        (200, r#"{"SigninToken":""}"#, ErrorKind::Malformed),
        (200, r#"{"SigninToken":7}"#, ErrorKind::Malformed),
        (200, "[]", ErrorKind::Malformed),
        (400, "", ErrorKind::Malformed),
        (400, "<html>Bad request", ErrorKind::Malformed),
        (503, "", ErrorKind::Unavailable),
    ] {
        let error = read_sign_in_token(&reply(status, body), at(0)).expect_err(body);
        assert_eq!(error.kind(), kind, "{status} {body}");
    }
}

#[test]
fn the_portals_own_way() {
    let (account, role) = ("111122223333".parse().expect("an account"), "Read Only".parse().expect("a role"));
    let check = |start: &str, role, destination: Option<&str>| {
        portal_url(&StartUrl::new(start).expect("a start URL"), &account, role, destination)
    };
    insta::assert_snapshot!(
        [
            check("https://d-1.awsapps.com/start", Some(&role), None),
            check("https://d-1.awsapps.com/start/#/saml", Some(&role), Some("https://console.aws.amazon.com/s3?a=b&c")),
            check("https://start.us-gov-home.awsapps.com/directory/d-1", None, None),
        ]
        .join("\n"),
        @"
    https://d-1.awsapps.com/start/#/console?account_id=111122223333&role_name=Read%20Only
    https://d-1.awsapps.com/start/#/console?account_id=111122223333&role_name=Read%20Only&destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%3Fa%3Db%26c
    https://start.us-gov-home.awsapps.com/directory/d-1/#/console?account_id=111122223333
    "
    );
}
