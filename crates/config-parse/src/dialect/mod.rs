//! The two ways of reading a file.

pub(crate) mod aws_cli;
mod credentials;
pub(crate) mod python;
pub(crate) mod sdk;

/// Whose rules to read by.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "a caller who handles both wants to hear of a third")]
pub enum Dialect {
    /// What the AWS CLI v2 and boto3 read: Python's `RawConfigParser` and botocore's rules on top. Indented
    /// keys, `:` and quoted names are understood; comments after values are not.
    AwsCli,
    /// The grammar that the Rust, Java and Kotlin SDKs share and the others approximate: comments after
    /// values, and nothing but plain names.
    Sdk,
}

impl Dialect {
    pub(crate) const BOTH: [Self; 2] = [Self::AwsCli, Self::Sdk];
}
