//! Flags of the commands that see a whole organisation.

use clap::{Args as ClapArgs, ValueEnum};

/// Orders of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::exhaustive_enums, reason = "the values of a flag")]
pub enum Order {
    /// By name
    Name,
    /// By account id
    Id,
    /// By the e-mail address of the account
    Email,
}

/// How to get a listing.
#[derive(Debug, Clone, Copy, Default, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Asking {
    /// Ask for everything anew, also for what an interrupted listing had read
    #[arg(long, conflicts_with = "offline")]
    pub refresh: bool,
    /// Use the listing that was kept last; no network, no sign-in
    #[arg(long)]
    pub offline: bool,
}
