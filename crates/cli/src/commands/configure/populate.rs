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
    /// Session to list, instead of the profile's session
    #[arg(long, value_name = "NAME")]
    pub(crate) sso_session: Option<String>,
    /// Region of the profiles; given several times, each role gets a profile for each region
    #[arg(long, value_name = "REGION")]
    region: Vec<String>,
    /// Template of profile names [default: the setting `template`, else {account}.{role}]; fields account, alias, tag:NAME, id,
    /// email, role, region, session; filters lower, upper, trim, trim:TEXT, replace:FROM:TO, short
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
    /// Only roles that match: account name, id or e-mail address, role, or ACCOUNT/ROLE; `*` and `?` are wildcards
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// No roles that match, in the form of --include
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Key for every profile, such as output=json or cli_pager=cat
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Where the listing comes from.
    #[command(flatten)]
    listing: ListingFlags,
    /// Show the plan and write nothing
    #[arg(long, conflicts_with = "yes")]
    plan: bool,
    /// Do not ask before writing
    #[arg(long, short)]
    yes: bool,
    /// Remove profiles that daypass wrote for roles that are no longer assigned or included
    #[arg(long)]
    prune: bool,
    /// Rename profiles that daypass wrote to the names of the template; without it, a role keeps its profile name
    #[arg(long)]
    rename: bool,
    /// Also write NAME.process for each profile NAME, for tools that read credential_process but no sso-session
    #[arg(long)]
    credential_process: bool,
    /// Write sso_start_url and sso_region instead of sso_session, for tools that do not read sso-sessions
    #[arg(long)]
    legacy: bool,
    /// Undo the last run; profiles that were changed since then stay as they are
    #[arg(long, conflicts_with_all = ["sso_session", "region", "template", "include", "exclude", "set", "refresh", "offline", "prune", "rename", "credential_process", "legacy"])]
    undo: bool,
}
