//! What the crate promises, over arbitrary strings and on a real terminal.

#[cfg(test)]
mod clean_output;
#[cfg(all(test, unix))]
mod on_a_terminal;
