//! Assigns a profile name to each role: an existing marked profile keeps its name, a new profile gets a new one.

use crate::{
    glob,
    names::{NameRequest, distinct},
    options::{AccountRoles, MARKER, PopulateOptions},
    template::{Field, ProfileFields},
};
use daypass_config_parse::{Config, Profile};
use daypass_sso_types::RoleName;
use std::collections::{HashMap, HashSet};

/// A role in a region that gets a profile.
pub(super) struct Row<'a> {
    pub(super) id: &'a str,
    pub(super) role: &'a str,
    pub(super) region: Option<&'a str>,
    /// The index of the row in the listing.
    pub(super) place: usize,
    /// The name that the template gives.
    base: String,
    /// The name of the profile; empty until it is assigned.
    pub(super) name: String,
}

/// The profiles in the config file.
pub(super) struct Existing<'c> {
    /// Marked profiles of the session, by name.
    pub(super) ours: HashMap<&'c str, Profile<'c>>,
    /// Names of marked profiles, in file order, by account and role.
    by_role: HashMap<(&'c str, &'c str), Vec<&'c str>>,
    /// Names of marked profiles by their `credential_process` command.
    by_process: HashMap<String, &'c str>,
    /// The names of all profiles, in lower case.
    taken: HashSet<String>,
}

/// Returns the `credential_process` command for a profile's credentials.
pub(super) fn process_command(profile: &str) -> String {
    format!("daypass credential-process --profile {profile}")
}

impl<'c> Existing<'c> {
    pub(super) fn of(config: &'c Config<'c>, session: &str) -> Self {
        let mut existing = Self {
            ours: HashMap::new(),
            by_role: HashMap::new(),
            by_process: HashMap::new(),
            taken: HashSet::new(),
        };
        for profile in config.profiles() {
            existing.taken.insert(profile.name().to_ascii_lowercase());
            // After a person renames a session, its profiles name the new session and their marks the old one.
            let is_ours = profile
                .get(MARKER)
                .is_some_and(|mark| mark == session || profile.get("sso_session") == Some(session));
            if !is_ours {
                continue;
            }
            if let Some(command) = profile.get("credential_process") {
                existing.by_process.entry(command.to_owned()).or_insert(profile.name());
            } else if let (Some(id), Some(role)) =
                (profile.get("sso_account_id"), profile.get("sso_role_name"))
            {
                existing.by_role.entry((id, role)).or_default().push(profile.name());
            }
            existing.ours.insert(profile.name(), profile);
        }
        existing
    }

    /// Returns the marked profile whose `credential_process` gives this profile's credentials.
    pub(super) fn process_of(&self, profile: &str) -> Option<&'c str> {
        self.by_process.get(&process_command(profile)).copied()
    }

    /// Returns the names that no new profile may take: a name in the file must not change its meaning.
    pub(super) fn taken(&self) -> &HashSet<String> {
        &self.taken
    }

    fn region(&self, name: &str) -> Option<&str> {
        self.ours.get(name).and_then(|profile| profile.get("region"))
    }
}

/// Lists every included role in every region, with the name of its profile.
///
/// Roles that already have an unmarked profile of the template's name are counted in `by_hand` and left out.
pub(super) fn rows<'a>(
    listing: &[AccountRoles<'a>],
    config: &Config<'_>,
    options: &'a PopulateOptions,
    existing: &Existing<'_>,
    by_hand: &mut usize,
) -> Vec<Row<'a>> {
    let mut rows = wanted(listing, options);
    keep_names(&mut rows, options, existing);
    rows.retain(|row| {
        let hand_made = row.name.is_empty()
            && !existing.ours.contains_key(row.base.as_str())
            && config.profile(&row.base).is_some_and(|profile| leads_to(&profile, options, row));
        *by_hand += usize::from(hand_made);
        !hand_made
    });
    // Numbers that tell names apart must not depend on account names, which change; so sort by id.
    let mut new: Vec<_> = rows.iter_mut().filter(|row| row.name.is_empty()).collect();
    new.sort_by(|one, other| (one.id, one.role, one.region).cmp(&(other.id, other.role, other.region)));
    let request = |row: &&mut Row<'_>| NameRequest {
        name: row.base.clone(),
        id: row.id.to_owned(),
        region: row.region.map(str::to_owned),
    };
    let names = distinct(&new.iter().map(request).collect::<Vec<_>>(), &existing.taken);
    for (row, name) in new.into_iter().zip(names) {
        row.name = name;
    }
    rows
}

fn wanted<'a>(listing: &[AccountRoles<'a>], options: &'a PopulateOptions) -> Vec<Row<'a>> {
    let regions: Vec<Option<&str>> = match options.regions.as_slice() {
        [] => vec![None],
        many => many.iter().map(|region| Some(region.as_str())).collect(),
    };
    let mut rows = Vec::new();
    for entry in listing {
        let labels = options.labels.get(entry.id.as_str()).cloned().unwrap_or_default();
        let template = options.template.labelled(&labels);
        let roles = entry.roles.into_iter().flatten().map(RoleName::as_str);
        for role in roles.filter(|role| is_included(options, entry, role)) {
            for region in &regions {
                let base = template.name(&ProfileFields {
                    account: entry.name,
                    id: entry.id.as_str(),
                    email: entry.email,
                    role,
                    region: *region,
                    session: &options.session,
                });
                let (place, name) = (rows.len(), String::new());
                rows.push(Row { id: entry.id.as_str(), role, region: *region, place, base, name });
            }
        }
    }
    rows
}

/// Gives rows the names of existing marked profiles with their account and role.
///
/// The first pass matches profiles with the row's region, the second those whose region differs if the name does not
/// contain the region.
fn keep_names(rows: &mut [Row<'_>], options: &PopulateOptions, existing: &Existing<'_>) {
    let region_in_name = options.template.has(Field::Region);
    let mut used: HashSet<&str> = HashSet::new();
    for same_region in [true, false] {
        for row in rows.iter_mut().filter(|row| row.name.is_empty()) {
            let Some(names) = existing.by_role.get(&(row.id, row.role)) else { continue };
            let fits = |name: &&&str| {
                let region = existing.region(name);
                let region_fits = row.region.is_none() || region == row.region;
                !used.contains(**name)
                    && (!options.rename || is_derived(name, &row.base))
                    && if same_region { region_fits } else { region.is_none() || !region_in_name }
            };
            let fitting = || names.iter().filter(fits);
            let name = fitting().find(|name| **name == row.base).or_else(|| fitting().next()).copied();
            if let Some(name) = name {
                used.insert(name);
                row.name = name.to_owned();
            }
        }
    }
}

/// Says whether the template gives this name now: `base`, or `base` with a suffix that makes it unique.
fn is_derived(name: &str, base: &str) -> bool {
    name.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

impl Row<'_> {
    /// Says whether the profile has a name that the template would not give.
    pub(super) fn is_called_otherwise(&self) -> bool {
        !is_derived(&self.name, &self.base)
    }
}

/// Returns the field that the template lacks, if several roles or accounts get one name for that reason.
pub(super) fn missing_field(rows: &[Row<'_>], options: &PopulateOptions) -> Option<&'static str> {
    let has = |field| options.template.has(field);
    let (no_role, no_account) =
        (!has(Field::Role), ![Field::Account, Field::Alias, Field::Id, Field::Email].into_iter().any(has));
    if !no_role && !no_account {
        return None;
    }
    let mut first: HashMap<String, &Row<'_>> = HashMap::new();
    for row in rows {
        let Some(other) = first.get(&row.base.to_ascii_lowercase()) else {
            first.insert(row.base.to_ascii_lowercase(), row);
            continue;
        };
        if no_role && other.role != row.role {
            return Some("role");
        }
        if no_account && other.id != row.id {
            return Some("account");
        }
    }
    None
}

/// Says whether an unmarked profile already gives the role in the region.
fn leads_to(profile: &Profile<'_>, options: &PopulateOptions, row: &Row<'_>) -> bool {
    profile.get("sso_session") == Some(options.session.as_str())
        && profile.get("sso_account_id") == Some(row.id)
        && profile.get("sso_role_name") == Some(row.role)
        && (row.region.is_none() || profile.get("region") == row.region)
}

/// Says whether the globs include a role; a glob matches the account's name, id or e-mail, the role, or `ACCOUNT/ROLE`.
fn is_included(options: &PopulateOptions, entry: &AccountRoles<'_>, role: &str) -> bool {
    let id = entry.id.as_str();
    let fits = |pattern: &String| {
        let named = entry.name.into_iter().chain(entry.email).chain([id]);
        named.clone().chain([role]).any(|text| glob::matches(pattern, text))
            || named.clone().any(|text| glob::matches(pattern, &format!("{text}/{role}")))
    };
    (options.include.is_empty() || options.include.iter().any(fits)) && !options.exclude.iter().any(fits)
}
