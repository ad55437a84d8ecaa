//! What a sign-out found and did, for people and for programs.

use serde_json::{Value, json};

/// What a sign-out found and did, or what it would do.
///
/// ```
/// use daypass_at_terminal::SignOutReport;
///
/// let mut report = SignOutReport::default();
/// report.dry_run = true;
/// assert_eq!(report.sentence(None), "Nobody is signed in; nothing was changed.");
/// report.signed_out.push("corp".to_owned());
/// assert_eq!(report.sentence(None), "Would sign out of corp; nothing was changed.");
/// report.dry_run = false;
/// assert_eq!(report.sentence(None), "Signed out of corp.");
/// report.signed_out.clear();
/// assert_eq!(report.sentence(Some("ada")), "Nobody was signed in as ada.");
/// assert_eq!(report.to_json()["revoked"], 0);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SignOutReport {
    /// Whether nothing was done.
    pub dry_run: bool,
    /// The labels of the sessions and identities with a sign-in.
    pub signed_out: Vec<String>,
    /// The files of the sign-ins: the kind of each, and its path for display.
    pub files: Vec<(String, String)>,
    /// How many tokens were revoked at AWS.
    pub revoked: usize,
    /// The tokens that were not revoked, and why.
    pub not_revoked: Vec<String>,
    /// The files that could not be removed, and why.
    pub not_removed: Vec<String>,
}

impl SignOutReport {
    /// Says who is signed out; `whom` is the one identity that was meant.
    pub fn sentence(&self, whom: Option<&str>) -> String {
        let whom = whom.map_or(String::new(), |whom| format!(" as {whom}"));
        match (self.signed_out.join(", "), self.dry_run) {
            (names, false) if names.is_empty() => format!("Nobody was signed in{whom}."),
            (names, true) if names.is_empty() => format!("Nobody is signed in{whom}; nothing was changed."),
            (names, false) => format!("Signed out of {names}."),
            (names, true) => format!("Would sign out of {names}; nothing was changed."),
        }
    }

    /// Writes the report for programs.
    pub fn to_json(&self) -> Value {
        let file = |(kind, path): &(String, String)| json!({ "kind": kind, "file": path });
        json!({
            "dry_run": self.dry_run,
            "signed_out": self.signed_out,
            "files": self.files.iter().map(file).collect::<Vec<_>>(),
            "revoked": self.revoked,
            "not_revoked": self.not_revoked,
            "not_removed": self.not_removed,
        })
    }
}
