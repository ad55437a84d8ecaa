//! The guard as a caller sees it: which rules match, what they ask together, what is logged.

#[cfg(test)]
mod guard;
#[cfg(test)]
mod log;
