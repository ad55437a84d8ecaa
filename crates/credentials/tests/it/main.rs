//! The provider against scripted replies, with a hand-moved clock and caches in a temporary folder.

mod bench;
mod chain;
mod refresh;
mod resolving;
mod roles;
