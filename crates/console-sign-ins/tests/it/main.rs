//! The tests of `daypass-console-sign-ins`, as one program.

#[cfg(test)]
mod states;
#[cfg(test)]
mod support;
