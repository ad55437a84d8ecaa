//! The regions of IAM Identity Center, and what is likely wrong with a typed region.

use daypass_credentials::closest;
use daypass_sso_types::{Region, StartUrl};
use daypass_transport::{Partition, portal_region};
use std::fmt;

/// Regions that have IAM Identity Center, for completion only: AWS adds regions every year.
pub const REGIONS: [&str; 39] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "sa-east-1",
    "mx-central-1",
    "me-central-1",
    "me-south-1",
    "il-central-1",
    "af-south-1",
    "us-gov-east-1",
    "us-gov-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eusc-de-east-1",
];

/// What is likely wrong with a typed region; a warning, since the region may be newer than this list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegionDoubt {
    /// The portal's host names another region.
    Elsewhere {
        /// The region that was given.
        given: Region,
        /// The region in the portal's host.
        portal: Region,
    },
    /// The region fits the pattern of no AWS partition.
    Unknown {
        /// The region that was given.
        given: Region,
        /// The region with the most similar name.
        meant: Option<&'static str>,
    },
}

impl RegionDoubt {
    /// Checks the region that was given for a portal.
    ///
    /// ```
    /// use daypass_sign_in::RegionDoubt;
    /// use daypass_sso_types::{Region, StartUrl};
    ///
    /// let portal = StartUrl::new("https://d-1234567890.awsapps.com/start")?;
    /// assert_eq!(RegionDoubt::of(&portal, &Region::new("eu-west-1")?), None);
    /// let doubt = RegionDoubt::of(&portal, &Region::new("eu-west1")?).expect("a doubt");
    /// assert!(doubt.to_string().ends_with("did you mean eu-west-1?"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(start_url: &StartUrl, region: &Region) -> Option<Self> {
        let given = region.clone();
        if let Some(portal) = portal_region(start_url).filter(|own| own != region) {
            Some(Self::Elsewhere { given, portal })
        } else if !Partition::all().iter().any(|partition| partition.names(region)) {
            let meant = closest(region.as_str(), REGIONS.into_iter());
            Some(Self::Unknown { given, meant })
        } else {
            None
        }
    }
}

impl fmt::Display for RegionDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elsewhere { given, portal } => {
                write!(f, "the portal's host is in {portal}, and sso_region says {given}")
            }
            Self::Unknown { given, meant: Some(meant) } => {
                write!(f, "{given} does not look like an AWS region; did you mean {meant}?")
            }
            Self::Unknown { given, meant: None } => {
                write!(f, "{given} does not look like an AWS region")
            }
        }
    }
}
