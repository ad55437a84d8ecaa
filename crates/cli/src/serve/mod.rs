//! A container-credentials endpoint on this machine: what ECS gives its containers, for any program that reads
//! `AWS_CONTAINER_CREDENTIALS_FULL_URI`. Credentials renew by themselves; programs ask again before they end.

pub(crate) mod background;
mod judge;
mod keeper;
mod listener;
mod snippets;

pub(crate) use judge::{Door, Secrets};
pub(crate) use keeper::{Failure, Fetch, Keeper};
pub(crate) use listener::Listener;
pub(crate) use snippets::{Offer, as_json, render};
