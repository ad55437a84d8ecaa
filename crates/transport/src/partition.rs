//! The eight AWS partitions, and the partition of a region or an ARN.

use crate::plain_region;
use daypass_sso_types::Region;

/// A group of regions with its own DNS suffixes and its own accounts. The values are those of `partitions.json`, which
/// is part of every AWS SDK.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Partition {
    /// The partition part of ARNs, such as `aws-cn`.
    pub id: &'static str,
    /// The text after the region in plain host names.
    pub dns_suffix: &'static str,
    /// The text after the region in host names with IPv4 and IPv6 addresses (dual stack).
    pub dual_stack_dns_suffix: &'static str,
    /// The region in the signatures of the partition's global services.
    pub implicit_global_region: &'static str,
    /// The text after `signin.` in the hosts of the console sign-in.
    pub signin_suffix: &'static str,
    /// The text after `REGION.` in the hosts of the web console; unknown for the isolated partitions.
    pub console_suffix: Option<&'static str>,
    /// The domains of access portals: a portal's host is one of them or a subdomain. None is known for the isolated
    /// partitions.
    pub portal_domains: &'static [&'static str],
    /// The texts before and after the region in portal hosts that name it, as AWS does since 2025:
    /// `ssoins-1.portal.eu-west-1.app.aws`. The first label is the instance.
    pub(crate) regional_portals: &'static [(&'static str, &'static str)],
}

/// The partitions in the order in which the SDKs try them.
static PARTITIONS: [Partition; 8] = [
    Partition {
        id: "aws",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        implicit_global_region: "us-east-1",
        signin_suffix: "aws.amazon.com",
        console_suffix: Some("console.aws.amazon.com"),
        portal_domains: &["app.aws", "portal.amazonaws.com", "awsapps.com", "identitycenter.amazonaws.com"],
        regional_portals: &[("portal.", ".app.aws"), ("", ".portal.amazonaws.com")],
    },
    Partition {
        id: "aws-cn",
        dns_suffix: "amazonaws.com.cn",
        dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
        implicit_global_region: "cn-northwest-1",
        signin_suffix: "amazonaws.cn",
        console_suffix: Some("console.amazonaws.cn"),
        portal_domains: &[
            "app.amazonwebservices.com.cn",
            "portal.amazonaws.com.cn",
            "awsapps.cn",
            "identitycenter.amazonaws.com.cn",
        ],
        regional_portals: &[("portal.", ".app.amazonwebservices.com.cn"), ("", ".portal.amazonaws.com.cn")],
    },
    Partition {
        id: "aws-eusc",
        dns_suffix: "amazonaws.eu",
        dual_stack_dns_suffix: "api.amazonwebservices.eu",
        implicit_global_region: "eusc-de-east-1",
        signin_suffix: "amazonaws-eusc.eu",
        console_suffix: Some("console.amazonaws-eusc.eu"),
        portal_domains: &["api.amazonwebservices.eu", "portal.amazonaws.eu", "identitycenter.amazonaws.eu"],
        regional_portals: &[("portal.", ".api.amazonwebservices.eu"), ("", ".portal.amazonaws.eu")],
    },
    Partition {
        id: "aws-iso",
        dns_suffix: "c2s.ic.gov",
        dual_stack_dns_suffix: "api.aws.ic.gov",
        implicit_global_region: "us-iso-east-1",
        signin_suffix: "c2shome.ic.gov",
        console_suffix: None,
        portal_domains: &[],
        regional_portals: &[],
    },
    Partition {
        id: "aws-iso-b",
        dns_suffix: "sc2s.sgov.gov",
        dual_stack_dns_suffix: "api.aws.scloud",
        implicit_global_region: "us-isob-east-1",
        signin_suffix: "sc2shome.sgov.gov",
        console_suffix: None,
        portal_domains: &[],
        regional_portals: &[],
    },
    Partition {
        id: "aws-iso-e",
        dns_suffix: "cloud.adc-e.uk",
        dual_stack_dns_suffix: "api.cloud-aws.adc-e.uk",
        implicit_global_region: "eu-isoe-west-1",
        signin_suffix: "csphome.adc-e.uk",
        console_suffix: None,
        portal_domains: &[],
        regional_portals: &[],
    },
    Partition {
        id: "aws-iso-f",
        dns_suffix: "csp.hci.ic.gov",
        dual_stack_dns_suffix: "api.aws.hci.ic.gov",
        implicit_global_region: "us-isof-south-1",
        signin_suffix: "csphome.hci.ic.gov",
        console_suffix: None,
        portal_domains: &[],
        regional_portals: &[],
    },
    Partition {
        id: "aws-us-gov",
        dns_suffix: "amazonaws.com",
        dual_stack_dns_suffix: "api.aws",
        implicit_global_region: "us-gov-west-1",
        signin_suffix: "amazonaws-us-gov.com",
        console_suffix: Some("console.amazonaws-us-gov.com"),
        portal_domains: &["identitycenter.us-gov.amazonaws.com"],
        regional_portals: &[],
    },
];

impl Partition {
    /// Returns the partition of a region. An unknown region counts as one of `aws`, as in every SDK, so that regions
    /// newer than this table work.
    ///
    /// ```
    /// use daypass_transport::Partition;
    /// assert_eq!(Partition::of(&"us-gov-west-1".parse()?).id, "aws-us-gov");
    /// assert_eq!(Partition::of(&"mars-1".parse()?).id, "aws");
    /// # Ok::<(), daypass_sso_types::InvalidName>(())
    /// ```
    pub fn of(region: &Region) -> &'static Self {
        let (region, _) = plain_region(region);
        let [aws, ..] = &PARTITIONS;
        let id = region.partition();
        PARTITIONS.iter().find(|partition| Some(partition.id) == id).unwrap_or(aws)
    }

    /// Returns the partition of an ARN; `aws` if it names no known partition.
    ///
    /// ```
    /// use daypass_transport::Partition;
    /// let partition = Partition::of_arn("arn:aws-us-gov:iam::111122223333:role/R");
    /// assert_eq!(partition.implicit_global_region, "us-gov-west-1");
    /// ```
    pub fn of_arn(arn: &str) -> &'static Self {
        let id = arn.split(':').nth(1).unwrap_or_default();
        let [aws, ..] = &PARTITIONS;
        PARTITIONS.iter().find(|partition| partition.id == id).unwrap_or(aws)
    }

    /// Whether the name has the form of this partition's regions, such as `eu-west-1`. AWS may not have such a region.
    pub fn names(&self, region: &Region) -> bool {
        plain_region(region).0.partition() == Some(self.id)
    }

    /// Returns all partitions, in the order in which the SDKs try them.
    pub fn all() -> &'static [Self] {
        &PARTITIONS
    }

    /// Whether the region is this partition's pseudo-region (`aws-global`, `aws-cn-global`, …).
    pub(crate) fn is_global(&self, region: &str) -> bool {
        region.strip_suffix("-global") == Some(self.id)
    }
}

/// Returns the region for signatures: without `fips-`, and a real region for a pseudo-region such as `aws-global`.
pub fn signing_region(region: &Region) -> Region {
    let (region, _) = plain_region(region);
    let partition = Partition::of(&region);
    match Region::new(partition.implicit_global_region) {
        Ok(implicit) if partition.is_global(region.as_str()) => implicit,
        _ => region,
    }
}
