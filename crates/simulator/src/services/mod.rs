//! The services, a folder each: what they do, what they keep (`model`), what they send (`reply`).

pub(crate) mod console;
pub(crate) mod home;
pub(crate) mod oidc;
pub(crate) mod portal;
pub(crate) mod refusal;
pub(crate) mod s3;
pub(crate) mod sts;
