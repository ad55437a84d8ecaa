//! The desired profiles: one per included account, role and region, each with a unique name.

use super::rows::{Existing, Row, process_command};
use crate::{
    change::{Change, ChangeKind, KeyChange},
    names::{NameRequest, distinct},
    options::{MARKER, PopulateOptions, ProfileForm},
};
use daypass_config_parse::{Profile, SectionName};

/// Keys that say how a profile gets credentials; populate owns them in marked profiles.
const SOURCES: [&str; 6] =
    ["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name", "credential_process"];

/// A profile that the config file should have.
pub(super) struct DesiredProfile {
    pub(super) name: String,
    note: String,
    pub(super) identity: Identity,
    /// The index of its row in the listing.
    place: usize,
    keys: Vec<(String, String)>,
}

/// Account, role, region, and whether the profile is the one with `credential_process`.
pub(super) type Identity = (String, String, Option<String>, bool);

impl DesiredProfile {
    pub(super) fn create(self) -> Change {
        let key = |(name, value)| KeyChange { name, was: None, is: Some(value) };
        let keys = self.keys.into_iter().map(key).collect();
        Change::new(ChangeKind::New, &SectionName::profile(self.name), self.note, keys)
    }

    /// Sets the desired keys and removes other sources of credentials; other keys belong to the person.
    pub(super) fn update(&self, profile: &Profile<'_>) -> Option<Change> {
        let mut keys: Vec<_> = self
            .keys
            .iter()
            .filter(|(key, value)| profile.get(key) != Some(value))
            .map(|(key, value)| KeyChange {
                name: key.clone(),
                was: profile.get(key).map(str::to_owned),
                is: Some(value.clone()),
            })
            .collect();
        let foreign = |key: &&&str| !self.keys.iter().any(|(own, _)| own == **key);
        keys.extend(SOURCES.iter().filter(foreign).filter_map(|key| {
            Some(KeyChange { name: (*key).to_owned(), was: Some(profile.get(key)?.to_owned()), is: None })
        }));
        let change = Change::new(
            ChangeKind::Changed,
            &SectionName::profile(self.name.as_str()),
            self.note.as_str(),
            keys,
        );
        (!change.keys.is_empty()).then_some(change)
    }
}

/// Builds the profiles of these rows, and their `credential_process` profiles, in the listing's order.
pub(super) fn desired_profiles(
    rows: Vec<Row<'_>>,
    options: &PopulateOptions,
    existing: &Existing<'_>,
) -> Vec<DesiredProfile> {
    let mut desired = Vec::new();
    for Row { id, role, region, place, name, .. } in rows {
        let identity = (id.to_owned(), role.to_owned(), region.map(str::to_owned), false);
        let keys = options.keys(&options.source(id, role), region);
        desired.push(DesiredProfile { name, note: id.to_owned(), identity, place, keys });
    }
    if options.process_profiles {
        let beside = process_profiles(&desired, options, existing);
        desired.extend(beside);
    }
    desired.sort_by_key(|profile| (profile.place, profile.identity.3));
    desired
}

/// Builds a profile with `credential_process` for each profile, for tools that know no sso-session.
fn process_profiles(
    desired: &[DesiredProfile],
    options: &PopulateOptions,
    existing: &Existing<'_>,
) -> Vec<DesiredProfile> {
    let mut taken = existing.taken().clone();
    taken.extend(desired.iter().map(|profile| profile.name.to_ascii_lowercase()));
    let (known, new): (Vec<_>, Vec<_>) = desired
        .iter()
        .map(|profile| (existing.process_of(&profile.name).map(str::to_owned), profile))
        .partition(|(known, _)| known.is_some());
    let request = |(_, profile): &(Option<String>, &DesiredProfile)| NameRequest {
        name: format!("{}.process", profile.name),
        id: profile.identity.0.clone(),
        region: profile.identity.2.clone(),
    };
    let names = distinct(&new.iter().map(request).collect::<Vec<_>>(), &taken);
    let new = names.into_iter().zip(new.into_iter().map(|(_, profile)| profile));
    let known = known.into_iter().filter_map(|(name, profile)| Some((name?, profile)));
    let beside = |(name, profile): (String, &DesiredProfile)| {
        let (id, role, region, _) = profile.identity.clone();
        let keys = options.keys(&[("credential_process", process_command(&profile.name))], region.as_deref());
        let identity = (id, role, region, true);
        DesiredProfile { name, note: profile.note.clone(), identity, place: profile.place, keys }
    };
    known.chain(new).map(beside).collect()
}

impl PopulateOptions {
    /// Returns the keys by which a profile gets the credentials of the role.
    fn source(&self, id: &str, role: &str) -> Vec<(&'static str, String)> {
        let role = [("sso_account_id", id.to_owned()), ("sso_role_name", role.to_owned())];
        let session = match &self.form {
            ProfileForm::Native => vec![("sso_session", self.session.clone())],
            ProfileForm::Legacy(url, region) => {
                vec![("sso_start_url", url.as_str().to_owned()), ("sso_region", region.as_str().to_owned())]
            }
        };
        session.into_iter().chain(role).collect()
    }

    fn keys(&self, source: &[(&'static str, String)], region: Option<&str>) -> Vec<(String, String)> {
        let region = region.map(|region| ("region", region.to_owned()));
        let own = source.iter().cloned().chain(region).map(|(key, value)| (key.to_owned(), value));
        let marker = (MARKER.to_owned(), self.session.clone());
        own.chain(self.set.iter().cloned()).chain([marker]).collect()
    }
}
