//! Flags of several commands.

use clap::{Args, ValueEnum};
use daypass_terminal::time::parse_span;
use std::time::Duration;

/// A role without any profile.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RoleFlags {
    /// Be a role of this account, by name or id, without any profile; with --role
    #[arg(long, value_name = "NAME|ID", requires = "role")]
    pub(crate) account: Option<String>,
    /// The role in that account
    #[arg(long, value_name = "ROLE", requires = "account")]
    pub(crate) role: Option<String>,
    /// The session of that account, where there are several
    #[arg(long, value_name = "NAME", requires = "account")]
    pub(crate) sso_session: Option<String>,
}

/// How to get a listing.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct ListingFlags {
    /// Ask for everything anew, also for what an interrupted listing had read
    #[arg(long, conflicts_with = "offline")]
    pub(crate) refresh: bool,
    /// Use the listing that was kept last; no network, no sign-in
    #[arg(long)]
    pub(crate) offline: bool,
}

/// Flags of `accounts` and `roles`.
#[derive(Debug, Args)]
pub(crate) struct PortalFlags {
    /// The session, instead of the profile's
    #[arg(long, value_name = "NAME")]
    pub(crate) sso_session: Option<String>,
    /// This account alone, by id or name; `*` stands for any text, `?` for any character
    #[arg(long, value_name = "ID")]
    pub(crate) account: Option<String>,
    /// The order
    #[arg(long, value_enum, default_value_t = SortBy::Name, value_name = "BY")]
    pub(crate) sort: SortBy,
    /// How to ask.
    #[command(flatten)]
    pub(crate) listing: ListingFlags,
}

/// Orders of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortBy {
    /// By name
    Name,
    /// By account id
    Id,
    /// By the e-mail address of the account
    Email,
}

/// How to sign in.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct FlowFlags {
    /// Do not open a browser; print the address instead
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Sign in with a code that can be typed on any device (RFC 8628)
    #[arg(long)]
    pub(crate) use_device_code: bool,
    /// Which flow, instead of the one that fits the place
    #[arg(long, value_enum, value_name = "FLOW", conflicts_with = "use_device_code")]
    pub(crate) flow: Option<FlowChoice>,
    /// The port on this machine that the browser comes back to, for forwarded ports
    #[arg(long, value_name = "PORT")]
    pub(crate) callback_port: Option<u16>,
    /// Wait this long for the approval, or for another's sign-in, such as 2m; else ten minutes, or while the code is good
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    pub(crate) timeout: Option<Duration>,
    /// The address and the code go to standard output, too, where the AWS CLI prints them.
    #[arg(skip)]
    pub(crate) prints_address: bool,
}

/// The flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FlowChoice {
    /// Authorization code with PKCE: a browser on this machine
    Pkce,
    /// Device code: a browser anywhere
    Device,
}
