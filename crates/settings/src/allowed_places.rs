//! Which setting may stand in which table.

use crate::{
    spec::{
        ALLOWED, ALLOWED_REGIONS, FORBID, MAX_CONSOLE, MAX_SERVE, MINIMUM_VERSION, PORTAL_HOSTS, REGION,
        START_URL,
    },
    value::SettingScope,
};

/// Settings that apply to all sessions.
pub(crate) const FOR_ALL: [&str; 8] =
    [ALLOWED, FORBID, PORTAL_HOSTS, ALLOWED_REGIONS, MAX_CONSOLE, MAX_SERVE, MINIMUM_VERSION, "support"];

/// Whether a setting is allowed in a table.
pub(crate) fn is_allowed_in(name: &str, scope: Option<&SettingScope>) -> bool {
    match scope {
        None => name != START_URL && name != REGION,
        Some(SettingScope::Session(_)) => name != "sso_session" && !FOR_ALL.contains(&name),
        Some(SettingScope::Account(_)) => ["browser", "alias", "tags"].contains(&name),
        Some(SettingScope::Guard(_) | SettingScope::Agents) => true,
    }
}
