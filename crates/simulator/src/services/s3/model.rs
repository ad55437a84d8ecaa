//! Buckets and their keys, which never change.

/// A bucket of one account.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) keys: Vec<String>,
}
