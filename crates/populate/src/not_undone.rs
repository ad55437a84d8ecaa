//! What an undoing leaves as it is, and why.

/// A change that is not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotUndone {
    /// The profile's name.
    pub profile: String,
    /// Why the change is not undone.
    pub reason: NotUndoneReason,
}

impl NotUndone {
    /// Returns the warning for a person: the profile, and why it stays.
    pub fn warning(&self) -> String {
        format!("not undone: {self}")
    }
}

/// Why a change is not undone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotUndoneReason {
    /// The profile was removed, or its [`MARKER`](crate::MARKER) was.
    NoLongerOurs,
    /// The run removed the profile, and a profile of that name exists again.
    ExistsAgain,
    /// These keys no longer have the values that the run set.
    Edited(Vec<String>),
}
