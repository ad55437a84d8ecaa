//! The settings of guards and of agents: names, types, defaults and checks.

use crate::spec::{ALLOWED_REGIONS, FORBID, MINIMUM_VERSION, PORTAL_HOSTS, SettingSpec, Shape, not_empty};
use daypass_guard::{Ask, GuardColor, parse_time_limit};
use daypass_sso_types::RoleName;

/// Those of a guard, in `[guard."ACCOUNT/ROLE"]`.
pub(crate) const OF_GUARDS: &[SettingSpec] = &[
    SettingSpec { name: ASK, shape: Shape::Text, built_in: "nothing", example: "ask = \"name\"", check: ask },
    SettingSpec {
        name: "color",
        shape: Shape::Text,
        built_in: "",
        example: "color = \"red\"",
        check: |text| {
            let words = || format!("there are {}", GuardColor::WORDS.join(", "));
            GuardColor::parse(text).map(drop).ok_or_else(words)
        },
    },
    SettingSpec {
        name: "banner",
        shape: Shape::Text,
        built_in: "",
        example: "banner = \"PRODUCTION\"",
        check: not_empty,
    },
    SettingSpec {
        name: TIME_LIMIT,
        shape: Shape::Text,
        built_in: "",
        example: "time_limit = \"15m\"",
        check: time_limit,
    },
    SettingSpec {
        name: "read_only",
        shape: Shape::Text,
        built_in: "",
        example: "read_only = \"ReadOnlyAccess\"",
        check: |text| RoleName::new(text).map(drop).map_err(|error| error.to_string()),
    },
    SettingSpec {
        name: "sso_session",
        shape: Shape::Text,
        built_in: "",
        example: "sso_session = \"corp\"",
        check: not_empty,
    },
];

/// Those of agents, in `[agents]`.
pub(crate) const OF_AGENTS: &[SettingSpec] = &[
    SettingSpec {
        name: AGENT_ROLES,
        shape: Shape::List,
        built_in: "",
        example: "roles = [\"*/ReadOnly*\"]",
        check: not_empty,
    },
    SettingSpec { name: ASK, shape: Shape::Text, built_in: "nothing", example: "ask = \"yes\"", check: ask },
    SettingSpec {
        name: TIME_LIMIT,
        shape: Shape::Text,
        built_in: "",
        example: "time_limit = \"15m\"",
        check: time_limit,
    },
    SettingSpec {
        name: AGENT_SIGN_IN,
        shape: Shape::Text,
        built_in: REFUSE,
        example: "sign_in = \"allow\"",
        check: |text| match text {
            ALLOW | REFUSE => Ok(()),
            _ => Err(format!("there are {REFUSE}, {ALLOW}")),
        },
    },
];

/// Settings whose values in all files count together.
pub(crate) const ALL_APPLY: [&str; 5] = [FORBID, PORTAL_HOSTS, ALLOWED_REGIONS, MINIMUM_VERSION, AGENT_ROLES];

/// The roles that agents may take; a role has to match in every file that lists any.
pub(crate) const AGENT_ROLES: &str = "roles";

/// Whether an agent may start a sign-in that nobody at a terminal has asked for.
pub(crate) const AGENT_SIGN_IN: &str = "sign_in";

/// The word for a sign-in that an agent may start.
pub(crate) const ALLOW: &str = "allow";

/// The word for a sign-in that an agent may not start.
pub(crate) const REFUSE: &str = "refuse";

/// What a guard asks.
pub(crate) const ASK: &str = "ask";

/// How long an agreement to a guarded account holds.
pub(crate) const TIME_LIMIT: &str = "time_limit";

/// The table of guards, `[guard."ACCOUNT/ROLE"]`.
pub(crate) const PER_GUARD: &str = "guard";

/// The table of agents, `[agents]`.
pub(crate) const AGENTS: &str = "agents";

fn ask(text: &str) -> Result<(), String> {
    Ask::parse(text).map(drop).ok_or_else(|| format!("there are {}", Ask::WORDS.join(", ")))
}

fn time_limit(text: &str) -> Result<(), String> {
    let is_time = parse_time_limit(text).map(drop);
    is_time.ok_or_else(|| "it is no time such as 15m or 1h, from 1m to 12h".to_owned())
}
