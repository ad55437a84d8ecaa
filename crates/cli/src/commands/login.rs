//! `daypass login`: signs in to a session, unless its sign-in is valid.

mod console;
mod run;

pub(crate) use console::console_again;
pub(crate) use run::run;

use crate::args::FlowFlags;
use clap::Args;
use daypass_terminal::time::parse_span;
use std::time::Duration;

/// Flags of `login`.
#[derive(Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Login {
    /// Session or profile to sign in to, or the start URL of a portal that is not configured
    #[arg(value_name = "NAME|START_URL", conflicts_with_all = ["sso_session", "all"])]
    pub(crate) start_url: Option<String>,
    /// Session to sign in to, instead of the profile's session
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    pub(crate) sso_session: Option<String>,
    /// Region of IAM Identity Center, with START_URL
    #[arg(long, value_name = "REGION", requires = "start_url")]
    sso_region: Option<String>,
    /// Sign in with your console credentials, as `aws login` does, and store that in the profile
    #[arg(long, conflicts_with_all = ["sso_session", "sso_region", "all"])]
    console: bool,
    /// Sign in with your console credentials in a browser on another device, whose code you paste here
    #[arg(long, conflicts_with_all = ["sso_session", "sso_region", "all"])]
    remote: bool,
    /// Sign in to all configured sessions, one after another
    #[arg(long)]
    pub(crate) all: bool,
    /// Sign in even if the sign-in is valid
    #[arg(long)]
    force: bool,
    /// Sign out of the portal first: a new sign-in lasts its full time, instead of to the end of the last one
    #[arg(long, conflicts_with_all = ["force", "min_ttl"])]
    fresh: bool,
    /// Wait for a sign-in already in progress instead of starting one; exits 3 if there is none
    #[arg(long, conflicts_with_all = ["force", "fresh"])]
    wait: bool,
    /// Sign in unless the token is valid for at least this long, such as 30m
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    min_ttl: Option<Duration>,
    /// Print events on standard output, one JSON object per line: https://github.com/daypass/daypass/blob/main/docs/events.md
    #[arg(long, value_name = "FORMAT", value_parser = ["ndjson"])]
    events: Option<String>,
    /// How the sign-in is done.
    #[command(flatten)]
    pub(crate) flow: FlowFlags,
    /// Whether success is said on standard output, too, as the AWS CLI says it.
    #[arg(skip)]
    pub(crate) prints_success: bool,
}
