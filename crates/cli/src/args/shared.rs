//! The flags of each command.

use crate::format::{credentials::Format, time::parse_span};
use clap::{Args as ClapArgs, ValueEnum};
use std::time::Duration;

/// How to sign in.
#[derive(Debug, Clone, Default, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Flow {
    /// Do not open a browser; print the address instead
    #[arg(long)]
    pub no_browser: bool,
    /// Sign in with a code that can be typed on any device (RFC 8628)
    #[arg(long)]
    pub use_device_code: bool,
    /// Which flow, instead of the one that fits the place
    #[arg(long, value_enum, value_name = "FLOW", conflicts_with = "use_device_code")]
    pub flow: Option<FlowChoice>,
    /// The port on this machine that the browser comes back to, for forwarded ports
    #[arg(long, value_name = "PORT")]
    pub callback_port: Option<u16>,
    /// Wait this long for the approval, or for another's sign-in, such as 2m; else ten minutes, or while the code is good
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    pub timeout: Option<Duration>,
    /// The address and the code go to standard output, too, where the AWS CLI prints them.
    #[arg(skip)]
    pub prints_address: bool,
}

/// The flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::exhaustive_enums, reason = "the values of a flag")]
pub enum FlowChoice {
    /// Authorization code with PKCE: a browser on this machine
    Pkce,
    /// Device code: a browser anywhere
    Device,
}

/// Flags of `login`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Login {
    /// A session, a profile, or a start URL to sign in to without any configuration
    #[arg(value_name = "NAME|START_URL", conflicts_with_all = ["sso_session", "all"])]
    pub start_url: Option<String>,
    /// The session, instead of the profile's
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    pub sso_session: Option<String>,
    /// The region of IAM Identity Center, with START_URL
    #[arg(long, value_name = "REGION", requires = "start_url")]
    pub sso_region: Option<String>,
    /// Sign in to every configured session, one after the other
    #[arg(long)]
    pub all: bool,
    /// Sign in even where the token is good
    #[arg(long)]
    pub force: bool,
    /// Join a sign-in that is under way, and start none: exit 3 where nobody signs in
    #[arg(long, conflicts_with = "force")]
    pub wait: bool,
    /// Sign in unless the token is good for this long, such as 30m
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    pub min_ttl: Option<Duration>,
    /// Tell a program what happens, on stdout: docs/events.md
    #[arg(long, value_enum, value_name = "FORM")]
    pub events: Option<EventForm>,
    /// How to sign in.
    #[command(flatten)]
    pub flow: Flow,
}

/// How events are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::exhaustive_enums, reason = "the values of a flag")]
pub enum EventForm {
    /// One JSON object a line
    Ndjson,
}

/// Flags of `logout`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Logout {
    /// A session, or a profile whose session is meant
    #[arg(value_name = "NAME", conflicts_with_all = ["sso_session", "all", "profile"])]
    pub name: Option<String>,
    /// This session alone
    #[arg(long, value_name = "NAME", conflicts_with = "all")]
    pub sso_session: Option<String>,
    /// Every session, which is the default where neither --sso-session nor --profile is given
    #[arg(long)]
    pub all: bool,
    /// Say what would go, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Flags of `credentials`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Credentials {
    /// The form
    #[arg(long, value_enum, default_value_t = Format::Process, value_name = "FORMAT")]
    pub format: Format,
    /// Write them into the AWS credentials file as this profile, for tools that read nothing else; logout removes it
    #[arg(long, value_name = "NAME", conflicts_with = "format")]
    pub write_credentials: Option<String>,
    /// Which role, without a profile.
    #[command(flatten)]
    pub role: super::Role,
}

/// Flags of `exec`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Exec {
    /// Lead the command to an endpoint that renews its credentials for as long as it runs, instead of giving it keys
    #[arg(long)]
    pub serve: bool,
    /// The command and its arguments, after `--` where it begins with a dash; without one, a shell on a terminal
    #[arg(trailing_var_arg = true, value_name = "COMMAND")]
    pub command: Vec<std::ffi::OsString>,
    /// Which role, without a profile.
    #[command(flatten)]
    pub role: super::Role,
}

/// Flags of `console`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Console {
    /// The page of a service, such as s3 or ec2
    #[arg(long, value_name = "SERVICE", conflicts_with = "destination")]
    pub service: Option<String>,
    /// The address in the console to go to
    #[arg(long, value_name = "URL")]
    pub destination: Option<String>,
    /// How long the console session lasts, 15m to 12h
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    pub duration: Option<Duration>,
    /// Print the address (it signs in whoever opens it) instead of opening it
    #[arg(long)]
    pub print: bool,
    /// Copy the address (it signs in whoever opens it) instead of opening it
    #[arg(long, conflicts_with = "print")]
    pub copy: bool,
    /// The portal's own link, without a secret; needs a browser that is signed in to the portal
    #[arg(long, conflicts_with = "duration")]
    pub shortcut: bool,
    /// Which role, without a profile.
    #[command(flatten)]
    pub role: super::Role,
}

/// Flags of `accounts` and `roles`.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct Portal {
    /// The session, instead of the profile's
    #[arg(long, value_name = "NAME")]
    pub sso_session: Option<String>,
    /// This account alone, by id or name; `*` stands for any text, `?` for any character
    #[arg(long, value_name = "ID")]
    pub account: Option<String>,
    /// The order
    #[arg(long, value_enum, default_value_t = super::Order::Name, value_name = "BY")]
    pub sort: super::Order,
    /// How to ask.
    #[command(flatten)]
    pub asking: super::Asking,
}

/// Flags of `configure sso`; `--region` and `--output` are the profile's own.
#[derive(Debug, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct ConfigureSso {
    /// The session's flags.
    #[command(flatten)]
    pub session: ConfigureSession,
    /// The account
    #[arg(long, value_name = "ID")]
    pub sso_account_id: Option<String>,
    /// The role
    #[arg(long, value_name = "NAME")]
    pub sso_role_name: Option<String>,
    /// How to sign in.
    #[command(flatten)]
    pub flow: Flow,
}

/// Flags of `configure sso-session`.
#[derive(Debug, Clone, ClapArgs)]
#[expect(clippy::exhaustive_structs, reason = "the flags of this program")]
pub struct ConfigureSession {
    /// The session's name; empty on `configure sso` for a legacy profile
    #[arg(long, value_name = "NAME")]
    pub sso_session: Option<String>,
    /// The access portal's address
    #[arg(long, value_name = "URL")]
    pub sso_start_url: Option<String>,
    /// The region of IAM Identity Center
    #[arg(long, value_name = "REGION")]
    pub sso_region: Option<String>,
    /// What the sign-in may do, separated by commas
    #[arg(long, value_name = "SCOPES")]
    pub sso_registration_scopes: Option<String>,
}
