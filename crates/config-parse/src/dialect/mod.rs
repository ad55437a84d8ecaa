//! The two dialects, by whose rules a file is read.

pub(crate) mod aws_cli;
mod credentials;
pub(crate) mod python;
pub(crate) mod sdk;

/// The rules by which a file is read: those of the AWS CLI or those of the SDKs.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "a caller who handles both wants to hear of a third")]
pub enum Dialect {
    /// The rules of the AWS CLI v2 and boto3: Python's `RawConfigParser` and botocore's rules for headers. Indented
    /// keys, `:` and quoted names are valid; comments after values are not.
    AwsCli,
    /// The grammar of the SDKs for Rust, Java and Kotlin, which the other SDKs approximate: comments after values are
    /// valid, and names must be plain.
    Sdk,
}

impl Dialect {
    pub(crate) const BOTH: [Self; 2] = [Self::AwsCli, Self::Sdk];
}
