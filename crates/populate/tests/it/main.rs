//! Tests of refused keys, checked values, and plans as text.

#[cfg(test)]
mod messages;
#[cfg(test)]
mod undo;
