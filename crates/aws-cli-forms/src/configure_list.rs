//! What `aws configure list` prints: each value that is in force, its kind, and where it comes from.

/// A value that is in force.
///
/// ```
/// use daypass_aws_cli_forms::{InForce, configure_list, masked};
///
/// let profile = InForce::new("dev", "env", "AWS_PROFILE");
/// let key = InForce::new(masked("AKIAIOSFODNN7EXAMPLE"), "shared-credentials-file", "");
/// let lines = configure_list(&[("profile", Some(profile)), ("access_key", Some(key)), ("region", None)]);
/// assert_eq!(lines[1], "profile    : dev                      : env              : AWS_PROFILE");
/// assert!(lines[2].contains("****************MPLE"));
/// assert_eq!(lines[3], "region     : <not set>                : None             : None");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    value: String,
    kind: &'static str,
    place: String,
}

impl InForce {
    /// Creates a value of a kind: `manual`, `env`, `sso`, `assume-role`, `config-file` or `shared-credentials-file`.
    pub fn new(value: impl Into<String>, kind: &'static str, place: impl Into<String>) -> Self {
        Self { value: value.into(), kind, place: place.into() }
    }
}

/// Writes the lines of the table, the head first; a missing value is `<not set>`.
pub fn configure_list(rows: &[(&str, Option<InForce>)]) -> Vec<String> {
    let line = |name: &str, value: &str, kind: &str, place: &str| {
        format!("{name:<10} : {value:<24} : {kind:<16} : {place}")
    };
    let row = |(name, row): &(&str, Option<InForce>)| match row {
        Some(InForce { value, kind, place }) => line(name, value, kind, place),
        None => line(name, "<not set>", "None", "None"),
    };
    std::iter::once(line("NAME", "VALUE", "TYPE", "LOCATION")).chain(rows.iter().map(row)).collect()
}

/// Masks a key but for its last four characters.
pub fn masked(key: &str) -> String {
    let shown = key.chars().count().saturating_sub(4);
    format!("{}{}", "*".repeat(16), key.chars().skip(shown).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compared with `aws configure list`.
    #[test]
    fn a_value_stands_in_its_columns_and_a_missing_one_is_not_set() {
        let profile = InForce::new("dev", "env", "AWS_PROFILE");
        assert_eq!(
            configure_list(&[("profile", Some(profile)), ("region", None)]),
            [
                "NAME       : VALUE                    : TYPE             : LOCATION",
                "profile    : dev                      : env              : AWS_PROFILE",
                "region     : <not set>                : None             : None",
            ]
        );
    }

    #[test]
    fn of_a_key_four_characters_are_shown() {
        for (key, shown) in [("AKIAIOSFODNN7EXAMPLE", "MPLE"), ("abc", "abc"), ("wäré", "wäré"), ("", "")]
        {
            assert_eq!(masked(key), format!("****************{shown}"), "{key}");
        }
    }
}
