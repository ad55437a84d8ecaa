//! Tests of listings against the simulator, in virtual time.

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
