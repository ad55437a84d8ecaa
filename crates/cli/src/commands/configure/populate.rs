//! `daypass configure populate`: plans a profile for every role of every account, shows the plan, writes it at once.

mod run;
mod show;

pub(crate) use run::run;

use crate::args::ListingFlags;
use clap::Args;

/// Flags of `configure populate`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Populate {
    /// The session, instead of the profile's
    #[arg(long, value_name = "NAME")]
    sso_session: Option<String>,
    /// A profile for each of these regions; may be given several times
    #[arg(long, value_name = "REGION")]
    region: Vec<String>,
    /// How profiles are called: fields account, id, email, role, region, session; filters lower, upper, trim,
    /// trim:TEXT, replace:FROM:TO, short; else that of the settings, else {account}.{role}
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
    /// Only what fits: account name, id or e-mail, role, or ACCOUNT/ROLE; `*` and `?` are wild
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Not what fits
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// A key for every profile, such as output=json or cli_pager=cat
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// How to ask.
    #[command(flatten)]
    listing: ListingFlags,
    /// Show what would change, and change nothing
    #[arg(long, conflicts_with = "yes")]
    plan: bool,
    /// Do not ask before writing
    #[arg(long, short)]
    yes: bool,
    /// Remove profiles of daypass that are no longer assigned or wanted
    #[arg(long)]
    prune: bool,
    /// Give profiles of daypass the names that the template gives today; without it a name stays with its role
    #[arg(long)]
    rename: bool,
    /// Beside each profile one more, NAME.process, for tools that read credential_process but no sso-session
    #[arg(long)]
    credential_process: bool,
    /// The keys sso_start_url and sso_region instead of sso_session, for tools that read no other
    #[arg(long)]
    legacy: bool,
    /// Undo the last run: to the byte, or as far as nobody changed its profiles since
    #[arg(long, conflicts_with_all = ["sso_session", "region", "template", "include", "exclude", "set", "refresh", "offline", "prune", "rename", "credential_process", "legacy"])]
    undo: bool,
}
