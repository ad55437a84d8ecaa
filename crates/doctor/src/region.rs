//! Whether a text can be the name of a region.

/// Whether a text has the shape of the names of regions: words of lower-case letters and a number, joined by hyphens,
/// as in `eu-west-1`, `us-gov-west-1` and `eusc-de-east-1`. A region that AWS opens tomorrow has it, too; `eu-west1`
/// and `eu-west` have not.
pub(crate) fn is_region(text: &str) -> bool {
    let Some((words, number)) = text.rsplit_once('-') else { return false };
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<_> = words.split('-').collect();
    (2..=4).contains(&words.len())
        && words.iter().all(|word| is_word(word))
        && !number.is_empty()
        && number.len() < 3
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text can be the region of a client, where some tools take names that are no regions: `aws-global`,
/// `fips-us-east-1`, `us-east-1-fips`.
pub(crate) fn is_client_region(text: &str) -> bool {
    let plain = text.strip_prefix("fips-").unwrap_or(text);
    let plain = plain.strip_suffix("-fips").unwrap_or(plain);
    is_region(plain) || plain.ends_with("-global")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t24_02_regions_have_a_shape() {
        for good in [
            "eu-west-1",
            "us-gov-west-1",
            "us-isob-east-1",
            "eusc-de-east-1",
            "ap-southeast-5",
            "mx-central-1",
        ] {
            assert!(is_region(good) && is_client_region(good), "{good}");
        }
        for bad in
            ["eu-west1", "eu-west", "EU-west-1", "eu_west_1", "eu-west-1a", "-1", "", "eu--1", "west-1"]
        {
            assert!(!is_region(bad) && !is_client_region(bad), "{bad}");
        }
        for pseudo in ["aws-global", "us-east-1-fips", "aws-us-gov-global"] {
            assert!(!is_region(pseudo) && is_client_region(pseudo), "{pseudo}");
        }
    }
}
