//! The table of settings: names, types, defaults and checks.

use crate::version::Version;
use daypass_guard::parse_time_limit;
use daypass_populate::Template;
use daypass_sso_types::{Region, StartUrl};
use std::time::Duration;

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

/// Something that a settings file can forbid. The name is what the file holds and what a message says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Forbidden {
    /// Signing in with a code that is typed on another device (RFC 8628), which can be asked for by a phisher.
    DeviceCode,
    /// Endpoints other than AWS's own, whoever names them.
    EndpointOverride,
    /// Plain http, to loopback too.
    PlainHttp,
    /// `--no-verify-ssl`.
    NoVerifySsl,
}

impl Forbidden {
    const ALL: [Self; 4] = [Self::DeviceCode, Self::EndpointOverride, Self::PlainHttp, Self::NoVerifySsl];

    /// The word for it in a settings file.
    pub fn name(self) -> &'static str {
        match self {
            Self::DeviceCode => "device-code",
            Self::EndpointOverride => "endpoint-override",
            Self::PlainHttp => "plain-http",
            Self::NoVerifySsl => "no-verify-ssl",
        }
    }
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
    SettingSpec {
        name: FORBID,
        shape: Shape::List,
        built_in: "",
        example: "forbid = [\"device-code\", \"plain-http\"]",
        check: forbidden,
    },
    SettingSpec {
        name: PORTAL_HOSTS,
        shape: Shape::List,
        built_in: "",
        example: "portal_hosts = [\"*.awsapps.com\"]",
        check: |pattern| host(&pattern.replace(['*', '?'], "x")),
    },
    SettingSpec {
        name: ALLOWED_REGIONS,
        shape: Shape::List,
        built_in: "",
        example: "allowed_regions = [\"eu-*\"]",
        check: |pattern| {
            let is_glob = pattern.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-*?".contains(&byte));
            if is_glob {
                not_empty(pattern)
            } else {
                Err("it is not a region or a glob such as eu-*".to_owned())
            }
        },
    },
    SettingSpec {
        name: MAX_CONSOLE,
        shape: Shape::Text,
        built_in: "",
        example: "max_console_duration = \"1h\"",
        check: |text| match parse_time_limit(text) {
            Some(limit) if limit >= SHORTEST_CONSOLE => Ok(()),
            _ => Err("it is no time such as 15m or 1h, from 15m to 12h".to_owned()),
        },
    },
    SettingSpec {
        name: MAX_SERVE,
        shape: Shape::Text,
        built_in: "",
        example: "max_serve_lifetime = \"1h\"",
        check: |text| {
            let is_time = parse_time_limit(text).map(drop);
            is_time.ok_or_else(|| "it is no time such as 15m or 1h, from 1m to 12h".to_owned())
        },
    },
];

/// Those that a company's file may hold besides.
pub(crate) const OF_COMPANIES: &[SettingSpec] = &[
    SettingSpec {
        name: MINIMUM_VERSION,
        shape: Shape::Text,
        built_in: "",
        example: "minimum_version = \"0.2.0\"",
        check: |text| {
            let is_version = Version::parse(text).map(drop);
            is_version.ok_or_else(|| "it is no version such as 0.2.0".to_owned())
        },
    },
    SettingSpec {
        name: "support",
        shape: Shape::Text,
        built_in: "",
        example: "support = \"https://help.example.com/aws\"",
        check: not_empty,
    },
    SettingSpec {
        name: START_URL,
        shape: Shape::Text,
        built_in: "",
        example: "start_url = \"https://d-9067000018.awsapps.com/start\"",
        check: |text| StartUrl::new(text).map(drop).map_err(|error| error.to_string()),
    },
    SettingSpec {
        name: REGION,
        shape: Shape::Text,
        built_in: "",
        example: "region = \"eu-west-1\"",
        check: |text| Region::new(text).map(drop).map_err(|error| error.to_string()),
    },
];

/// Those of an account, in `[account.ID]`, besides `browser`.
pub(crate) const OF_ACCOUNTS: &[SettingSpec] = &[
    SettingSpec {
        name: "alias",
        shape: Shape::Text,
        built_in: "",
        example: "alias = \"shop\"",
        check: not_empty,
    },
    SettingSpec {
        name: "tags",
        shape: Shape::List,
        built_in: "",
        example: "tags = [\"prod\", \"team-a\"]",
        check: not_empty,
    },
];

/// What may not be done, by the word for it; every file's words count together.
pub(crate) const FORBID: &str = "forbid";

/// Hosts of portals that may be signed in to; a host has to match in every file that lists any.
pub(crate) const PORTAL_HOSTS: &str = "portal_hosts";

/// Regions that daypass works in; a region has to match in every file that lists any.
pub(crate) const ALLOWED_REGIONS: &str = "allowed_regions";

/// The longest session of the console; the lowest of all files counts.
pub(crate) const MAX_CONSOLE: &str = "max_console_duration";

/// How long a server of credentials runs at most; the lowest of all files counts.
pub(crate) const MAX_SERVE: &str = "max_serve_lifetime";

/// The oldest version of daypass that a company's rules are for; the highest of all files counts.
pub(crate) const MINIMUM_VERSION: &str = "minimum_version";

/// Settings of which the lowest value of all files counts, whoever sets it.
pub(crate) const LOWEST_COUNTS: [&str; 2] = [MAX_CONSOLE, MAX_SERVE];

/// The shortest session of the console that AWS grants.
const SHORTEST_CONSOLE: Duration = Duration::from_secs(15 * 60);

/// The start URL of a session that a company defines, in `[sso-session.NAME]`.
pub(crate) const START_URL: &str = "start_url";

/// The region of Identity Center of such a session.
pub(crate) const REGION: &str = "region";

/// The setting of hosts that tokens may be sent to although a foreign config file names them, or without TLS.
pub(crate) const ALLOWED: &str = "allowed_endpoints";

/// The table of sessions, `[sso-session.NAME]`: it takes all settings except `sso_session` and `allowed_endpoints`.
pub(crate) const PER_SESSION: &str = "sso-session";

/// The table of accounts, `[account.ID]`: it takes `browser`, which opens the account's console, `alias` and `tags`.
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

pub(crate) fn not_empty(text: &str) -> Result<(), String> {
    if text.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(()) }
}

fn forbidden(text: &str) -> Result<(), String> {
    if Forbidden::ALL.iter().any(|forbidden| forbidden.name() == text) {
        return Ok(());
    }
    let names: Vec<_> = Forbidden::ALL.iter().map(|forbidden| forbidden.name()).collect();
    Err(format!("there are {}", names.join(", ")))
}
