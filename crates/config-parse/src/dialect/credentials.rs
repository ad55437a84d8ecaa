//! Reads the headers of a credentials file, which are names of profiles.

use super::{Dialect, aws_cli, sdk};

impl Dialect {
    /// Returns the name of the profile for a header of a credentials file; `None` if the header is not one.
    pub(crate) fn credentials_name(self, header: &str) -> Option<&str> {
        match self {
            Self::AwsCli => (header != aws_cli::DEFAULTS).then_some(header),
            Self::Sdk => sdk::credentials_name(header),
        }
    }
}
