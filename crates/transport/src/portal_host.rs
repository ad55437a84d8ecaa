//! Reads the host of an access portal: whether it is one of AWS, and its region.

use crate::Partition;
use daypass_sso_types::{Region, StartUrl};

/// Whether the host of a start URL is an access portal in a domain of AWS. Hosts of the isolated partitions are
/// unknown.
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

/// Returns the region in the host of an access portal, which AWS puts there since 2025; `None` for other hosts, such as
/// those under `awsapps.com`.
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
