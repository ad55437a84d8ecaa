//! How a file is written: whose it is, who may read it, and whether a power cut may lose it.

/// How a file is written: its mode, whether it keeps its owner, and whether it is synced to disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "each caller chooses one")]
pub enum WritePolicy {
    /// A file of the program's own: mode 0600, in a folder of mode 0700, synced to disk.
    Private,
    /// A file of the program's own that can be fetched again: as [`WritePolicy::Private`], but not synced. After a
    /// power cut the file may be empty or missing, which costs one call to AWS; a sync would cost milliseconds at each
    /// write.
    Refetchable,
    /// A file of the user's, such as `~/.aws/config`: synced to disk. The file and its folder keep owner and mode; a
    /// new file gets mode 0600. A file that the user may not write is an error, although a rename could replace it.
    UserFile,
    /// A file of the user's that holds secrets, such as `~/.aws/credentials`: as [`WritePolicy::UserFile`], but the
    /// group and others lose their permissions on it.
    UserSecrets,
}

impl WritePolicy {
    /// Whether the file is the user's own, so that its owner and mode are kept.
    pub(crate) fn is_user_file(self) -> bool {
        matches!(self, Self::UserFile | Self::UserSecrets)
    }

    /// Whether the file is synced to disk, so that a power cut leaves the old contents or the new ones.
    pub(crate) fn is_synced(self) -> bool {
        !matches!(self, Self::Refetchable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_says_whose_the_file_is_and_whether_it_is_synced() {
        let check = |policy: WritePolicy, is: (bool, bool)| {
            assert_eq!((policy.is_user_file(), policy.is_synced()), is);
        };
        check(WritePolicy::Private, (false, true));
        check(WritePolicy::Refetchable, (false, false));
        check(WritePolicy::UserFile, (true, true));
        check(WritePolicy::UserSecrets, (true, true));
    }
}
