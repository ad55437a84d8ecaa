//! The OIDC service: client registration, both sign-in flows, tokens.

mod authorize;
mod client;
mod device;
mod grant;
pub(crate) mod model;
mod person;
mod register;
pub(crate) mod reply;
pub(crate) mod signed_in;
mod start_url;
mod token;

pub(crate) use authorize::authorize;
pub(crate) use client::ACCOUNT_ACCESS;
pub(crate) use device::{device_page, start_device};
pub(crate) use model::Decision;
pub(crate) use person::{automatic, decision};
pub(crate) use register::register;
pub(crate) use reply::{Request as Asked, ask_decision};
pub(crate) use token::create_token;
