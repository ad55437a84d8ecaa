//! The neighbour: another user of the same machine. The person and the neighbour are two user ids without an account,
//! which root becomes by `setpriv`; elsewhere it is skipped.

mod endpoint;
mod files;
mod listeners;
mod people;
mod planted;
mod planting;
mod processes;
mod relay;

use super::attack::Kind;

pub(super) fn kinds() -> Result<Vec<Kind>, String> {
    people::ready()?;
    Ok(vec![
        listeners::kind(),
        listeners::console(),
        processes::kind(),
        files::kind(),
        planted::kind(),
        endpoint::kind(),
        endpoint::memory(),
        endpoint::addresses(),
        relay::kind(),
    ])
}

/// Removes what all of them shared.
pub(super) fn end() {
    people::remove_program();
}
