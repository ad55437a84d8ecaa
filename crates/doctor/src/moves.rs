//! Cache files that move when a session gets another name: they are named by it.

use crate::{Snapshot, edits::Edits};
use daypass_config_parse::{Config, Dialect, SectionKind, SectionName};
use daypass_credentials::{Settings, resolve, session_named};
use daypass_token_cache::CacheKey;
use std::path::{Path, PathBuf};

/// A cache file and the name that it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    pub(crate) from: PathBuf,
    pub(crate) to: PathBuf,
    /// Whose lock a program holds that writes the file.
    pub(crate) key: CacheKey,
    /// Whether it is the token: the sign-in itself.
    pub(crate) is_token: bool,
}

/// The files of renamed sessions: tokens, client registrations, role credentials.
pub(crate) fn of(snapshot: &Snapshot, edits: &Edits) -> Vec<Move> {
    let before = Config::new(&snapshot.config, snapshot.credentials.as_ref(), Dialect::AwsCli);
    let after = Config::new(&edits.config, edits.credentials.as_ref(), Dialect::AwsCli);
    let mut pairs = Vec::new();
    for (old, new) in edits.renamed.iter().filter(|(old, _)| old.kind() == SectionKind::SsoSession) {
        let session =
            |config: &Config<'_>, name| session_named(config, &Settings::default(), name, None).ok();
        if let Some((was, is)) = session(&before, old.name()).zip(session(&after, new.name())) {
            pairs.extend(was.keys().into_iter().zip(is.keys()).map(|(from, to)| (true, from, to)));
        }
        pairs.extend(roles(&before, &after, edits, old).into_iter().map(|(from, to)| (false, from, to)));
    }
    let there = [&snapshot.sso_cache, &snapshot.cli_cache].map(|folder| &folder.files);
    let exists = |path: &Path| there.iter().any(|files| files.iter().any(|file| file.entry.path == path));
    let moves = pairs.into_iter().map(|(in_sso, from, to)| {
        let folder = if in_sso { &snapshot.paths.sso_cache } else { &snapshot.paths.cli_cache };
        let is_token =
            edits.renamed.iter().any(|(old, _)| in_sso && from == CacheKey::for_session(old.name()));
        Move { from: folder.join(from.file_name()), to: folder.join(to.file_name()), key: from, is_token }
    });
    moves.filter(|one| one.from != one.to && exists(&one.from)).collect()
}

/// The keys of role credentials that profiles got through the session.
fn roles(
    before: &Config<'_>,
    after: &Config<'_>,
    edits: &Edits,
    session: &SectionName,
) -> Vec<(CacheKey, CacheKey)> {
    let settings = Settings::default();
    let mut pairs = Vec::new();
    for profile in before.profiles() {
        let Ok(was) = resolve(before, &settings, profile.name()) else { continue };
        if was.session().and_then(|own| own.name.as_deref()) != Some(session.name()) {
            continue;
        }
        let own = SectionName::profile(profile.name());
        let renamed = edits.renamed.iter().find(|(old, _)| *old == own);
        let name = renamed.map_or(profile.name(), |(_, new)| new.name());
        let Ok(is) = resolve(after, &settings, name) else { continue };
        for pair in was.cache_keys().zip(is.cache_keys()) {
            if pair.0 != pair.1 && !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
    }
    pairs
}
