//! Tests of the vault.

#[cfg(test)]
mod conversions;
#[cfg(test)]
mod home;
#[cfg(test)]
mod interrupted;
#[cfg(test)]
mod stored;
