//! The partition of a region, by the form of its name.

use daypass_sso_types::Region;

#[test]
fn each_region_is_of_the_partition_whose_form_it_has() {
    for (name, expected) in [
        ("us-east-1", Some("aws")),
        ("ap-southeast-10", Some("aws")),
        ("mx-central-1", Some("aws")),
        ("aws-global", Some("aws")),
        ("cn-north-1", Some("aws-cn")),
        ("aws-cn-global", Some("aws-cn")),
        ("eusc-de-east-1", Some("aws-eusc")),
        ("us-iso-east-1", Some("aws-iso")),
        ("us-isob-east-1", Some("aws-iso-b")),
        ("eu-isoe-west-1", Some("aws-iso-e")),
        ("us-isof-south-1", Some("aws-iso-f")),
        ("us-gov-west-1", Some("aws-us-gov")),
        ("aws-us-gov-global", Some("aws-us-gov")),
        // Of no known form.
        ("mars-1", None),
        ("us-east", None),
        ("us-east-x", None),
        ("us-east-1x", None),
        ("us-east-1-1", None),
        ("us--1", None),
        ("us-1", None),
        ("global", None),
        ("aws-mars-global", None),
    ] {
        let region = Region::new(name).expect("a host label");
        assert_eq!(region.partition(), expected, "{name}");
    }
}
