//! Finds the time zone of shown times without waiting for anything: TZ may name a pipe.

use crate::{Environment, Variable};
use jiff::tz::TimeZone;
use std::path::{Component, Path, PathBuf};

/// Where systems have their time zones. TZDIR is ignored.
const FOLDERS: [&str; 4] =
    ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"];
/// The size limit of a time zone, in bytes; the longest has 4 KB.
const MAX_BYTES: u64 = 256 * 1024;

impl Environment {
    /// Finds the time zone of shown times.
    ///
    /// That is the zone of TZ, in one of the forms of POSIX; without TZ, /etc/localtime, which is read directly: looking up
    /// the zone's name, which nothing needs, searches all zones. UTC if TZ names no zone, as in the C library.
    pub fn time_zone(&self) -> TimeZone {
        let Some(named) = self.hint(Variable::TimeZone) else {
            return file(Path::new("/etc/localtime")).unwrap_or_else(TimeZone::system);
        };
        if cfg!(windows) {
            return TimeZone::system();
        }
        let name = named.strip_prefix(':').unwrap_or(&named);
        let path = Path::new(name);
        let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
        let found = if path.is_absolute() {
            file(path)
        } else if is_plain {
            FOLDERS.iter().find_map(|folder| file(&PathBuf::from(folder).join(path)))
        } else {
            None
        };
        // A summer time without a rule has that of the United States, as in the C library.
        let with_rule = || TimeZone::posix(&format!("{name},M3.2.0,M11.1.0"));
        found.or_else(|| TimeZone::posix(name).or_else(|_| with_rule()).ok()).unwrap_or(TimeZone::UTC)
    }
}

fn file(path: &Path) -> Option<TimeZone> {
    let bytes = daypass_files::read(path, MAX_BYTES).ok()??;
    TimeZone::tzif("", &bytes).ok()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use jiff::{Timestamp, tz::Offset};

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test makes a file that is no time zone")]
    fn zones_in_the_forms_of_posix() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zone");
        std::fs::write(&file, "TZif2 and no more").unwrap();
        let (path, parent) = (file.to_str().unwrap(), "../../../usr/share/zoneinfo/UTC");
        for (named, hours) in [
            ("CET-1CEST", 2),
            (":JST-9", 9),
            ("EST5", -5),
            ("", 0),
            ("Nowhere/At_all", 0),
            (path, 0),
            (parent, 0),
        ] {
            let zone = Environment::of([("TZ", named)]).time_zone();
            let summer: Timestamp = "2026-07-01T12:00:00Z".parse().unwrap();
            assert_eq!(zone.to_offset(summer), Offset::constant(hours), "{named}");
        }
    }
}
