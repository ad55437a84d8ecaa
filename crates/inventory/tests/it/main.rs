//! Listings against the simulator, in a time that is moved by hand.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod cache;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod pace;
#[cfg(test)]
mod support;
