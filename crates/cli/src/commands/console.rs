//! `daypass console`: opens the AWS web console, signed in as the role of the profile.

mod run;

pub(crate) use run::run;

use crate::args::{AssumedRoleFlags, GuardFlags, RoleFlags};
use clap::Args;
use daypass_terminal::time::parse_span;
use std::time::Duration;

/// Flags of `console`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Console {
    /// Service whose page to open, such as s3 or ec2
    #[arg(long, value_name = "SERVICE", conflicts_with = "destination")]
    service: Option<String>,
    /// Page to open: a console URL, or a path such as /s3/buckets
    #[arg(long, value_name = "URL")]
    destination: Option<String>,
    /// Length of the console session, 15m to 12h
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    duration: Option<Duration>,
    /// Print the sign-in URL instead of opening it; it works for anyone who has it
    #[arg(long)]
    print: bool,
    /// Copy the sign-in URL instead of opening it; it works for anyone who has it
    #[arg(long, conflicts_with = "print")]
    copy: bool,
    /// Use the shortcut link of the access portal, without a secret; the browser has to be signed in to the portal
    #[arg(long, conflicts_with = "duration")]
    shortcut: bool,
    /// Sign the browser out of the console instead, for consoles that say "sign out first"; its sign-in at the portal stays
    #[arg(long, conflicts_with_all = ["shortcut", "duration"])]
    sign_out: bool,
    /// What is meant where nobody can be asked.
    #[command(flatten)]
    guard: GuardFlags,
    /// A role in place of a profile.
    #[command(flatten)]
    pub(crate) role: RoleFlags,
    /// A role that is assumed.
    #[command(flatten)]
    assumed: AssumedRoleFlags,
}
