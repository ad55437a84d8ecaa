//! The edit of the config file: keys, headers that no tool reads, and the marks of the other tool.

use crate::{
    draft::{Decision, Draft, DraftProfile, Source},
    planned::{Action, CredentialSource, PlannedProfile},
};
use daypass_config_parse::{Batch, Document, EditError, SectionName};
use daypass_other_tools::{
    lines::{self, LineChange, Marks},
    portal,
};
use daypass_populate::{Change, ChangeKind, KeyChange, setup::DEFAULT_SCOPES};

/// The outcome of the edit.
pub(super) struct Edited {
    pub(super) profiles: Vec<PlannedProfile>,
    pub(super) changes: Vec<Change>,
    pub(super) marks: Vec<String>,
    pub(super) after: Document,
}

/// A profile, and its change if there is one.
struct Row {
    profile: PlannedProfile,
    change: Option<Change>,
    session: Option<usize>,
}

/// Makes the edit; a profile that cannot be edited stays as it is, with the reason.
pub(super) fn edited(draft: &mut Draft<'_>, document: &Document, names: &[String]) -> Edited {
    let mut rows: Vec<_> = draft.profiles.iter().map(|profile| row(draft, profile, names)).collect();
    let mut sessions = new_sessions(draft, names);
    let mut attempt = apply(draft, document, &rows, &sessions);
    if attempt.is_err() {
        keep_refused(draft, document, &mut rows, &sessions);
        attempt = apply(draft, document, &rows, &sessions);
    }
    let after = attempt.unwrap_or_else(|error| {
        draft.warn(format!("nothing can be imported: {error}"));
        sessions.clear();
        for row in &mut rows {
            row.keep("the config file cannot be edited");
        }
        document.clone()
    });
    for row in rows.iter().filter(|row| row.change.is_some()) {
        if row.profile.header.is_some() {
            draft.warn(format!(
                "profile `{}` stands without quotes, so no tool finds it today; with them some do not: a name without \
                 spaces is better",
                row.profile.name
            ));
        }
    }
    let marks = removed_marks(draft, &rows).into_iter().flat_map(|marks| marks.shown.clone()).collect();
    let (profiles, changes): (Vec<_>, Vec<_>) = rows.into_iter().map(|row| (row.profile, row.change)).unzip();
    let changes =
        sessions.into_iter().map(|(_, change)| change).chain(changes.into_iter().flatten()).collect();
    Edited { profiles, changes, marks, after }
}

impl Row {
    fn keep(&mut self, why: &str) {
        self.change = None;
        self.session = None;
        self.profile.action = Action::Keep;
        self.profile.credentials = None;
        self.profile.header = None;
        self.profile.keys.clear();
        self.profile.reason = Some(why.to_owned());
    }
}

/// The changes that make the sessions that are new, with their portals.
fn new_sessions(draft: &Draft<'_>, names: &[String]) -> Vec<(usize, Change)> {
    let mut made: Vec<(usize, Change)> = Vec::new();
    for (at, (entry, name)) in draft.portals.iter().zip(names).enumerate() {
        if draft.config.sso_session(name).is_some() || made.iter().any(|(_, change)| change.name == *name) {
            continue;
        }
        let key = |name: &str, value: &str| KeyChange::new(name, None, Some(value.to_owned()));
        let keys = vec![
            key("sso_start_url", portal::without_tail(&entry.start_url)),
            key("sso_region", &entry.region),
            key("sso_registration_scopes", DEFAULT_SCOPES),
        ];
        made.push((at, Change::new(ChangeKind::New, &SectionName::sso_session(name), "", keys)));
    }
    made
}

/// What becomes of one profile.
fn row(draft: &Draft<'_>, profile: &DraftProfile, names: &[String]) -> Row {
    let planned = |action| PlannedProfile {
        name: profile.name.clone(),
        action,
        credentials: None,
        keys: Vec::new(),
        header: None,
        reason: None,
    };
    let (source, set, unset) = match &profile.decision {
        Decision::Keep(why) => {
            let planned = PlannedProfile { reason: Some(why.clone()), ..planned(Action::Keep) };
            return Row { profile: planned, change: None, session: None };
        }
        Decision::Become { source, set, unset } => (source, set, unset),
    };
    let (credentials, mut keys, session) = keys_of(draft, source, names);
    let own = keys.len();
    keys.extend(set.iter().cloned());
    let section = draft.config.profile(&profile.name);
    let value = |key: &str| section.as_ref().and_then(|section| section.get(key)).map(str::to_owned);
    let changes: Vec<_> = keys
        .iter()
        .map(|(key, is)| KeyChange::new(key, value(key), Some(is.clone())))
        .chain(
            unset
                .iter()
                .filter(|key| !keys.iter().any(|(set, _)| set == *key))
                .map(|key| KeyChange::new(key, value(key), None)),
        )
        .filter(|change| change.was != change.is)
        .collect();
    let header = draft.lines.headers.iter().find(|header| header.name == profile.name);
    let action = if section.is_some() { Action::Convert } else { Action::Add };
    let planned = PlannedProfile {
        credentials: Some(credentials),
        keys: keys.split_off(own.min(keys.len())),
        header: header.map(|header| header.quoted.text.clone()),
        ..planned(action)
    };
    if changes.is_empty() && header.is_none() {
        let reason = Some("already as the import would make it".to_owned());
        return Row {
            profile: PlannedProfile { action: Action::Keep, reason, ..planned },
            change: None,
            session: None,
        };
    }
    let kind = if section.is_some() { ChangeKind::Changed } else { ChangeKind::New };
    let note = match &planned.credentials {
        Some(CredentialSource::Role { account, role, .. }) => format!("{role} in {account}"),
        Some(CredentialSource::Chain { role_arn, source_profile, .. }) => {
            format!("{role_arn} on top of {source_profile}")
        }
        None => String::new(),
    };
    let change = Change::new(kind, &SectionName::profile(profile.name.as_str()), note, changes);
    Row { profile: planned, change: Some(change), session }
}

/// The keys by which a profile gets its credentials.
fn keys_of(
    draft: &Draft<'_>,
    source: &Source,
    names: &[String],
) -> (CredentialSource, Vec<(String, String)>, Option<usize>) {
    let key = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    match source {
        Source::Role { portal, account, role } => {
            let session = names.get(*portal).cloned().unwrap_or_default();
            let mut keys = vec![
                key("sso_session", &session),
                key("sso_account_id", account),
                key("sso_role_name", role),
            ];
            if draft.owned {
                keys.push(key(daypass_populate::MARKER, &session));
            }
            let (account, role) = (account.clone(), role.clone());
            (CredentialSource::Role { session, account, role }, keys, Some(*portal))
        }
        Source::Chain { role_arn, source, more } => {
            let mut keys = vec![key("role_arn", role_arn), key("source_profile", source)];
            keys.extend(more.iter().cloned());
            let source = CredentialSource::Chain {
                role_arn: role_arn.clone(),
                source_profile: source.clone(),
                more: more.clone(),
            };
            (source, keys, None)
        }
    }
}

/// The marks with at least one converted profile between them.
fn removed_marks<'d>(draft: &Draft<'d>, rows: &[Row]) -> Vec<&'d Marks> {
    let is_converted = |name: &str| rows.iter().any(|row| row.profile.name == name && row.change.is_some());
    let marks = draft.lines.marks.iter();
    marks.filter(|marks| draft.lines.profiles_in(&marks.inside).into_iter().any(is_converted)).collect()
}

/// Applies the changes to the document: lines first, then keys.
fn apply(
    draft: &Draft<'_>,
    document: &Document,
    rows: &[Row],
    sessions: &[(usize, Change)],
) -> Result<Document, EditError> {
    let headers = draft
        .lines
        .headers
        .iter()
        .filter(|header| rows.iter().any(|row| row.profile.name == header.name && row.change.is_some()));
    let mut changes: Vec<LineChange> = headers.map(|header| header.quoted.clone()).collect();
    for marks in removed_marks(draft, rows) {
        changes.extend(marks.lines.iter().cloned().map(LineChange::removal));
    }
    let mut after = lines::changed(document, &changes);
    let changes: Vec<_> = rows.iter().filter_map(|row| row.change.as_ref()).collect();
    let is_plain = |change: &&&Change| SectionName::profile(change.name.as_str()).is_plain();
    let batch = |changes: &mut dyn Iterator<Item = &Change>| {
        daypass_populate::edits(&changes.cloned().collect::<Vec<_>>())
    };
    let plain =
        batch(&mut sessions.iter().map(|(_, change)| change).chain(changes.iter().filter(is_plain).copied()));
    let odd: Batch = batch(&mut changes.iter().filter(|change| !is_plain(change)).copied());
    after.apply(&plain)?;
    after.apply_to_existing(&odd)?;
    Ok(after)
}

/// Finds the profiles whose edit is refused, one by one, and keeps them.
fn keep_refused(draft: &mut Draft<'_>, document: &Document, rows: &mut [Row], sessions: &[(usize, Change)]) {
    for at in 0..rows.len() {
        let Some(row) = rows.get(at).filter(|row| row.change.is_some()) else { continue };
        let alone = std::slice::from_ref(row);
        let Err(error) = apply(draft, document, alone, sessions) else { continue };
        let why = format!("it cannot be edited: {}", error.reason());
        draft.left(row.profile.name.clone(), why.clone());
        if let Some(row) = rows.get_mut(at) {
            row.keep(&why);
        }
    }
}
