//! The names that the AWS CLI gives keys: `region`, `s3.max_queue_size`, `default.region`, `profile.NAME.region`.
//! Source: awscli 2.36.7, `customizations/configure/get.py` and `set.py`.

use crate::{Batch, SectionKind, SectionName};

/// Keys that `aws configure set` writes into the credentials file.
const OF_CREDENTIALS_FILE: [&str; 4] =
    ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token"];

/// A key of a config file, named as `aws configure get` and `set` name it.
///
/// ```
/// use daypass_config_parse::{SectionName, VariableName};
///
/// let name = VariableName::read("default.s3.max_queue_size", None, "dev", |_| false).expect("a key");
/// assert_eq!(name.section, SectionName::default_profile());
/// assert_eq!((name.key.as_str(), name.nested.as_deref()), ("s3", Some("max_queue_size")));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the parts that a name has")]
pub struct VariableName {
    /// The section of the key.
    pub section: SectionName,
    /// The key, or the block of nested keys.
    pub key: String,
    /// The key in the nested block of `key`.
    pub nested: Option<String>,
}

impl VariableName {
    /// Reads the name of a key of `section`, or of the profile that the name says, or of the profile `current`.
    ///
    /// `is_profile` tells whether a first word is a profile, which `aws configure get` asks and `aws configure set` does not.
    /// `None` if the name has too many or too few parts.
    pub fn read(
        name: &str,
        section: Option<SectionName>,
        current: &str,
        is_profile: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let parts: Vec<_> = name.split('.').collect();
        let of = |section: SectionName, rest: &[&str]| match rest {
            [key] => Some(Self { section, key: (*key).to_owned(), nested: None }),
            [key, nested] => {
                Some(Self { section, key: (*key).to_owned(), nested: Some((*nested).to_owned()) })
            }
            _ => None,
        };
        let profile = |name: &str| match name {
            "default" => SectionName::default_profile(),
            name => SectionName::profile(name),
        };
        match (section, parts.as_slice()) {
            (Some(section), parts) => of(section, parts),
            (None, ["profile", name, rest @ ..]) => of(profile(name), rest),
            (None, [name, rest @ ..]) if !rest.is_empty() && (*name == "default" || is_profile(name)) => {
                of(profile(name), rest)
            }
            (None, parts) => of(profile(current), parts),
        }
        .filter(|name| !name.key.is_empty() && name.nested.as_deref() != Some(""))
    }
}

impl VariableName {
    /// Says whether `aws configure set` writes the key into the credentials file.
    pub fn is_secret(&self) -> bool {
        self.section.kind() == SectionKind::Profile && OF_CREDENTIALS_FILE.contains(&self.key.as_str())
    }

    /// Returns the edit that sets the key.
    pub fn set(&self, value: &str) -> Batch {
        match &self.nested {
            Some(nested) => Batch::new().set_nested(&self.section, &self.key, nested, value),
            None => Batch::new().set(&self.section, &self.key, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_keys() {
        let (work, default) = (SectionName::profile("work"), SectionName::default_profile());
        let corp = || Some(SectionName::sso_session("corp"));
        for (name, section, expected) in [
            ("region", None, Some((work.clone(), "region", None))),
            ("s3.max_queue_size", None, Some((work.clone(), "s3", Some("max_queue_size")))),
            ("default.region", None, Some((default.clone(), "region", None))),
            ("default.s3.x", None, Some((default, "s3", Some("x")))),
            ("profile.other.region", None, Some((SectionName::profile("other"), "region", None))),
            ("other.region", None, Some((SectionName::profile("other"), "region", None))),
            ("other", None, Some((work, "other", None))),
            ("sso_region", corp(), Some((SectionName::sso_session("corp"), "sso_region", None))),
            ("profile.other", None, None),
            ("a.b.c", None, None),
            ("a.", None, None),
            ("", None, None),
        ] {
            let read = VariableName::read(name, section, "work", |name| name == "other");
            let read = read.map(|name| (name.section, name.key, name.nested));
            let expected =
                expected.map(|(section, key, nested)| (section, key.to_owned(), nested.map(str::to_owned)));
            assert_eq!(read, expected, "{name}");
        }
    }

    #[test]
    fn keys_are_set_where_the_aws_cli_sets_them() {
        for (name, is_secret, text) in [
            ("region", false, "[profile work]\nregion = v\n"),
            ("s3.max_queue_size", false, "[profile work]\ns3 =\n    max_queue_size = v\n"),
            ("aws_session_token", true, "[profile work]\naws_session_token = v\n"),
        ] {
            let name = VariableName::read(name, None, "work", |_| false).expect("a key");
            let mut file = crate::Document::parse("");
            file.apply(&name.set("v")).expect("an edit");
            assert_eq!(name.is_secret(), is_secret, "{name:?}");
            assert_eq!(
                String::from_utf8_lossy(file.as_bytes()).replace("\n  max", "\n    max"),
                text,
                "{name:?}"
            );
        }
    }
}
