//! Tests of the seal.

#[cfg(test)]
mod altered;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod sealed;
#[cfg(test)]
mod support;
