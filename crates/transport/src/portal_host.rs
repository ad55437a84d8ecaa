//! What the host of an access portal tells: whether it is AWS's own, and its region where that is part of it.

use crate::Partition;
use daypass_sso_types::{Region, StartUrl};

/// Whether the host of a start URL is one of AWS's own for access portals. Hosts of the isolated partitions are not
/// known.
///
/// ```
/// use daypass_sso_types::StartUrl;
/// use daypass_transport::is_portal;
/// assert!(is_portal(&StartUrl::new("https://d-1234567890.awsapps.com/start")?));
/// assert!(!is_portal(&StartUrl::new("https://awsapps.com.evil.example/start")?));
/// # Ok::<(), daypass_sso_types::InvalidStartUrl>(())
/// ```
pub fn is_portal(url: &StartUrl) -> bool {
    let host = url.host();
    let is_it =
        |domain: &&str| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    Partition::all().iter().any(|partition| partition.portal_domains.iter().any(is_it))
}

/// The region in the host of an access portal, as AWS names portals since 2025. The hosts under `awsapps.com` name
/// none.
///
/// ```
/// use daypass_sso_types::StartUrl;
/// let url = StartUrl::new("https://ssoins-1.portal.eu-west-1.app.aws")?;
/// assert_eq!(daypass_transport::portal_region(&url).unwrap().as_str(), "eu-west-1");
/// # Ok::<(), daypass_sso_types::InvalidStartUrl>(())
/// ```
pub fn portal_region(url: &StartUrl) -> Option<Region> {
    let host = url.host();
    let (instance, rest) = host.split_once('.')?;
    let named = |(before, behind): &(&str, &str)| rest.strip_prefix(before)?.strip_suffix(behind);
    let mut regions =
        Partition::all().iter().flat_map(|partition| partition.regional_portals.iter().filter_map(named));
    let region =
        regions.find(|region| !instance.is_empty() && region.contains('-') && !region.contains('.'))?;
    Region::new(region).ok()
}
