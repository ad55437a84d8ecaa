//! Tests of findings in memory and of fixes on disk.

#[cfg(test)]
mod docs;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod fixes;
#[cfg(test)]
mod network;
