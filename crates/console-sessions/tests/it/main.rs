//! The tests of `daypass-console-sessions`, as one program.

#[cfg(test)]
mod revoke;
#[cfg(test)]
mod support;
