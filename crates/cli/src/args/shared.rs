//! Flags that several commands have.

use clap::{Args, ValueEnum};
use daypass_terminal::time::parse_span;
use std::time::Duration;

/// A role that is named by account and role name, without a profile.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RoleFlags {
    /// Account of the role, by name or id, in place of a profile; with --role
    #[arg(long, value_name = "NAME|ID", requires = "role")]
    pub(crate) account: Option<String>,
    /// Role name in the account
    #[arg(long, value_name = "ROLE", requires = "account")]
    pub(crate) role: Option<String>,
    /// Session of the account, if there are several
    #[arg(long, value_name = "NAME", requires = "account")]
    pub(crate) sso_session: Option<String>,
}

/// What a person means who cannot be asked.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct GuardFlags {
    /// Agree to the guard of this profile or role, by its name, instead of being asked
    #[arg(long, value_name = "NAME")]
    pub(crate) i_mean: Vec<String>,
}

/// A role to assume that no profile names.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct AssumedRoleFlags {
    /// Role to assume with the credentials of the profile, of --account and --role, or of the environment
    #[arg(long, value_name = "ARN")]
    pub(crate) role_arn: Option<String>,
    /// External id that the role of --role-arn asks for
    #[arg(long, value_name = "ID", requires = "role_arn")]
    pub(crate) external_id: Option<String>,
}

/// How long the credentials of an assumed role are valid. `console` has a duration of its own.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct AssumedRoleDuration {
    /// How long the credentials of --role-arn are valid, 15m to 12h; AWS allows 1h where a role assumes it
    #[arg(id = "role_duration", long = "duration", value_name = "TIME", value_parser = parse_span, requires = "role_arn")]
    pub(crate) duration: Option<Duration>,
}

/// The source of a listing: the portal or the cache.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct ListingFlags {
    /// Read everything again, including what an interrupted listing has read
    #[arg(long, conflicts_with = "offline")]
    pub(crate) refresh: bool,
    /// Use the cached listing; no network, no sign-in
    #[arg(long)]
    pub(crate) offline: bool,
}

/// What is printed of a table.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct TableFlags {
    /// Columns to print, in this order, by their names in CSV, such as account,role
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
}

/// Flags of `accounts` and `roles`.
#[derive(Debug, Args)]
pub(crate) struct PortalFlags {
    /// Session to list, instead of the profile's session
    #[arg(long, value_name = "NAME")]
    pub(crate) sso_session: Option<String>,
    /// Accounts to list, by id or name; `*` matches any text, `?` any character
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<String>,
    /// Sort accounts by
    #[arg(long, value_enum, default_value_t = SortBy::Name, value_name = "BY")]
    pub(crate) sort: SortBy,
    /// Where the listing comes from.
    #[command(flatten)]
    pub(crate) listing: ListingFlags,
    /// What is printed.
    #[command(flatten)]
    pub(crate) table: TableFlags,
}

/// What accounts are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortBy {
    /// Account name
    Name,
    /// Account id
    Id,
    /// E-mail address of the account
    Email,
}

/// How a sign-in is done.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FlowFlags {
    /// Print the address instead of opening a browser
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Sign in with a code that you enter on any device (RFC 8628)
    #[arg(long)]
    pub(crate) use_device_code: bool,
    /// Sign-in flow [default: pkce if a browser can be opened here, else device]
    #[arg(long, value_enum, value_name = "FLOW", conflicts_with = "use_device_code")]
    pub(crate) flow: Option<FlowChoice>,
    /// Port on 127.0.0.1 for the redirect of the browser, such as a forwarded port [default: a free port]
    #[arg(long, value_name = "PORT")]
    pub(crate) callback_port: Option<u16>,
    /// Time to wait for the approval or for another sign-in to the session, such as 2m [default: 10m; for a code, until it
    /// expires]
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    pub(crate) timeout: Option<Duration>,
    /// Whether the address and the code go to standard output, too, as the AWS CLI prints them.
    #[arg(skip)]
    pub(crate) prints_address: bool,
}

/// A sign-in flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FlowChoice {
    /// Authorization code with PKCE, in a browser on this machine
    Pkce,
    /// Device code, in a browser on any device
    Device,
}
