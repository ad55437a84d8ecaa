//! The provider against scripted replies, with a hand-moved clock and caches in a temporary folder.

mod bench;
#[cfg(test)]
mod bound;
#[cfg(test)]
mod chain;
#[cfg(test)]
mod chain_lengths;
#[cfg(test)]
mod console;
#[cfg(test)]
mod dropped;
#[cfg(test)]
mod external;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod login;
#[cfg(test)]
mod refresh;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod remedies;
#[cfg(test)]
mod resolving;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod sign_in_files;
#[cfg(test)]
mod state;
