//! Plans for people. Names and texts come from files of others: clean them before a terminal shows them.

use super::ImportPlan;
use crate::planned::Action;
use daypass_populate::counted;
use std::fmt;

/// Writes `2 new sessions, 6 profiles changed, 1 added, 1 kept.`
impl fmt::Display for ImportPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |action: Action| self.profiles.iter().filter(|profile| profile.action == action).count();
        let new = self.sessions.iter().filter(|session| !session.exists).count();
        write!(
            f,
            "{}: {}; {} changed, {} added, {} as they are.",
            self.tool,
            counted(new, "new session"),
            counted(of(Action::Convert), "profile"),
            of(Action::Add),
            of(Action::Keep)
        )
    }
}
