//! How far one profile leads to another, and that none leads to itself.

use crate::{Error, Fault};

/// How many profiles of a chain are followed. AWS and the AWS CLI have no limit; a hundred roles take a hundred calls.
pub(super) const MAX_HOPS: usize = 100;

/// Adds a profile to the chain.
pub(super) fn step(name: &str, hops: &mut Vec<String>) -> Result<(), Error> {
    hops.push(name.to_owned());
    match hops.first() {
        Some(first) if hops.len() > MAX_HOPS => Err(too_long(first)),
        _ => Ok(()),
    }
}

/// The error for a chain that is not followed to its end.
pub(super) fn too_long(first: &str) -> Error {
    Error::configuration(format!(
        "profile {first} leads through more than {MAX_HOPS} profiles, which is as far as daypass follows"
    ))
    .with_fault(Fault::TooLong(first.to_owned()))
}

/// The error for a chain that comes back to this profile.
pub(super) fn circle(hops: &[String], next: &str) -> Error {
    Error::configuration(format!("source_profile goes in a circle: {} → {next}", hops.join(" → ")))
        .with_fault(Fault::Circle(next.to_owned()))
}
