//! Cache files that are named by a session, under its new name.

use crate::{Settings, resolve, session_named};
use daypass_config_parse::{Config, SectionKind, SectionName};
use daypass_token_cache::CacheKey;

/// Keys of cache files before and after sections of a config got other names. A file that moves along keeps the sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RenamedKeys {
    /// In `~/.aws/sso/cache`: tokens and client registrations.
    pub sso: Vec<(CacheKey, CacheKey)>,
    /// In `~/.aws/cli/cache`: role credentials that profiles got through a renamed session.
    pub roles: Vec<(CacheKey, CacheKey)>,
}

impl RenamedKeys {
    /// Compares a config with what it is after these sections were renamed, each the old name and the new one.
    pub fn of(before: &Config<'_>, after: &Config<'_>, renamed: &[(SectionName, SectionName)]) -> Self {
        let settings = Settings::default();
        let mut keys = Self::default();
        for (old, new) in renamed.iter().filter(|(old, _)| old.kind() == SectionKind::SsoSession) {
            let session = |config: &Config<'_>, name| session_named(config, &settings, name, None).ok();
            if let Some((was, is)) = session(before, old.name()).zip(session(after, new.name())) {
                keys.sso.extend(was.keys().into_iter().zip(is.keys()).filter(|(from, to)| from != to));
            }
        }
        for profile in before.profiles() {
            let Ok(was) = resolve(before, &settings, profile.name()) else { continue };
            let own = SectionName::profile(profile.name());
            let name = renamed.iter().find(|(old, _)| *old == own).map_or(own.name(), |(_, new)| new.name());
            let Ok(is) = resolve(after, &settings, name) else { continue };
            for pair in was.cache_keys().zip(is.cache_keys()).filter(|(from, to)| from != to) {
                if !keys.roles.contains(&pair) {
                    keys.roles.push(pair);
                }
            }
        }
        keys
    }
}
