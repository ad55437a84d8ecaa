//! The table of settings: names, types, defaults and checks.

use daypass_populate::Template;
use daypass_sso_types::Region;

/// The type of a setting's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// One text.
    Text,
    /// A list of texts.
    List,
    /// A table of texts.
    Keys,
}

/// One setting that a file can set.
#[derive(Debug)]
#[non_exhaustive]
pub struct SettingSpec {
    /// The name.
    pub name: &'static str,
    /// The type of its value.
    pub shape: Shape,
    /// The default; an empty text means that there is none.
    pub built_in: &'static str,
    /// A valid line, shown for an invalid one.
    pub example: &'static str,
    /// Checks a text of the value, and returns why it cannot be used.
    pub(crate) check: fn(&str) -> Result<(), String>,
}

/// All settings.
pub const SETTINGS: &[SettingSpec] = &[
    SettingSpec {
        name: "sso_session",
        shape: Shape::Text,
        built_in: "",
        example: "sso_session = \"corp\"",
        check: not_empty,
    },
    SettingSpec {
        name: "browser",
        shape: Shape::Text,
        built_in: "",
        example: "browser = \"firefox -P work\"",
        check: not_empty,
    },
    SettingSpec {
        name: "template",
        shape: Shape::Text,
        built_in: Template::DEFAULT,
        example: "template = \"{account}.{role}\"",
        check: |text| Template::parse(text).map(drop).map_err(|error| error.to_string()),
    },
    SettingSpec {
        name: "regions",
        shape: Shape::List,
        built_in: "",
        example: "regions = [\"eu-west-1\"]",
        check: |text| Region::new(text).map(drop).map_err(|error| error.to_string()),
    },
    SettingSpec {
        name: "include",
        shape: Shape::List,
        built_in: "",
        example: "include = [\"prod-*\"]",
        check: not_empty,
    },
    SettingSpec {
        name: "exclude",
        shape: Shape::List,
        built_in: "",
        example: "exclude = [\"*/Billing\"]",
        check: not_empty,
    },
    SettingSpec {
        name: "keys",
        shape: Shape::Keys,
        built_in: "",
        example: "keys = { output = \"json\" }",
        check: |_| Ok(()),
    },
    SettingSpec {
        name: ALLOWED,
        shape: Shape::List,
        built_in: "",
        example: "allowed_endpoints = [\"vpce-1.example.com\"]",
        check: host,
    },
];

/// The setting of hosts that tokens may be sent to although a foreign config file names them, or without TLS.
pub(crate) const ALLOWED: &str = "allowed_endpoints";

/// The table of sessions, `[sso-session.NAME]`: it takes all settings except `sso_session` and `allowed_endpoints`.
pub(crate) const PER_SESSION: &str = "sso-session";

/// The table of accounts, `[account.ID]`: it takes `browser` alone, which opens the account's console.
pub(crate) const PER_ACCOUNT: &str = "account";

fn host(text: &str) -> Result<(), String> {
    let is_host = !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']'));
    if is_host {
        Ok(())
    } else {
        Err("it is not a host, such as vpce-1.example.com or localhost:4566".to_owned())
    }
}

fn not_empty(text: &str) -> Result<(), String> {
    if text.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(()) }
}
