//! The crate against the files of the AWS CLI, the SDKs and their own observed behaviour.

#[cfg(test)]
mod client_endpoints;
#[cfg(test)]
mod defects;
#[cfg(test)]
mod entries;
#[cfg(test)]
mod files;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod fresh;
#[cfg(test)]
mod help;
#[cfg(test)]
mod keys;
mod login;
mod login_files;
#[cfg(test)]
mod odd;
#[cfg(test)]
mod props;
#[cfg(test)]
mod race;
#[cfg(test)]
mod shape;
#[cfg(test)]
mod slots;
#[cfg(test)]
mod times;
#[cfg(test)]
mod vectors;
