//! What the host of an access portal tells: whether it is AWS's own, and its region where that is part of it.

use daypass_sso_types::{Region, StartUrl};

/// Suffixes of hosts that name the region: the labels before it, the label that must follow it, and the rest.
const REGIONAL: [(&str, &str, &str); 6] = [
    ("portal", "", ".app.aws"),
    ("", "portal", ".amazonaws.com"),
    ("", "portal", ".amazonaws.com.cn"),
    ("portal", "", ".app.amazonwebservices.com.cn"),
    ("", "portal", ".amazonaws.eu"),
    ("portal", "", ".api.amazonwebservices.eu"),
];

/// Hosts of portals that are AWS's own, by the end of their names.
const OWN: [&str; 8] = [
    ".app.aws",
    ".portal.amazonaws.com",
    ".portal.amazonaws.com.cn",
    ".app.amazonwebservices.com.cn",
    ".portal.amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".awsapps.com",
    ".awsapps.cn",
];
/// And those by their whole names.
const WHOLE: [&str; 4] = [
    "identitycenter.amazonaws.com",
    "identitycenter.amazonaws.com.cn",
    "identitycenter.amazonaws.eu",
    "identitycenter.us-gov.amazonaws.com",
];

/// Whether a host, in lower case, is one of AWS's own for access portals.
pub(crate) fn is_aws(host: &str) -> bool {
    WHOLE.contains(&host) || OWN.iter().any(|end| host.ends_with(end) || Some(host) == end.strip_prefix('.'))
}

/// The region in the host, as AWS names portals since 2025: `ssoins-1.portal.eu-west-1.app.aws` and its kin. The
/// hosts under `awsapps.com` name none.
pub(crate) fn region(url: &StartUrl) -> Option<Region> {
    let host = url.host();
    REGIONAL.iter().find_map(|(before, after, suffix)| {
        let labels: Vec<_> = host.strip_suffix(suffix)?.split('.').collect();
        let region = match (labels.as_slice(), *before, *after) {
            ([_, first, region], before, "") if *first == before => region,
            ([_, region, last], "", after) if *last == after => region,
            _ => return None,
        };
        Region::new(*region).ok().filter(|region| region.as_str().contains('-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_in_hosts() {
        for (host, expected) in [
            ("ssoins-1.portal.eu-west-1.app.aws", Some("eu-west-1")),
            ("ssoins-1.us-gov-west-1.portal.amazonaws.com", Some("us-gov-west-1")),
            ("x.cn-north-1.portal.amazonaws.com.cn", Some("cn-north-1")),
            ("x.portal.cn-north-1.app.amazonwebservices.com.cn", Some("cn-north-1")),
            ("x.eusc-de-east-1.portal.amazonaws.eu", Some("eusc-de-east-1")),
            ("x.portal.eusc-de-east-1.api.amazonwebservices.eu", Some("eusc-de-east-1")),
            ("SSOINS-1.Portal.eu-west-1.App.AWS.", Some("eu-west-1")),
            ("d-1.awsapps.com", None),
            ("identitycenter.amazonaws.com", None),
            ("portal.eu-west-1.app.aws", None),
            ("a.b.portal.eu-west-1.app.aws", None),
            ("x.portal.eu-west-1.app.aws.evil.net", None),
            ("x.portal.evil.app.aws", None),
        ] {
            let url = StartUrl::new(format!("https://{host}/start")).expect("a URL");
            assert_eq!(region(&url).map(|region| region.to_string()), expected.map(str::to_owned), "{host}");
        }
    }
}
