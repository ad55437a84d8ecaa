//! The address that the browser opens, for both flows and in every partition.

use daypass_console_login::{Flow, Pkce, authorize_url};
use daypass_transport::{Endpoint, EndpointOptions, Service};

fn pkce() -> Pkce {
    Pkce::from_entropy(&|bytes: &mut [u8]| bytes.fill(0))
}

#[test]
fn l18_seven_parameters_in_the_order_of_the_aws_cli() {
    let endpoint =
        Endpoint::aws(Service::Signin, &"us-east-2".parse().expect("a region"), EndpointOptions::default());
    let url = authorize_url(&endpoint, Flow::SameDevice { port: 49152 }, &pkce());
    insta::assert_snapshot!(url.replace('&', "\n&"), @"
    https://us-east-2.signin.aws.amazon.com/v1/authorize?response_type=code
    &client_id=arn%3Aaws%3Asignin%3A%3A%3Adevtools%2Fsame-device
    &state=00000000-0000-4000-8000-000000000000
    &code_challenge_method=SHA-256
    &scope=openid
    &redirect_uri=http%3A%2F%2F127.0.0.1%3A49152%2Foauth%2Fcallback
    &code_challenge=1T7aemN8mcx_tWbZbp-hCb8VxHhBCj9etNTE4mzQgfY
    ");
    let remote = authorize_url(&endpoint, Flow::CrossDevice, &pkce());
    assert!(remote.contains("client_id=arn%3Aaws%3Asignin%3A%3A%3Adevtools%2Fcross-device&"), "{remote}");
    let confirmation =
        "redirect_uri=https%3A%2F%2Fus-east-2.signin.aws.amazon.com%2Fv1%2Fsessions%2Fconfirmation&";
    assert!(remote.contains(confirmation), "{remote}");
    assert_eq!(remote.matches('&').count(), 6);
}

#[test]
fn l71_the_browser_opens_the_origin_of_an_endpoint_with_a_path() {
    let endpoint = Endpoint::custom("http://127.0.0.1:8080/prefix").expect("an endpoint");
    let url = authorize_url(&endpoint, Flow::CrossDevice, &pkce());
    assert!(url.starts_with("http://127.0.0.1:8080/v1/authorize?"), "{url}");
    assert!(
        url.contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fv1%2Fsessions%2Fconfirmation&"),
        "{url}"
    );
    assert_eq!(
        daypass_console_login::TokenRequest::uri(&endpoint).to_string(),
        "http://127.0.0.1:8080/prefix/v1/token"
    );
}

/// The hosts that the rule engine of botocore 1.44.8 gives for `CreateOAuth2Token`.
#[test]
fn l64_every_partition_with_fips_and_dual_stack() {
    for (region, hosts) in [
        (
            "us-east-1",
            [
                "us-east-1.signin.aws.amazon.com",
                "signin-fips.us-east-1.amazonaws.com",
                "signin.us-east-1.api.aws",
                "signin-fips.us-east-1.api.aws",
            ],
        ),
        (
            "cn-north-1",
            [
                "cn-north-1.signin.amazonaws.cn",
                "signin-fips.cn-north-1.amazonaws.com.cn",
                "signin.cn-north-1.api.amazonwebservices.com.cn",
                "signin-fips.cn-north-1.api.amazonwebservices.com.cn",
            ],
        ),
        (
            "us-gov-west-1",
            [
                "us-gov-west-1.signin.amazonaws-us-gov.com",
                "signin-fips.amazonaws-us-gov.com",
                "signin.us-gov-west-1.api.aws",
                "signin-fips.us-gov-west-1.api.aws",
            ],
        ),
        (
            "us-gov-east-1",
            [
                "us-gov-east-1.signin.amazonaws-us-gov.com",
                "us-gov-east-1.signin-fips.amazonaws-us-gov.com",
                "signin.us-gov-east-1.api.aws",
                "signin-fips.us-gov-east-1.api.aws",
            ],
        ),
        (
            "us-iso-east-1",
            [
                "us-iso-east-1.signin.c2shome.ic.gov",
                "signin-fips.us-iso-east-1.c2s.ic.gov",
                "signin.us-iso-east-1.api.aws.ic.gov",
                "signin-fips.us-iso-east-1.api.aws.ic.gov",
            ],
        ),
        (
            "us-isob-east-1",
            [
                "us-isob-east-1.signin.sc2shome.sgov.gov",
                "signin-fips.us-isob-east-1.sc2s.sgov.gov",
                "signin.us-isob-east-1.api.aws.scloud",
                "signin-fips.us-isob-east-1.api.aws.scloud",
            ],
        ),
        (
            "eusc-de-east-1",
            [
                "eusc-de-east-1.signin.amazonaws-eusc.eu",
                "signin-fips.eusc-de-east-1.amazonaws.eu",
                "signin.eusc-de-east-1.api.amazonwebservices.eu",
                "signin-fips.eusc-de-east-1.api.amazonwebservices.eu",
            ],
        ),
    ] {
        let region = region.parse().expect("a region");
        let options = [(false, false), (true, false), (false, true), (true, true)];
        for ((fips, dual_stack), host) in options.into_iter().zip(hosts) {
            let endpoint = Endpoint::aws(Service::Signin, &region, EndpointOptions { fips, dual_stack });
            assert_eq!(endpoint.host(), host, "{region} {fips} {dual_stack}");
        }
    }
    for (region, plain, fips) in [
        (
            "eu-isoe-west-1",
            "eu-isoe-west-1.signin.csphome.adc-e.uk",
            "signin-fips.eu-isoe-west-1.cloud.adc-e.uk",
        ),
        (
            "us-isof-south-1",
            "us-isof-south-1.signin.csphome.hci.ic.gov",
            "signin-fips.us-isof-south-1.csp.hci.ic.gov",
        ),
    ] {
        let region = region.parse().expect("a region");
        for (is_fips, host) in [(false, plain), (true, fips)] {
            let options = EndpointOptions { fips: is_fips, dual_stack: false };
            assert_eq!(Endpoint::aws(Service::Signin, &region, options).host(), host);
        }
    }
}
