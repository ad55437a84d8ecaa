//! A whole organisation: listed at the speed the service allows, kept, named, planned, applied, taken back.

pub(crate) mod glob;
mod journal;
mod latin;
mod listing;
mod names;
mod pace;
pub(crate) mod plan;
mod portal;
pub(crate) mod template;
pub(crate) mod undo;

pub(crate) use listing::Entry;
pub(crate) use portal::Organisation;
