//! What counts where several files speak, and what is said of one that cannot be used, as a caller sees it.

mod agents;
mod company;
#[cfg(test)]
mod policy;
mod stacks;
mod unusable;
