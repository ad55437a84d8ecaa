//! What a sign-in is for, and how many sign-ins there were.

use daypass_terminal::few;

/// Says which profiles use a session; `None` if none does.
///
/// ```
/// use daypass_at_terminal::profiles_text;
///
/// assert_eq!(profiles_text(&["dev"]).as_deref(), Some("Profile dev uses this session."));
/// assert_eq!(profiles_text(&["a", "b"]).as_deref(), Some("2 profiles use this session: a, b"));
/// assert_eq!(profiles_text(&[]), None);
/// ```
pub fn profiles_text(profiles: &[&str]) -> Option<String> {
    match profiles {
        [] => None,
        [only] => Some(format!("Profile {only} uses this session.")),
        many => Some(format!("{} profiles use this session: {}", many.len(), few(many.iter().copied(), 5))),
    }
}

/// Says how several sign-ins ended.
///
/// ```
/// use daypass_at_terminal::sign_ins_text;
///
/// assert_eq!(sign_ins_text(3, 1, 0), "3 sessions: 1 signed in, 2 failed.");
/// ```
pub fn sign_ins_text(all: usize, signed_in: usize, before: usize) -> String {
    let failed = all.saturating_sub(signed_in + before);
    let parts = [(signed_in, "signed in"), (before, "signed in before"), (failed, "failed")];
    let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    format!("{all} sessions: {}.", parts.collect::<Vec<_>>().join(", "))
}
