//! Generates accounts; equal seeds give equal accounts.

use super::{
    ids,
    organisation::{Account, PermissionSet},
};
use serde::Deserialize;

/// How many accounts and roles to generate.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Generate {
    pub(crate) accounts: usize,
    #[serde(default = "default_roles")]
    roles: usize,
    /// Whether to use unusual names: accents, slashes, emoji, duplicates, names that differ only in case.
    #[serde(default)]
    odd_names: bool,
}

fn default_roles() -> usize {
    3
}

const TEAMS: [&str; 8] =
    ["payments", "search", "identity", "billing", "data", "mobile", "platform", "sandbox"];
const STAGES: [&str; 4] = ["dev", "test", "staging", "prod"];
const ROLES: [&str; 6] =
    ["AdministratorAccess", "ReadOnlyAccess", "PowerUserAccess", "Billing", "SecurityAudit", "SupportUser"];
const ODD: [&str; 10] = [
    "Équipe Données",
    "team/ops/prod",
    "\u{1F680} launch",
    "R&D <lab>",
    "Acme Prod",
    "acme prod",
    "O'Brien \"x\"",
    "  padded  ",
    "日本支社",
    "Acme Prod",
];

/// Generates the account with this index.
pub(crate) fn generated(seed: u64, generate: &Generate, index: usize) -> Account {
    let pick = |label: &str, from: &[&'static str]| -> &'static str {
        let number = ids::number_of(seed, &format!("{label} {index}"), from.len() as u64);
        usize::try_from(number).ok().and_then(|at| from.get(at).copied()).unwrap_or_default()
    };
    // Ids are unique: the last six digits are the index, the first six are random and can be zeros.
    let drawn = ids::number_of(seed, &format!("account {index}"), 1_000_000);
    let id = format!("{drawn:06}{index:06}");
    let name = match generate.odd_names.then(|| ODD.get(index)).flatten() {
        Some(odd) => (*odd).to_owned(),
        None => format!("{}-{}-{index:04}", pick("team", &TEAMS), pick("stage", &STAGES)),
    };
    let permission_sets = (0..generate.roles)
        .map(|at| {
            let name = match (ROLES.get(at), generate.odd_names && at + 1 == generate.roles) {
                (_, true) => format!("{}{at:02}", "LongestRoleName_".repeat(4)).chars().take(64).collect(),
                (Some(name), false) => (*name).to_owned(),
                (None, false) => format!("Role{at:03}"),
            };
            PermissionSet::provisioned(seed, &id, name)
        })
        .collect();
    let email = Some(format!("aws+{index}@example.com"));
    Account { id, name: Some(name), email, permission_sets, buckets: Vec::new() }
}
