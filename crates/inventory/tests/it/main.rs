//! Listings against the simulator, in a time that is moved by hand.

#[cfg(test)]
mod cache;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod pace;
#[cfg(test)]
mod support;
