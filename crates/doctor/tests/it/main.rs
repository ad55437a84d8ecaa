//! Tests of findings in memory and of fixes on disk.

#[cfg(test)]
mod docs;
#[cfg(test)]
mod findings;
#[cfg(test)]
mod fixes;
#[cfg(test)]
mod network;
#[cfg(test)]
mod planted;
#[cfg(test)]
mod reports;
#[cfg(all(test, unix))]
mod safe_fixes;
#[cfg(all(test, unix))]
mod trials;
