//! What can be the name of a region, of AWS or of a client.

use daypass_transport::{is_client_region_name, is_region_name};

#[test]
fn t24_02_regions_have_a_shape() {
    for good in [
        "eu-west-1",
        "us-gov-west-1",
        "us-isob-east-1",
        "eusc-de-east-1",
        "ap-southeast-5",
        "mx-central-1",
        "il-newplace-12",
    ] {
        assert!(is_region_name(good) && is_client_region_name(good), "{good}");
    }
    for bad in [
        "eu-west1",
        "eu-west",
        "EU-west-1",
        "eu_west_1",
        "eu-west-1a",
        "-1",
        "",
        "eu--1",
        "west-1",
        "e-west-1",
        "eu-west-123",
    ] {
        assert!(!is_region_name(bad) && !is_client_region_name(bad), "{bad}");
    }
    for pseudo in ["aws-global", "us-east-1-fips", "aws-us-gov-global"] {
        assert!(!is_region_name(pseudo) && is_client_region_name(pseudo), "{pseudo}");
    }
}
