//! The crate from outside: homes made up in memory and on disk.

#[cfg(test)]
mod docs;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod fixes;
