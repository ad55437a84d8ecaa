//! What a sign-out found and did, for people and for programs.

use daypass_credentials::{SignInFile, SignedOut, Unrevoked};
use daypass_login_session::StoredSession;
use daypass_terminal::{Terminal, clean};
use daypass_token_cache::time;
use serde_json::{Value, json};
use std::path::Path;

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
    /// Adds the files of sign-ins that were found; `pretty` prints paths.
    pub fn found(
        &mut self,
        files: &[SignInFile],
        consoles: &[StoredSession],
        pretty: impl Fn(&Path) -> String,
    ) {
        let labels = consoles.iter().map(|console| match &console.identity {
            Some(identity) => clean(identity.as_str()),
            None => "a console sign-in".to_owned(),
        });
        self.signed_out.extend(signed_in_to(files).into_iter().chain(labels));
        let of_sessions = files.iter().map(|one| (one.file.content.describe(), &one.file.path));
        let of_consoles = consoles.iter().map(|one| ("console sign-in", &one.path));
        self.files.extend(of_sessions.chain(of_consoles).map(|(kind, path)| (kind.to_owned(), pretty(path))));
    }

    /// Adds what was done with them.
    pub fn done(&mut self, done: &SignedOut) {
        self.revoked += done.revoked;
        self.not_revoked.extend(done.unrevoked.iter().map(unrevoked_reason));
        self.not_removed.extend(done.kept.iter().map(ToString::to_string));
    }

    /// Tells a person: what would be removed, who is signed out, and what was not done.
    pub fn say(&self, terminal: &Terminal) {
        for (kind, path) in self.files.iter().filter(|_| self.dry_run) {
            terminal.say(format!("would remove  {kind:<17}  {path}"));
        }
        terminal.say(self.sentence(None));
        self.not_revoked.iter().chain(&self.not_removed).for_each(|text| terminal.warn(text));
    }

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

/// The labels of the sessions with a token among these files.
pub fn signed_in_to(files: &[SignInFile]) -> Vec<String> {
    files.iter().filter(|one| one.file.token().is_some()).map(|one| clean(&one.label)).collect()
}

/// Why a token is not revoked at AWS.
fn unrevoked_reason(token: &Unrevoked) -> String {
    let why = match &token.reason {
        None => "its region is not known".to_owned(),
        Some(error) => format!("{error}; the token ends by itself at {}", time::format(token.expires_at)),
    };
    format!("{}: {why}", clean(&token.label))
}
