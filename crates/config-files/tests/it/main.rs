//! Files of a home, read and edited.

#[cfg(test)]
mod home;
#[cfg(test)]
mod planned;
