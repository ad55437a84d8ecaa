//! One binary for all tests of the crate.

// `cfg(test)` says to clippy that helper functions in these files are test code, too.
#[cfg(test)]
mod names;
#[cfg(test)]
mod partition;
#[cfg(test)]
mod secret;
#[cfg(test)]
mod source;
#[cfg(test)]
mod start_url;
#[cfg(test)]
mod web_address;
