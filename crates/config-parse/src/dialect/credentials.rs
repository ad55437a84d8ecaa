//! The credentials file, whose headers are names of profiles.

use super::{Dialect, aws_cli, sdk};

impl Dialect {
    /// The profile that a section of a credentials file is.
    pub(crate) fn credentials_name(self, header: &str) -> Option<&str> {
        match self {
            Self::AwsCli => (header != aws_cli::DEFAULTS).then_some(header),
            Self::Sdk => sdk::credentials_name(header),
        }
    }
}
