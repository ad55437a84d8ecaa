//! Answers from a home folder on disk.

#[cfg(test)]
mod answers;
