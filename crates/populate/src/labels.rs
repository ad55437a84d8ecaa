//! What settings say of accounts.

/// What settings say of an account besides its listing.
#[derive(Debug, Clone, Default)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct AccountLabels {
    /// Its alias.
    pub alias: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
}
