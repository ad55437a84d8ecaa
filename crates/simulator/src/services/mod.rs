//! The services, one folder each, with their state (`model`) and their replies (`reply`).

pub(crate) mod console;
pub(crate) mod home;
pub(crate) mod machine;
pub(crate) mod oidc;
pub(crate) mod portal;
mod redirect;
pub(crate) mod refusal;
pub(crate) mod registry;
pub(crate) mod s3;
pub(crate) mod signin;
pub(crate) mod sts;
