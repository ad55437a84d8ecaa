//! What populate would change: a function of the listing, the config file and the options.

use super::{
    glob,
    listing::Entry,
    names::{Claim, distinct},
    template::{Subject, Template},
};
use daypass_config_parse::{Batch, Config, Profile, SectionName};
use daypass_sso_types::{Region, RoleName, StartUrl};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The key that marks a profile as ours; its value is the session. No tool reads it, and no sso-session has it,
/// which matters to botocore: it compares every key that a profile and its session share.
pub(crate) const MARKER: &str = "daypass_session";

/// Keys that say how a profile gets credentials. Those of a profile of ours are ours.
const SOURCES: [&str; 6] =
    ["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name", "credential_process"];

/// What is wanted.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The session's name.
    pub(crate) session: String,
    /// A profile for each of these; without any, profiles without a region.
    pub(crate) regions: Vec<String>,
    /// How profiles are called.
    pub(crate) template: Template,
    /// Globs; without any, everything.
    pub(crate) include: Vec<String>,
    /// Globs that take out again.
    pub(crate) exclude: Vec<String>,
    /// Keys for every profile.
    pub(crate) set: Vec<(String, String)>,
    /// How profiles find their session.
    pub(crate) form: Form,
    /// Whether each profile gets a twin for tools that read `credential_process` only.
    pub(crate) twins: bool,
}

/// How a profile finds its session.
#[derive(Debug, Clone)]
pub(crate) enum Form {
    /// `sso_session`.
    Native,
    /// The keys of old tools instead, never beside.
    Legacy(StartUrl, Region),
}

/// What has to change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Accounts of the listing.
    pub(crate) accounts: usize,
    /// Roles of the listing.
    pub(crate) roles: usize,
    /// Profiles of ours when all is done.
    pub(crate) profiles: usize,
    /// Profiles of ours that are as they should be.
    pub(crate) unchanged: usize,
    /// Roles that have a profile of that name already, made by hand.
    pub(crate) by_hand: usize,
    /// The changes, by kind, then in the listing's order.
    pub(crate) changes: Vec<Change>,
}

/// One profile's change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Which way.
    pub(crate) kind: Kind,
    /// The profile.
    pub(crate) name: String,
    /// What a person wants to know of it: the account, or why it goes.
    pub(crate) note: String,
    /// The keys that change, with what they were and what they become.
    pub(crate) keys: Vec<Key>,
}

/// Which way a profile changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    New,
    Changed,
    Gone,
}

/// A key's change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) was: Option<String>,
    pub(crate) is: Option<String>,
}

/// A profile that there should be.
struct Goal {
    name: String,
    note: String,
    identity: Identity,
    /// Its place in the listing.
    place: usize,
    keys: Vec<(String, String)>,
}

/// Account, role and region, and whether it is a twin.
type Identity = (String, String, Option<String>, bool);

/// Computes it.
pub(crate) fn plan(listing: &[Entry], config: &Config<'_>, options: &Options) -> Plan {
    let is_ours = |profile: &Profile<'_>| profile.get(MARKER) == Some(options.session.as_str());
    let ours: HashMap<&str, Profile<'_>> =
        config.profiles().filter(is_ours).map(|profile| (profile.name(), profile)).collect();
    let taken = config.profiles().filter(|profile| !is_ours(profile));
    let taken: HashSet<String> = taken.map(|profile| profile.name().to_ascii_lowercase()).collect();

    let mut plan = Plan {
        accounts: listing.len(),
        roles: listing.iter().map(|entry| entry.roles.len()).sum(),
        ..Plan::default()
    };
    let goals = goals(listing, config, options, &ours, &taken, &mut plan.by_hand);
    plan.profiles = goals.len();
    let names: HashSet<&str> = goals.iter().map(|goal| goal.name.as_str()).collect();
    let gone = config.profiles().filter(|profile| is_ours(profile) && !names.contains(profile.name()));
    let gone = removals(gone.collect(), &goals, listing);
    for goal in goals {
        match ours.get(goal.name.as_str()) {
            None => plan.changes.push(goal.create()),
            Some(profile) => match goal.mend(profile) {
                Some(change) => plan.changes.push(change),
                None => plan.unchanged += 1,
            },
        }
    }
    plan.changes.extend(gone);
    plan.changes.sort_by_key(|change| change.kind);
    plan
}

impl Plan {
    /// How many changes of a kind.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }

    /// The changes that are made: removals only where they are wanted.
    pub(crate) fn applied(self, prune: bool) -> Vec<Change> {
        self.changes.into_iter().filter(|change| prune || change.kind != Kind::Gone).collect()
    }
}

/// These changes as one edit.
pub(crate) fn edits(changes: &[Change]) -> Batch {
    changes.iter().fold(Batch::new(), |edits, change| {
        let section = SectionName::profile(change.name.as_str());
        if change.kind == Kind::Gone {
            return edits.remove_section(&section);
        }
        change.keys.iter().fold(edits, |edits, key| match &key.is {
            Some(value) => edits.set(&section, &key.name, value),
            None => edits.unset(&section, &key.name),
        })
    })
}

/// The way back.
pub(crate) fn inverse(changes: &[Change]) -> Vec<Change> {
    let back = |change: &Change| Change {
        kind: match change.kind {
            Kind::New => Kind::Gone,
            Kind::Changed => Kind::Changed,
            Kind::Gone => Kind::New,
        },
        keys: change
            .keys
            .iter()
            .map(|key| Key { name: key.name.clone(), was: key.is.clone(), is: key.was.clone() })
            .collect(),
        ..change.clone()
    };
    changes.iter().map(back).collect()
}

impl Goal {
    fn create(self) -> Change {
        let key = |(name, value)| Key { name, was: None, is: Some(value) };
        let keys = self.keys.into_iter().map(key).collect();
        Change { kind: Kind::New, name: self.name, note: self.note, keys }
    }

    /// Sets what should be there and takes other ways to credentials away. Other lines are not ours.
    fn mend(&self, profile: &Profile<'_>) -> Option<Change> {
        let mut keys: Vec<_> = self
            .keys
            .iter()
            .filter(|(key, value)| profile.get(key) != Some(value))
            .map(|(key, value)| Key {
                name: key.clone(),
                was: profile.get(key).map(str::to_owned),
                is: Some(value.clone()),
            })
            .collect();
        let foreign = |key: &&&str| !self.keys.iter().any(|(own, _)| own == **key);
        keys.extend(SOURCES.iter().filter(foreign).filter_map(|key| {
            Some(Key { name: (*key).to_owned(), was: Some(profile.get(key)?.to_owned()), is: None })
        }));
        let change = Change { kind: Kind::Changed, name: self.name.clone(), note: self.note.clone(), keys };
        (!change.keys.is_empty()).then_some(change)
    }
}

fn goals(
    listing: &[Entry],
    config: &Config<'_>,
    options: &Options,
    ours: &HashMap<&str, Profile<'_>>,
    taken: &HashSet<String>,
    by_hand: &mut usize,
) -> Vec<Goal> {
    let regions: Vec<Option<&str>> = match options.regions.as_slice() {
        [] => vec![None],
        many => many.iter().map(|region| Some(region.as_str())).collect(),
    };
    let mut rows = Vec::new();
    for (entry, role) in
        listing.iter().flat_map(|entry| entry.roles.iter().map(move |role| (entry, role.as_str())))
    {
        if !is_included(options, entry, role) {
            continue;
        }
        for region in &regions {
            let account = &entry.account;
            let name = options.template.name(&Subject {
                account: account.name.as_deref(),
                id: account.id.as_str(),
                email: account.email.as_deref(),
                role,
                region: *region,
                session: &options.session,
            });
            let hand_made = !ours.contains_key(name.as_str())
                && config
                    .profile(&name)
                    .is_some_and(|profile| leads_to(&profile, options, account.id.as_str(), role, *region));
            if hand_made {
                *by_hand += 1;
            } else {
                rows.push((name, account, role, *region, rows.len()));
            }
        }
    }
    // The order of names must not hang on the names of accounts, which change.
    rows.sort_by(|one, other| (&one.1.id, one.2, one.3).cmp(&(&other.1.id, other.2, other.3)));
    let claims: Vec<_> = rows
        .iter()
        .map(|(name, account, _, region, _)| Claim {
            name: name.clone(),
            id: account.id.to_string(),
            region: region.map(str::to_owned),
        })
        .collect();
    let mut goals = Vec::new();
    for (name, (_, account, role, region, place)) in distinct(&claims, taken).into_iter().zip(rows) {
        let note = account.id.to_string();
        let identity = (account.id.to_string(), role.to_owned(), region.map(str::to_owned), false);
        let keys = options.keys(&options.source(account.id.as_str(), role), region);
        goals.push(Goal { name, note, identity, place, keys });
    }
    if options.twins {
        let twins: Vec<_> = twins(&goals, options, taken);
        goals.extend(twins);
    }
    goals.sort_by_key(|goal| (goal.place, goal.identity.3));
    goals
}

/// A profile beside each, for tools that know `credential_process` but no sessions.
fn twins(goals: &[Goal], options: &Options, taken: &HashSet<String>) -> Vec<Goal> {
    let mut taken = taken.clone();
    taken.extend(goals.iter().map(|goal| goal.name.to_ascii_lowercase()));
    let claim = |goal: &Goal| Claim {
        name: format!("{}.process", goal.name),
        id: goal.identity.0.clone(),
        region: goal.identity.2.clone(),
    };
    let names = distinct(&goals.iter().map(claim).collect::<Vec<_>>(), &taken);
    let twin = |(name, goal): (String, &Goal)| {
        let (id, role, region, _) = goal.identity.clone();
        let source = [("credential_process", format!("daypass credential-process --profile {}", goal.name))];
        let keys = options.keys(&source, region.as_deref());
        Goal { name, note: goal.note.clone(), identity: (id, role, region, true), place: goal.place, keys }
    };
    names.into_iter().zip(goals).map(twin).collect()
}

impl Options {
    /// How a profile gets at the role.
    fn source(&self, id: &str, role: &str) -> Vec<(&'static str, String)> {
        let role = [("sso_account_id", id.to_owned()), ("sso_role_name", role.to_owned())];
        let session = match &self.form {
            Form::Native => vec![("sso_session", self.session.clone())],
            Form::Legacy(url, region) => {
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

/// A glob is held against the account's name, id and e-mail address, the role, and `ACCOUNT/ROLE`.
fn is_included(options: &Options, entry: &Entry, role: &str) -> bool {
    let account = &entry.account;
    let id = account.id.as_str();
    let fits = |pattern: &String| {
        let named = account.name.iter().chain(&account.email).map(String::as_str).chain([id]);
        named.clone().chain([role]).any(|text| glob::matches(pattern, text))
            || named.clone().any(|text| glob::matches(pattern, &format!("{text}/{role}")))
    };
    (options.include.is_empty() || options.include.iter().any(fits)) && !options.exclude.iter().any(fits)
}

/// Whether a profile made by hand already leads to the role, in the region.
fn leads_to(profile: &Profile<'_>, options: &Options, id: &str, role: &str, region: Option<&str>) -> bool {
    profile.get("sso_session") == Some(options.session.as_str())
        && profile.get("sso_account_id") == Some(id)
        && profile.get("sso_role_name") == Some(role)
        && (region.is_none() || profile.get("region") == region)
}

fn assigned(listing: &[Entry]) -> BTreeMap<&str, HashSet<&str>> {
    listing
        .iter()
        .map(|entry| (entry.account.id.as_str(), entry.roles.iter().map(RoleName::as_str).collect()))
        .collect()
}

/// Why each of these goes.
fn removals(gone: Vec<Profile<'_>>, goals: &[Goal], listing: &[Entry]) -> Vec<Change> {
    if gone.is_empty() {
        return Vec::new();
    }
    let wanted: HashMap<&Identity, &str> =
        goals.iter().map(|goal| (&goal.identity, goal.name.as_str())).collect();
    let assigned = assigned(listing);
    gone.into_iter().map(|profile| removal(&profile, &wanted, &assigned)).collect()
}

fn removal(
    profile: &Profile<'_>,
    wanted: &HashMap<&Identity, &str>,
    assigned: &BTreeMap<&str, HashSet<&str>>,
) -> Change {
    let text = |key: &str| profile.get(key).unwrap_or_default().to_owned();
    let (id, role) = (text("sso_account_id"), text("sso_role_name"));
    let region = profile.get("region").map(str::to_owned);
    let twin = profile.get("credential_process").is_some();
    let is_assigned = twin || assigned.get(id.as_str()).is_some_and(|roles| roles.contains(role.as_str()));
    let place = |region| wanted.get(&(id.clone(), role.clone(), region, twin));
    let note = match [region, None].into_iter().find_map(place) {
        Some(name) => format!("now called {name}"),
        None if is_assigned => "no longer wanted".to_owned(),
        None => "no longer assigned".to_owned(),
    };
    let key = |key: &&str| Key { name: (*key).to_owned(), was: Some(text(key)), is: None };
    let keys = profile.keys().iter().map(key).collect();
    Change { kind: Kind::Gone, name: profile.name().to_owned(), note, keys }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::template::DEFAULT;
    use daypass_config_parse::{Dialect, Document};
    use daypass_portal_client::Account;
    use daypass_sso_types::AccountId;

    const FILE: &str = "\
[profile Dev.Admin]
sso_session = corp
sso_account_id = 000000000001
sso_role_name = Admin
daypass_session = corp
cli_pager = less

[profile Old.Admin]
sso_session = corp
sso_account_id = 000000000009
sso_role_name = Admin
daypass_session = corp

[profile Dev.Hand]
sso_session = corp
sso_account_id = 000000000001
sso_role_name = Hand

[profile dev.taken]
region = eu-west-1

[profile Dev.Other]
daypass_session = partner
";

    fn listing(accounts: &[(&str, &str, &[&str])]) -> Vec<Entry> {
        let entry = |(id, name, roles): &(&str, &str, &[&str])| Entry {
            account: Account {
                id: AccountId::new(*id).expect("an id"),
                name: Some((*name).to_owned()),
                email: Some(format!("{name}@example.com")),
            },
            roles: roles.iter().map(|role| RoleName::new(*role).expect("a role")).collect(),
        };
        accounts.iter().map(entry).collect()
    }

    fn options() -> Options {
        Options {
            session: "corp".to_owned(),
            regions: Vec::new(),
            template: Template::parse(DEFAULT).expect("a template"),
            include: Vec::new(),
            exclude: Vec::new(),
            set: Vec::new(),
            form: Form::Native,
            twins: false,
        }
    }

    /// The plan in short: a mark, the name, the note of what goes, and the keys that change.
    fn short(plan: &Plan) -> Vec<String> {
        let line = |change: &Change| {
            let keys: Vec<_> = change
                .keys
                .iter()
                .map(|key| format!("{}={}", key.name, key.is.as_deref().unwrap_or_default()))
                .collect();
            match change.kind {
                Kind::New => format!("+ {}: {}", change.name, keys.join(" ")),
                Kind::Changed => format!("~ {}: {}", change.name, keys.join(" ")),
                Kind::Gone => format!("- {}: {}", change.name, change.note),
            }
        };
        plan.changes.iter().map(line).collect()
    }

    fn check(file: &str, listing: &[Entry], options: &Options, expected: &[&str]) -> Plan {
        let mut document = Document::parse(file.as_bytes().to_vec());
        let planned = plan(listing, &Config::new(&document, None, Dialect::AwsCli), options);
        assert_eq!(short(&planned), expected);
        // Made, it has nothing left to do, and the way back leads back.
        let all = planned.clone().applied(true);
        let changed = document.apply(&edits(&all)).expect("changes that can be made");
        assert_eq!(changed, !all.is_empty());
        let again = plan(listing, &Config::new(&document, None, Dialect::AwsCli), options);
        assert_eq!(short(&again), [""; 0]);
        document.apply(&edits(&inverse(&all))).expect("changes that can be taken back");
        let back = plan(listing, &Config::new(&document, None, Dialect::AwsCli), options);
        assert_eq!(back.changes.len(), planned.changes.len());
        planned
    }

    #[test]
    fn only_what_is_ours_changes() {
        let listing = listing(&[("000000000001", "Dev", &["Admin", "Hand", "Other", "Taken"])]);
        let plan = check(
            FILE,
            &listing,
            &options(),
            &[
                "+ Dev.Other-000000000001: sso_session=corp sso_account_id=000000000001 sso_role_name=Other daypass_session=corp",
                "+ Dev.Taken-000000000001: sso_session=corp sso_account_id=000000000001 sso_role_name=Taken daypass_session=corp",
                "- Old.Admin: no longer assigned",
            ],
        );
        assert_eq!((plan.unchanged, plan.by_hand, plan.profiles), (1, 1, 3));
    }

    #[test]
    fn regions_keys_forms_and_filters() {
        let listing =
            listing(&[("000000000001", "Dev", &["Admin"]), ("000000000009", "Prod", &["Admin", "Audit"])]);
        let mut wanted = options();
        wanted.set = vec![("cli_pager".to_owned(), "cat".to_owned())];
        wanted.exclude = vec!["prod/*".to_owned()];
        check(FILE, &listing, &wanted, &["~ Dev.Admin: cli_pager=cat", "- Old.Admin: no longer wanted"]);

        let mut wanted = options();
        wanted.include = vec!["Dev".to_owned(), "000000000009/Adm?n".to_owned()];
        wanted.template = Template::parse("{account}.{role}.{region|short}").expect("a template");
        wanted.regions = vec!["eu-west-1".to_owned()];
        check(
            FILE,
            &listing,
            &wanted,
            &[
                "+ Dev.Admin.euw1: sso_session=corp sso_account_id=000000000001 sso_role_name=Admin region=eu-west-1 daypass_session=corp",
                "+ Prod.Admin.euw1: sso_session=corp sso_account_id=000000000009 sso_role_name=Admin region=eu-west-1 daypass_session=corp",
                "- Dev.Admin: no longer wanted",
                "- Old.Admin: no longer wanted",
            ],
        );

        let mut wanted = options();
        wanted.exclude = vec!["Audit".to_owned()];
        check(
            FILE,
            &listing,
            &wanted,
            &[
                "+ Prod.Admin: sso_session=corp sso_account_id=000000000009 sso_role_name=Admin daypass_session=corp",
                "- Old.Admin: now called Prod.Admin",
            ],
        );

        let mut wanted = options();
        wanted.include = vec!["Dev".to_owned()];
        let url = StartUrl::new("https://d-1.awsapps.com/start").expect("a URL");
        wanted.form = Form::Legacy(url, Region::new("eu-west-1").expect("a region"));
        check(
            FILE,
            &listing,
            &wanted,
            &[
                "~ Dev.Admin: sso_start_url=https://d-1.awsapps.com/start sso_region=eu-west-1 sso_session=",
                "- Old.Admin: no longer wanted",
            ],
        );

        let mut wanted = options();
        wanted.include = vec!["Dev".to_owned()];
        wanted.twins = true;
        check(
            FILE,
            &listing,
            &wanted,
            &[
                "+ Dev.Admin.process: credential_process=daypass credential-process --profile Dev.Admin daypass_session=corp",
                "- Old.Admin: no longer wanted",
            ],
        );
    }

    #[test]
    fn names_that_meet() {
        let listing = listing(&[
            ("000000000001", "Acme Prod", &["Admin"]),
            ("000000000002", "acme prod", &["Admin"]),
            ("000000000003", "Acme Prod", &["Admin"]),
            ("000000000004", "\u{1F680}", &["Admin"]),
        ]);
        let plan = check(
            "",
            &listing,
            &options(),
            &[
                "+ Acme-Prod.Admin-000000000001: sso_session=corp sso_account_id=000000000001 sso_role_name=Admin daypass_session=corp",
                "+ acme-prod.Admin-000000000002: sso_session=corp sso_account_id=000000000002 sso_role_name=Admin daypass_session=corp",
                "+ Acme-Prod.Admin-000000000003: sso_session=corp sso_account_id=000000000003 sso_role_name=Admin daypass_session=corp",
                "+ 000000000004.Admin: sso_session=corp sso_account_id=000000000004 sso_role_name=Admin daypass_session=corp",
            ],
        );
        assert_eq!(plan.count(Kind::New), 4);
    }
}
