//! A package that the program is built from.

/// A package as cargo resolved it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) version: String,
    /// The registry; `None` for a package of this checkout.
    pub(super) source: Option<String>,
    /// An SPDX expression.
    pub(super) licence: Option<String>,
    /// SHA-256 of the package's archive, from the lock file, in hex.
    pub(super) checksum: Option<String>,
}
