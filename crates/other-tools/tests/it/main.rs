//! Tests of the readers: marks, settings of each tool, and how a tool reads a profile.

#[cfg(test)]
mod home;
#[cfg(test)]
mod leapp;
#[cfg(test)]
mod marks;
#[cfg(test)]
mod profiles;
#[cfg(test)]
mod settings;
