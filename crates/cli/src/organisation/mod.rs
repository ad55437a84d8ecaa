//! A whole organisation: listed at the speed the service allows, kept, named, planned, applied, taken back.

mod journal;
mod listing;
mod pace;
mod portal;

pub(crate) use listing::Entry;
pub(crate) use portal::Organisation;
