//! Whose a file is.

/// Whose a file is, and how much care its loss is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "each caller chooses one")]
pub enum Care {
    /// One of the program's own: synced, 0600, in a folder 0700.
    Private,
    /// One that can be made again: as [`Care::Private`], but not synced. After a power cut it may be empty or gone,
    /// which costs one call; a sync would cost milliseconds each time.
    Refetchable,
    /// The user's own file: synced; it keeps its owner and mode, its folder too; a new one is 0600. One that the
    /// user may not write is not replaced either.
    Users,
    /// The user's own file, with secrets in it: as [`Care::Users`], but closed to others.
    UsersSecrets,
}

impl Care {
    pub(crate) fn is_users(self) -> bool {
        matches!(self, Self::Users | Self::UsersSecrets)
    }

    /// Whether a power cut may cost neither the new file nor the old one.
    pub(crate) fn is_synced(self) -> bool {
        !matches!(self, Self::Refetchable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_care_means() {
        let check = |care: Care, means: (bool, bool)| assert_eq!((care.is_users(), care.is_synced()), means);
        check(Care::Private, (false, true));
        check(Care::Refetchable, (false, false));
        check(Care::Users, (true, true));
        check(Care::UsersSecrets, (true, true));
    }
}
