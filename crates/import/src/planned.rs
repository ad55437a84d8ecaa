//! The parts of a plan: sessions, profiles and settings after the import.

use daypass_settings::{SettingScope, SettingValue};

/// An sso-session after the import.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedSession {
    /// The name.
    pub name: String,
    /// The start URL.
    pub start_url: String,
    /// The region of Identity Center.
    pub region: String,
    /// The scopes; `None` for an existing session without any.
    pub scopes: Option<String>,
    /// Whether it stands in the config file already, and stays as it is.
    pub exists: bool,
}

/// What becomes of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedProfile {
    /// The name.
    pub name: String,
    /// Whether it is changed in place, added, or stays as it is.
    pub action: Action,
    /// Where its credentials come from after the import; `None` for a profile that stays as it is.
    pub credentials: Option<CredentialSource>,
    /// Further keys that it gets.
    pub keys: Vec<(String, String)>,
    /// The new header of a section whose header no tool can read.
    pub header: Option<String>,
    /// Why it stays as it is.
    pub reason: Option<String>,
}

/// What an import does to a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "a section is changed, added, or left alone")]
pub enum Action {
    /// Its section is changed in place.
    Convert,
    /// It gets a new section.
    Add,
    /// Not one byte of it changes.
    Keep,
}

impl Action {
    /// Returns the word for JSON: `convert`, `add` or `keep`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Convert => "convert",
            Self::Add => "add",
            Self::Keep => "keep",
        }
    }
}

/// Where the credentials of an imported profile come from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialSource {
    /// A role of an sso-session.
    Role {
        /// The session.
        session: String,
        /// The account.
        account: String,
        /// The role.
        role: String,
    },
    /// A role on top of another profile.
    Chain {
        /// The ARN of the role.
        role_arn: String,
        /// The profile whose credentials assume it.
        source_profile: String,
        /// Further keys of the chain, such as `external_id`.
        more: Vec<(String, String)>,
    },
}

/// A setting of daypass that an import sets where the settings file does not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedSetting {
    /// The session that it is for; `None` for all.
    pub scope: Option<SettingScope>,
    /// The name, such as `template` or `keys.output`.
    pub name: String,
    /// The value.
    pub value: SettingValue,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_has_the_table_of_its_scope() {
        for (scope, expected) in [
            (None, "browser"),
            (Some(SettingScope::Session("corp".to_owned())), "sso-session.corp.browser"),
            (Some(SettingScope::Account("111122223333".to_owned())), "account.111122223333.browser"),
        ] {
            let value = SettingValue::Text("x".to_owned());
            let setting = PlannedSetting { scope, name: "browser".to_owned(), value };
            assert_eq!(setting.full_name(), expected);
        }
    }
}
