//! The eight AWS partitions and which one a region is in.

use crate::plain_region;
use daypass_sso_types::Region;

/// A group of regions with its own DNS suffixes and its own accounts. The figures are those of
/// `partitions.json`, which every AWS SDK carries.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Partition {
    /// The partition part of ARNs, such as `aws-cn`.
    pub id: &'static str,
    /// Behind the region in ordinary host names.
    pub dns_suffix: &'static str,
    /// Behind the region in host names that have IPv4 and IPv6 addresses.
    pub dual_stack_dns_suffix: &'static str,
    /// The region that signs for the partition's global services.
    pub implicit_global_region: &'static str,
    /// Behind `signin.` in the hosts of browser sign-in.
    pub signin_suffix: &'static str,
    /// Where the web console is, behind `REGION.`; unknown for the isolated partitions.
    pub console_suffix: Option<&'static str>,
    /// Domains of access portals: a portal's host is one of them or below one. None is known for the isolated
    /// partitions.
    pub portal_domains: &'static [&'static str],
    /// What stands before and behind the region in hosts of access portals that name theirs, after a label of the
    /// instance, as AWS names portals since 2025: `ssoins-1.portal.eu-west-1.app.aws`.
    pub(crate) regional_portals: &'static [(&'static str, &'static str)],
    /// How region names begin: all of them, each followed by `WORD-DIGITS`.
    prefixes: &'static [&'static str],
    /// The pseudo-region that stands for the whole partition.
    global: &'static str,
}

/// In the order in which the SDKs try them.
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
        prefixes: &["us-", "eu-", "ap-", "sa-", "ca-", "me-", "af-", "il-", "mx-"],
        global: "aws-global",
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
        prefixes: &["cn-"],
        global: "aws-cn-global",
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
        prefixes: &["eusc-de-"],
        global: "aws-eusc-global",
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
        prefixes: &["us-iso-"],
        global: "aws-iso-global",
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
        prefixes: &["us-isob-"],
        global: "aws-iso-b-global",
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
        prefixes: &["eu-isoe-"],
        global: "aws-iso-e-global",
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
        prefixes: &["us-isof-"],
        global: "aws-iso-f-global",
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
        prefixes: &["us-gov-"],
        global: "aws-us-gov-global",
    },
];

impl Partition {
    /// The partition of a region. A name that fits none is taken for one of `aws`, as every SDK does, so
    /// that regions newer than this table work.
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
        PARTITIONS.iter().find(|partition| partition.has(region.as_str())).unwrap_or(aws)
    }

    /// The partition of an ARN; `aws` where it names none that is known.
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

    /// Whether a region's name has the shape that this partition's regions have, such as `eu-west-1`; AWS may not have
    /// such a region.
    pub fn names(&self, region: &Region) -> bool {
        self.has(plain_region(region).0.as_str())
    }

    /// All partitions, in the order in which they are tried.
    pub fn all() -> &'static [Self] {
        &PARTITIONS
    }

    /// Whether the region is this partition's pseudo-region (`aws-global`, `aws-cn-global`, …).
    pub(crate) fn is_global(&self, region: &str) -> bool {
        region == self.global
    }

    fn has(&self, region: &str) -> bool {
        let word_and_digits = |rest: &str| {
            rest.split_once('-').is_some_and(|(word, digits)| {
                !word.is_empty() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
            })
        };
        self.is_global(region)
            || self.prefixes.iter().any(|prefix| region.strip_prefix(prefix).is_some_and(word_and_digits))
    }
}

/// The region that a signature for this region names: plain, and a real one for `aws-global` and its like.
pub fn signing_region(region: &Region) -> Region {
    let (region, _) = plain_region(region);
    let partition = Partition::of(&region);
    match Region::new(partition.implicit_global_region) {
        Ok(implicit) if partition.is_global(region.as_str()) => implicit,
        _ => region,
    }
}
