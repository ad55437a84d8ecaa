//! Tests of the holders of keys.

#[cfg(test)]
mod files;
#[cfg(test)]
mod helpers;
#[cfg(test)]
mod serving;
#[cfg(test)]
mod support;
