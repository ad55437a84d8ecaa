//! The partition that a region's name is of.

use crate::Region;

/// The ids of the partitions, and the prefixes of their regions; each is followed by `WORD-DIGITS`. The values are those of
/// `partitions.json`, which is part of every AWS SDK.
const PREFIXES: [(&str, &[&str]); 8] = [
    ("aws", &["us-", "eu-", "ap-", "sa-", "ca-", "me-", "af-", "il-", "mx-"]),
    ("aws-cn", &["cn-"]),
    ("aws-eusc", &["eusc-de-"]),
    ("aws-iso", &["us-iso-"]),
    ("aws-iso-b", &["us-isob-"]),
    ("aws-iso-e", &["eu-isoe-"]),
    ("aws-iso-f", &["us-isof-"]),
    ("aws-us-gov", &["us-gov-"]),
];

impl Region {
    /// Returns the partition whose regions have names of this form, such as `aws-cn`: the second part of its ARNs. A
    /// partition's pseudo-region, such as `aws-cn-global`, is of it, too. `None` for a name of no known form; the SDKs then
    /// take `aws`.
    ///
    /// ```
    /// use daypass_sso_types::Region;
    ///
    /// let partition = |name: &str| Region::new(name).expect("a region").partition();
    /// assert_eq!(partition("eusc-de-east-1"), Some("aws-eusc"));
    /// assert_eq!(partition("aws-iso-b-global"), Some("aws-iso-b"));
    /// assert_eq!(partition("mars-1"), None);
    /// ```
    pub fn partition(&self) -> Option<&'static str> {
        let name = self.as_str();
        let word_and_digits = |rest: &str| {
            rest.split_once('-').is_some_and(|(word, digits)| {
                !word.is_empty() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
            })
        };
        let is_of = |(id, prefixes): &(&str, &[&str])| {
            name.strip_suffix("-global") == Some(id)
                || prefixes.iter().any(|prefix| name.strip_prefix(prefix).is_some_and(word_and_digits))
        };
        PREFIXES.into_iter().find(is_of).map(|(id, _)| id)
    }
}
