//! Which profile each role gets: the one that stands in the file for it keeps its name, a newcomer gets a new one.

use crate::{
    glob,
    names::{NameRequest, distinct},
    options::{AccountRoles, MARKER, Options},
    template::{Field, ProfileFields},
};
use daypass_config_parse::{Config, Profile};
use daypass_sso_types::RoleName;
use std::collections::{HashMap, HashSet};

/// A role in a region that is to have a profile.
pub(super) struct Row<'a> {
    pub(super) id: &'a str,
    pub(super) role: &'a str,
    pub(super) region: Option<&'a str>,
    /// Its place in the listing.
    pub(super) place: usize,
    /// What the template calls it.
    base: String,
    /// What its profile is called.
    pub(super) name: String,
}

/// The profiles that stand in the file.
pub(super) struct Existing<'c> {
    /// Ours, by name.
    pub(super) ours: HashMap<&'c str, Profile<'c>>,
    /// Names of ours, in file order, by account and role.
    by_role: HashMap<(&'c str, &'c str), Vec<&'c str>>,
    /// Names of ours by the profile that their `credential_process` names.
    by_process: HashMap<String, &'c str>,
    /// All names, in lower case.
    taken: HashSet<String>,
}

/// The command that hands out a profile's credentials.
pub(super) fn process(profile: &str) -> String {
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
            // A session may have been renamed: then its profiles name the new one, and their marks the old.
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

    /// The profile of ours that hands out this one's credentials by a process.
    pub(super) fn process_of(&self, profile: &str) -> Option<&'c str> {
        self.by_process.get(&process(profile)).copied()
    }

    /// A name is nobody's that stands in the file: what it stands for must not change unasked.
    pub(super) fn taken(&self) -> &HashSet<String> {
        &self.taken
    }

    fn region(&self, name: &str) -> Option<&str> {
        self.ours.get(name).and_then(|profile| profile.get("region"))
    }
}

/// Every role that is wanted, in every region that is wanted, with the name of its profile. Roles for which somebody
/// made a profile of the template's name by hand are counted and left out.
pub(super) fn rows<'a>(
    listing: &[AccountRoles<'a>],
    config: &Config<'_>,
    options: &'a Options,
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
    // The order of names must not hang on the names of accounts, which change.
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

fn wanted<'a>(listing: &[AccountRoles<'a>], options: &'a Options) -> Vec<Row<'a>> {
    let regions: Vec<Option<&str>> = match options.regions.as_slice() {
        [] => vec![None],
        many => many.iter().map(|region| Some(region.as_str())).collect(),
    };
    let mut rows = Vec::new();
    for entry in listing {
        let roles = entry.roles.into_iter().flatten().map(RoleName::as_str);
        for role in roles.filter(|role| is_included(options, entry, role)) {
            for region in &regions {
                let base = options.template.name(&ProfileFields {
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

/// A profile of ours that stands for a row's account and role keeps its name: first where the region is the row's, too,
/// then where only the region differs and the name does not say which.
fn keep_names(rows: &mut [Row<'_>], options: &Options, existing: &Existing<'_>) {
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

/// Whether the template would give this name today: its own, or with what tells it apart from others.
fn is_derived(name: &str, base: &str) -> bool {
    name.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

impl Row<'_> {
    /// Whether its profile has a name that the template would not give.
    pub(super) fn is_called_otherwise(&self) -> bool {
        !is_derived(&self.name, &self.base)
    }
}

/// The field that the template lacks, so that names of several roles or accounts come out alike.
pub(super) fn missing_field(rows: &[Row<'_>], options: &Options) -> Option<&'static str> {
    let has = |field| options.template.has(field);
    let (no_role, no_account) =
        (!has(Field::Role), ![Field::Account, Field::Id, Field::Email].into_iter().any(has));
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

/// Whether a profile made by hand already leads to the role, in the region.
fn leads_to(profile: &Profile<'_>, options: &Options, row: &Row<'_>) -> bool {
    profile.get("sso_session") == Some(options.session.as_str())
        && profile.get("sso_account_id") == Some(row.id)
        && profile.get("sso_role_name") == Some(row.role)
        && (row.region.is_none() || profile.get("region") == row.region)
}

/// A glob is held against the account's name, id and e-mail address, the role, and `ACCOUNT/ROLE`.
fn is_included(options: &Options, entry: &AccountRoles<'_>, role: &str) -> bool {
    let id = entry.id.as_str();
    let fits = |pattern: &String| {
        let named = entry.name.into_iter().chain(entry.email).chain([id]);
        named.clone().chain([role]).any(|text| glob::matches(pattern, text))
            || named.clone().any(|text| glob::matches(pattern, &format!("{text}/{role}")))
    };
    (options.include.is_empty() || options.include.iter().any(fits)) && !options.exclude.iter().any(fits)
}
