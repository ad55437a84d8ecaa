//! The cache files that change their names when a section of the config is renamed.

use crate::{Resolver, Settings, session_named};
use daypass_config_parse::{Config, SectionKind, SectionName};
use daypass_token_cache::CacheKey;
use std::collections::{HashMap, HashSet};

/// The keys of cache files before and after sections of a config were renamed. Renaming the files as well keeps the
/// sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RenamedKeys {
    /// Pairs of old and new key in `~/.aws/sso/cache`: tokens and client registrations.
    pub sso: Vec<(CacheKey, CacheKey)>,
    /// Pairs of old and new key in `~/.aws/cli/cache`: role credentials that profiles got through a renamed session.
    pub roles: Vec<(CacheKey, CacheKey)>,
}

impl RenamedKeys {
    /// Compares a config before and after these sections were renamed; each pair is the old name and the new name.
    pub fn of(before: &Config<'_>, after: &Config<'_>, renamed: &[(SectionName, SectionName)]) -> Self {
        let settings = Settings::default();
        let mut keys = Self::default();
        for (old, new) in renamed.iter().filter(|(old, _)| old.kind() == SectionKind::SsoSession) {
            let session = |config: &Config<'_>, name| session_named(config, &settings, name, None).ok();
            if let Some((was, is)) = session(before, old.name()).zip(session(after, new.name())) {
                keys.sso.extend(was.keys().into_iter().zip(is.keys()).filter(|(from, to)| from != to));
            }
        }
        let names: HashMap<&SectionName, &str> = renamed.iter().map(|(old, new)| (old, new.name())).collect();
        let [old, new] = [before, after].map(|config| Resolver::new(config, &settings));
        let mut seen = HashSet::new();
        for profile in before.profiles() {
            let Ok(was) = old.resolve(profile.name()) else { continue };
            let own = SectionName::profile(profile.name());
            let name = names.get(&own).copied().unwrap_or(own.name());
            let Ok(is) = new.resolve(name) else { continue };
            for pair in was.cache_keys().zip(is.cache_keys()).filter(|(from, to)| from != to) {
                if seen.insert(pair) {
                    keys.roles.push(pair);
                }
            }
        }
        keys
    }
}
