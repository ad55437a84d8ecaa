//! `daypass console`: the AWS web console in the browser, signed in as the profile's role.

mod run;

pub(crate) use run::run;

use crate::args::RoleFlags;
use clap::Args;
use daypass_terminal::time::parse_span;
use std::time::Duration;

/// Flags of `console`.
#[derive(Debug, Args)]
pub(crate) struct Console {
    /// The page of a service, such as s3 or ec2
    #[arg(long, value_name = "SERVICE", conflicts_with = "destination")]
    service: Option<String>,
    /// The address in the console to go to
    #[arg(long, value_name = "URL")]
    destination: Option<String>,
    /// How long the console session lasts, 15m to 12h
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    duration: Option<Duration>,
    /// Print the address (it signs in whoever opens it) instead of opening it
    #[arg(long)]
    print: bool,
    /// Copy the address (it signs in whoever opens it) instead of opening it
    #[arg(long, conflicts_with = "print")]
    copy: bool,
    /// The portal's own link, without a secret; needs a browser that is signed in to the portal
    #[arg(long, conflicts_with = "duration")]
    shortcut: bool,
    /// Which role, without a profile.
    #[command(flatten)]
    role: RoleFlags,
}
