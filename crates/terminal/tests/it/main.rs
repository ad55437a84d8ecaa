//! Tests with arbitrary strings, and on a pseudo-terminal.

#[cfg(test)]
mod clean_output;
#[cfg(all(test, unix))]
mod on_a_terminal;
#[cfg(all(test, unix))]
mod pasting;
#[cfg(all(test, unix))]
mod questions;
#[cfg(all(test, unix))]
mod screen;
#[cfg(all(test, unix))]
mod streams;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod words;
