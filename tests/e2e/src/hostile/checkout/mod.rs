//! The checkout: config files, environment and files of a folder that somebody happens to stand in, and arguments that
//! came from there.

mod addresses;
mod bound;
mod endpoint_rows;
mod endpoints;
mod escapes;
mod files;
#[cfg(unix)]
mod shells;
mod surroundings;

use super::attack::Kind;

pub(super) fn kinds() -> Vec<Kind> {
    let mut kinds =
        vec![endpoints::kind(), bound::kind(), addresses::kind(), addresses::pages(), files::kind()];
    kinds.push(surroundings::kind());
    #[cfg(unix)]
    kinds.push(shells::kind());
    kinds.extend(escapes::kinds());
    kinds
}
