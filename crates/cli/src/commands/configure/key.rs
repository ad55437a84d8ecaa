//! `daypass configure get` and `daypass configure set`: one key of a config file, under the names that the AWS CLI gives keys.

mod run;

pub(crate) use run::{get, set};

use clap::Args;

/// The section of a key, where its name says none.
#[derive(Debug, Args)]
pub(crate) struct SectionFlags {
    /// Key of this sso-session, instead of a profile
    #[arg(long, value_name = "NAME", conflicts_with = "services")]
    sso_session: Option<String>,
    /// Key of this services section, instead of a profile
    #[arg(long, value_name = "NAME")]
    services: Option<String>,
}

/// Flags of `configure get`.
#[derive(Debug, Args)]
pub(crate) struct Get {
    /// Key, such as region, s3.max_queue_size, default.region or profile.NAME.region
    #[arg(value_name = "KEY")]
    key: String,
    /// The section.
    #[command(flatten)]
    section: SectionFlags,
}

/// Flags of `configure set`.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// Key, such as region, s3.max_queue_size, default.region or profile.NAME.region
    #[arg(value_name = "KEY")]
    key: String,
    /// Value to write
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    value: String,
    /// The section.
    #[command(flatten)]
    section: SectionFlags,
}
