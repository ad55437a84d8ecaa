//! Tests of templates, keys for new profiles, checked values, and plans as text.

#[cfg(test)]
mod keys;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod undo;
