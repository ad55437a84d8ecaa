//! Of what a guard asks, of how long an agreement holds and of maxima, the stricter value counts.

use crate::{
    guard_spec::{AGENT_SIGN_IN, ASK, REFUSE, TIME_LIMIT},
    spec::LOWEST_COUNTS,
    value::{SettingEntry, SettingOrigin, SettingRow, SettingScope},
};
use daypass_guard::{Ask, parse_time_limit};

/// Says whether an entry that comes later than a row counts in its place: of what a guard asks, and of how long an agreement
/// holds, the stricter value counts, whoever sets it. A value that is only recommended does so where no person's own
/// one goes before it. Of a maximum, the lowest of all values counts.
pub(crate) fn outvotes(entry: &SettingEntry, row: &SettingRow) -> bool {
    let is_locked = |origin: &SettingOrigin| matches!(origin, SettingOrigin::Company { locked: true, .. });
    let is_guard = matches!(entry.scope, Some(SettingScope::Guard(_) | SettingScope::Agents));
    let all_are_locked = is_locked(&row.origin) && row.outvoted.iter().all(|(_, origin)| is_locked(origin));
    let (new, old) = (entry.value.shown(), row.value.shown());
    if entry.scope.is_none() && LOWEST_COUNTS.contains(&entry.name.as_str()) {
        return parse_time_limit(&new) < parse_time_limit(&old);
    }
    if !is_guard || !all_are_locked {
        return false;
    }
    match entry.name.as_str() {
        ASK => Ask::parse(&new) > Ask::parse(&old),
        TIME_LIMIT => parse_time_limit(&new) < parse_time_limit(&old),
        AGENT_SIGN_IN => new == REFUSE && old != REFUSE,
        _ => false,
    }
}
