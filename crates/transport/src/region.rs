//! Checks the form of region names, and strips `fips-` and `-fips`.

use daypass_sso_types::Region;

/// Whether a text has the form of a region name: two to four words of lower-case letters and a number, joined by
/// hyphens, as in `eu-west-1`, `us-gov-west-1` and `eusc-de-east-1`, but not `eu-west1` or `eu-west`. Whether AWS has
/// the region is not checked.
pub fn is_region_name(text: &str) -> bool {
    let Some((words, number)) = text.rsplit_once('-') else { return false };
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<_> = words.split('-').collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| is_word(word))
        && !number.is_empty()
        && number.len() < 3
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text can be the region of a client. Besides region names, some tools accept `aws-global`, `fips-us-east-1`
/// and `us-east-1-fips`.
pub fn is_client_region_name(text: &str) -> bool {
    let plain = text.strip_prefix("fips-").unwrap_or(text);
    let plain = plain.strip_suffix("-fips").unwrap_or(plain);
    is_region_name(plain) || plain.ends_with("-global")
}

/// Strips `fips-` or `-fips`, which older configurations add to a region, and says whether the region had one.
pub fn plain_region(region: &Region) -> (Region, bool) {
    let text = region.as_str();
    let plain = text.strip_prefix("fips-").or_else(|| text.strip_suffix("-fips"));
    match plain.map(Region::new) {
        Some(Ok(plain)) => (plain, true),
        _ => (region.clone(), false),
    }
}
