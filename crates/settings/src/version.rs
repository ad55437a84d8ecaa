//! Versions of daypass, in their order.

/// A version such as `0.2.0` or `0.2.0-rc.1`, which comes before `0.2.0`; its metadata after `+` does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    numbers: [u64; 3],
    is_final: bool,
    before_final: String,
}

impl Version {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.split('+').next().unwrap_or_default();
        let (numbers, before_final) = text.split_once('-').unwrap_or((text, ""));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<_> = numbers.split('.').collect();
        let [major, minor, patch] = <[&str; 3]>::try_from(parts)
            .ok()?
            .map(|part| is_number(part).then(|| part.parse().ok()).flatten());
        let numbers = [major?, minor?, patch?];
        Some(Self { numbers, is_final: before_final.is_empty(), before_final: before_final.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_their_order() {
        let ordered = ["0.1.0-rc.1", "0.1.0", "0.1.1", "0.2.0-beta.1", "0.2.0", "0.10.0", "1.0.0"];
        let versions: Vec<_> = ordered.iter().map(|text| Version::parse(text).expect(text)).collect();
        assert!(versions.is_sorted_by(|one, next| one < next), "{versions:?}");
        assert_eq!(Version::parse("0.2.0+linux"), Version::parse("0.2.0"));
        for none in
            ["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x", "1.2.", "1.-2.3", "99999999999999999999.0.0"]
        {
            assert_eq!(Version::parse(none), None, "{none}");
        }
    }
}
