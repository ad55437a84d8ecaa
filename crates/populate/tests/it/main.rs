//! What populate refuses, counts and tells.

#[cfg(test)]
mod messages;
