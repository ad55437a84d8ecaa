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

/// Flags of `configure populate`.
#[derive(Debug, Clone, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct Populate {
    /// The session, instead of the profile's
    #[arg(long, value_name = "NAME")]
    pub sso_session: Option<String>,
    /// A profile for each of these regions; may be given several times
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,
    /// How profiles are called: fields account, id, email, role, region, session; filters lower, upper, trim,
    /// trim:TEXT, replace:FROM:TO, short; else that of the settings, else {account}.{role}
    #[arg(long, value_name = "TEMPLATE")]
    pub template: Option<String>,
    /// Only what fits: account name, id or e-mail, role, or ACCOUNT/ROLE; `*` and `?` are wild
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Not what fits
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// A key for every profile, such as output=json or cli_pager=cat
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// How to ask.
    #[command(flatten)]
    pub asking: Asking,
    /// Show what would change, and change nothing
    #[arg(long, conflicts_with = "yes")]
    pub plan: bool,
    /// Do not ask before writing
    #[arg(long, short)]
    pub yes: bool,
    /// Remove profiles of daypass that are no longer assigned or wanted
    #[arg(long)]
    pub prune: bool,
    /// Give profiles of daypass the names that the template gives today; without it a name stays with its role
    #[arg(long)]
    pub rename: bool,
    /// Beside each profile one more, NAME.process, for tools that read credential_process but no sso-session
    #[arg(long)]
    pub credential_process: bool,
    /// The keys sso_start_url and sso_region instead of sso_session, for tools that read no other
    #[arg(long)]
    pub legacy: bool,
    /// Undo the last run: to the byte, or as far as nobody changed its profiles since
    #[arg(long, conflicts_with_all = ["sso_session", "region", "template", "include", "exclude", "set", "refresh", "offline", "prune", "rename", "credential_process", "legacy"])]
    pub undo: bool,
}

/// A role without any profile.
#[derive(Debug, Clone, Default, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Role {
    /// Be a role of this account, by name or id, without any profile; with --role
    #[arg(long, value_name = "NAME|ID", requires = "role")]
    pub account: Option<String>,
    /// The role in that account
    #[arg(long, value_name = "ROLE", requires = "account")]
    pub role: Option<String>,
    /// The session of that account, where there are several
    #[arg(long, value_name = "NAME", requires = "account")]
    pub sso_session: Option<String>,
}
