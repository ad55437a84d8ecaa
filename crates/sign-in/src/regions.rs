//! Regions of IAM Identity Center: which there are, and what is likely wrong with one that somebody typed.

use daypass_credentials::closest;
use daypass_sso_types::{Region, StartUrl};
use daypass_transport::{Partition, portal_region};
use std::fmt;

/// Regions that have IAM Identity Center, for completion: AWS has new ones each year.
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

/// What is likely wrong with a region, which is to be taken all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegionDoubt {
    /// The portal's own host names another one.
    Elsewhere {
        /// The region that was given.
        given: Region,
        /// That of the portal's host.
        portal: Region,
    },
    /// It has the form of no partition's regions.
    Unheard {
        /// The region that was given.
        given: Region,
        /// The one that is probably meant.
        meant: Option<&'static str>,
    },
}

impl RegionDoubt {
    /// Looks at the region of a portal.
    ///
    /// ```
    /// use daypass_sign_in::RegionDoubt;
    /// use daypass_sso_types::{Region, StartUrl};
    ///
    /// let portal = StartUrl::new("https://d-1234567890.awsapps.com/start")?;
    /// assert_eq!(RegionDoubt::of(&portal, &Region::new("eu-west-1")?), None);
    /// let doubt = RegionDoubt::of(&portal, &Region::new("eu-west1")?).expect("a doubt");
    /// assert!(doubt.to_string().ends_with("eu-west-1 is meant?"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(start_url: &StartUrl, region: &Region) -> Option<Self> {
        let given = region.clone();
        if let Some(portal) = portal_region(start_url).filter(|own| own != region) {
            Some(Self::Elsewhere { given, portal })
        } else if !Partition::all().iter().any(|partition| partition.names(region)) {
            let meant = closest(region.as_str(), REGIONS.into_iter());
            Some(Self::Unheard { given, meant })
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
            Self::Unheard { given, meant: Some(meant) } => {
                write!(f, "{given} does not look like a region of AWS; {meant} is meant?")
            }
            Self::Unheard { given, meant: None } => {
                write!(f, "{given} does not look like a region of AWS")
            }
        }
    }
}
