//! The options that every command has.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Options that every command has.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Profile to use; else AWS_PROFILE, else `default`
    #[arg(long, short, global = true, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// AWS region of requests; for `configure sso`, the region to write into the profile
    #[arg(long, global = true, value_name = "REGION")]
    pub(crate) region: Option<String>,
    /// Output format: text, json, table or csv, as far as the command has it; for `configure sso`, the format to write into
    /// the profile
    #[arg(long, short, global = true, value_name = "FORMAT")]
    pub(crate) output: Option<String>,
    /// Print what this JMESPath expression finds in the JSON of the command; with `--output text`, as plain text
    #[arg(long, global = true, value_name = "EXPRESSION")]
    pub(crate) query: Option<String>,
    /// Print more on standard error: decisions; with -vv, each request
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Print data, warnings and errors only
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub(crate) color: ColorChoice,
    /// Never ask; fail, and name the flag that answers the question
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// Trust the certificate authorities in this PEM file instead of those of the system
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    pub(crate) ca_bundle: Option<PathBuf>,
    /// Do not verify TLS certificates (dangerous: any server that answers gets the tokens)
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) no_verify_ssl: bool,
    /// Seconds to wait for a connection [default: 10; 0: no limit]
    #[arg(long, global = true, value_name = "SECONDS", hide_short_help = true)]
    pub(crate) cli_connect_timeout: Option<u64>,
    /// Seconds to wait for an answer [default: 30; 0: no limit]
    #[arg(long, global = true, value_name = "SECONDS", hide_short_help = true)]
    pub(crate) cli_read_timeout: Option<u64>,
}

/// When output has colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    #[value(alias = "on")]
    Always,
    /// Never
    #[value(alias = "off")]
    Never,
}

impl ColorChoice {
    /// The choice that does not depend on the streams; `None` for `auto`. The AWS CLI calls the values `on` and `off`.
    pub(crate) fn forced(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::Always => Some(true),
            Self::Never => Some(false),
        }
    }
}
