//! `daypass login`: sign in, unless there is nothing to do.

mod run;

pub(crate) use run::run;

use crate::args::FlowFlags;
use clap::{Args, ValueEnum};
use daypass_terminal::time::parse_span;
use std::time::Duration;

/// Flags of `login`.
#[derive(Debug, Args)]
pub(crate) struct Login {
    /// A session, a profile, or a start URL to sign in to without any configuration
    #[arg(value_name = "NAME|START_URL", conflicts_with_all = ["sso_session", "all"])]
    pub(crate) start_url: Option<String>,
    /// The session, instead of the profile's
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    sso_session: Option<String>,
    /// The region of IAM Identity Center, with START_URL
    #[arg(long, value_name = "REGION", requires = "start_url")]
    sso_region: Option<String>,
    /// Sign in to every configured session, one after the other
    #[arg(long)]
    all: bool,
    /// Sign in even where the token is good
    #[arg(long)]
    force: bool,
    /// Join a sign-in that is under way, and start none: exit 3 where nobody signs in
    #[arg(long, conflicts_with = "force")]
    wait: bool,
    /// Sign in unless the token is good for this long, such as 30m
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    min_ttl: Option<Duration>,
    /// Tell a program what happens, on stdout: docs/events.md
    #[arg(long, value_enum, value_name = "FORM")]
    events: Option<EventForm>,
    /// How to sign in.
    #[command(flatten)]
    pub(crate) flow: FlowFlags,
}

/// How events are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EventForm {
    /// One JSON object a line
    Ndjson,
}
