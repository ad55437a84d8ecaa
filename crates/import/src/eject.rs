//! The way back: a config file in which nothing is daypass's, and every profile is one of the AWS CLI.

use crate::draft::Left;
use daypass_config_parse::{Config, Dialect, Document, EditError, Section, SectionName};
use daypass_other_tools::daypass_profile;
use daypass_populate::{Backup, Change, ChangeKind, KeyChange, MARKER, NotUndone, edits};

/// Keys by which a profile gets its credentials, which the twin of a profile takes over from it.
const CREDENTIAL_KEYS: [&str; 11] = [
    "sso_session",
    "sso_start_url",
    "sso_region",
    "sso_account_id",
    "sso_role_name",
    "role_arn",
    "source_profile",
    "external_id",
    "duration_seconds",
    "role_session_name",
    "mfa_serial",
];

/// What leaving daypass does to the config file.
///
/// ```
/// use daypass_config_parse::Document;
/// use daypass_import::EjectPlan;
///
/// let config = Document::parse(
///     "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
///      daypass_session = corp\n[profile dev.process]\ncredential_process = daypass credential-process --profile dev\n",
/// );
/// let plan = EjectPlan::new(&config, &[])?;
/// let after = plan.after.expect("a file").into_bytes();
/// assert_eq!(
///     String::from_utf8_lossy(&after),
///     "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
///      [profile dev.process]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n"
/// );
/// # Ok::<(), daypass_config_parse::EditError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EjectPlan {
    /// The changes of sections.
    pub changes: Vec<Change>,
    /// The imports that are undone.
    pub imports: usize,
    /// Changes of imports that are not undone, since the profile was edited after the import.
    pub kept: Vec<NotUndone>,
    /// Profiles that stay daypass's, and why.
    pub left: Vec<Left>,
    /// The config file after; `None` if there was none before the first import, and nothing else stands in it.
    pub after: Option<Document>,
}

impl EjectPlan {
    /// Plans the way back. `imports` are the backups of imports into this file, the latest first: each is undone as far as
    /// its profiles are as it left them.
    ///
    /// # Errors
    /// Fails if the file cannot be edited.
    pub fn new(document: &Document, imports: &[Backup]) -> Result<Self, EditError> {
        let mut plan = Self {
            changes: Vec::new(),
            imports: 0,
            kept: Vec::new(),
            left: Vec::new(),
            after: Some(document.clone()),
        };
        for backup in imports {
            let now = plan.after.clone().unwrap_or_default();
            if now.as_bytes() == backup.before.as_deref().unwrap_or_default() {
                continue;
            }
            let undo = backup.undo(&now)?;
            plan.imports += 1;
            plan.changes.extend(undo.changes);
            plan.kept.extend(undo.kept);
            plan.after = undo.after;
        }
        if let Some(after) = &mut plan.after {
            let (changes, left) = plain_profiles(after);
            let is_plain = |change: &&Change| SectionName::profile(change.name.as_str()).is_plain();
            let (readable, odd): (Vec<_>, Vec<_>) = changes.iter().partition(is_plain);
            after.apply(&edits(&readable.into_iter().cloned().collect::<Vec<_>>()))?;
            after.apply_to_existing(&edits(&odd.into_iter().cloned().collect::<Vec<_>>()))?;
            plan.changes.extend(changes);
            plan.left = left;
        }
        Ok(plan)
    }

    /// Whether the file would change.
    pub fn is_change(&self, before: &Document) -> bool {
        self.after.as_ref().is_none_or(|after| after.as_bytes() != before.as_bytes())
    }
}

/// The changes that make every profile one of the AWS CLI.
fn plain_profiles(document: &Document) -> (Vec<Change>, Vec<Left>) {
    let config = Config::new(document, None, Dialect::AwsCli);
    let (mut changes, mut left) = (Vec::new(), Vec::new());
    for profile in config.profiles() {
        let mut keys = Vec::new();
        if let Some(session) = profile.get(MARKER) {
            keys.push(KeyChange::new(MARKER, Some(session.to_owned()), None));
        }
        if let Some(named) = profile.get("credential_process").and_then(daypass_profile) {
            match own_credentials(&config, &profile, &named) {
                Ok(mut own) => keys.append(&mut own),
                Err(why) => left.push(Left { what: profile.name().to_owned(), why }),
            }
        }
        if !keys.is_empty() {
            let name = SectionName::profile(profile.name());
            changes.push(Change::new(ChangeKind::Changed, &name, "", keys));
        }
    }
    (changes, left)
}

/// The keys that a profile gets in place of a credential process of daypass: its own are enough, else those of the profile
/// that the process names.
fn own_credentials(
    config: &Config<'_>,
    profile: &Section<'_>,
    named: &str,
) -> Result<Vec<KeyChange>, String> {
    let process = profile.get("credential_process").map(str::to_owned);
    let mut keys = vec![KeyChange::new("credential_process", process, None)];
    let has_role =
        |section: &Section<'_>| section.get("sso_role_name").is_some() || section.get("role_arn").is_some();
    if has_role(profile) {
        return Ok(keys);
    }
    if named == profile.name() {
        return Err("its process names the profile itself, which has no role".to_owned());
    }
    let other =
        config.profile(named).ok_or_else(|| format!("its process names {named}, which does not exist"))?;
    if !has_role(&other) {
        return Err(format!("its process names {named}, which has no role"));
    }
    for key in CREDENTIAL_KEYS.into_iter().chain(["region"]) {
        if let Some(value) = other.get(key).filter(|_| profile.get(key).is_none()) {
            keys.push(KeyChange::new(key, None, Some(value.to_owned())));
        }
    }
    Ok(keys)
}
