//! The tests of `daypass-console-sign-ins`, as one program.

#[cfg(test)]
mod states;
// The home of the tests of `console-sessions`: test support of its own crate may link neither.
#[cfg(test)]
#[path = "../../../console-sessions/tests/it/support.rs"]
mod support;
