//! Scenario files in TOML: their format and defaults.

use crate::{
    faults::{Fault, InvalidFault},
    services::s3::model::Bucket,
    site::{
        Site,
        generate::{Generate, generated},
        ids,
        organisation::{Account, IamRole, Organisation, PermissionSet},
        settings::Settings,
    },
};
use serde::Deserialize;
use std::fmt;

/// The built-in scenarios: name and text.
pub const SCENARIOS: [(&str, &str); 7] = [
    ("article", include_str!("../scenarios/article.toml")),
    ("one-account", include_str!("../scenarios/one-account.toml")),
    ("many-accounts", include_str!("../scenarios/many-accounts.toml")),
    ("chained", include_str!("../scenarios/chained.toml")),
    ("machines", include_str!("../scenarios/machines.toml")),
    ("teams", include_str!("../scenarios/teams.toml")),
    ("throttled", include_str!("../scenarios/throttled.toml")),
];

/// The error of an invalid scenario file: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError(String);

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the scenario cannot be used: {}", self.0)
    }
}

impl std::error::Error for ScenarioError {}

impl ScenarioError {
    pub(crate) fn unknown(name: &str) -> Self {
        let known: Vec<_> = SCENARIOS.iter().map(|(name, _)| *name).collect();
        Self(format!("none is called {name:?}; there are {}", known.join(", ")))
    }
}

/// A parsed scenario file.
pub(crate) struct Scenario {
    pub(crate) site: Site,
    pub(crate) faults: Vec<Fault>,
    /// The sso-session under which the first user is signed in at the start.
    pub(crate) signed_in: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default = "default_region")]
    region: String,
    #[serde(default = "default_start_url")]
    start_url: String,
    #[serde(default)]
    seed: u64,
    users: Vec<String>,
    #[serde(default)]
    settings: Settings,
    signed_in: Option<String>,
    #[serde(default)]
    faults: Vec<String>,
    #[serde(default, rename = "account")]
    accounts: Vec<AccountEntry>,
    #[serde(default, rename = "role")]
    roles: Vec<RoleEntry>,
    generate: Option<Generate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountEntry {
    id: String,
    name: Option<String>,
    email: Option<String>,
    #[serde(default)]
    roles: Vec<SetEntry>,
    #[serde(default)]
    buckets: Vec<String>,
}

/// A permission set: its name alone, or a table.
#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum SetEntry {
    Name(String),
    Table {
        name: String,
        #[serde(default)]
        users: Vec<String>,
        seconds: Option<u64>,
        suffix: Option<String>,
        unique_id: Option<String>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleEntry {
    arn: String,
    trusts: Vec<String>,
    external_id: Option<String>,
    mfa_serial: Option<String>,
    #[serde(default = "default_max")]
    max_seconds: u64,
}

fn default_region() -> String {
    "eu-west-1".to_owned()
}

fn default_start_url() -> String {
    "https://d-9067000018.awsapps.com/start#".to_owned()
}

fn default_max() -> u64 {
    3600
}

impl Scenario {
    pub(crate) fn parse(text: &str) -> Result<Self, ScenarioError> {
        let file: File = toml::from_str(text).map_err(|error| ScenarioError(error.to_string()))?;
        let seed = file.seed;
        let mut accounts =
            file.accounts.into_iter().map(|entry| account(seed, entry)).collect::<Result<Vec<_>, _>>()?;
        if let Some(generate) = &file.generate {
            accounts.extend((0..generate.accounts).map(|index| generated(seed, generate, index)));
        }
        let by_id = accounts.iter().enumerate().map(|(index, account)| (account.id.clone(), index)).collect();
        let roles = file.roles.into_iter().map(|entry| role(seed, entry)).collect::<Result<_, _>>()?;
        let faults = file.faults.iter().map(|line| line.parse()).collect::<Result<_, _>>();
        if file.users.is_empty() {
            return Err(ScenarioError("it has no users".to_owned()));
        }
        let organisation = Organisation {
            seed,
            region: file.region,
            start_url: file.start_url,
            users: file.users,
            accounts,
            roles,
            by_id,
        };
        Ok(Self {
            site: Site::new(file.name, organisation, file.settings),
            signed_in: file.signed_in,
            faults: faults.map_err(|error: InvalidFault| ScenarioError(error.to_string()))?,
        })
    }
}

fn account(seed: u64, entry: AccountEntry) -> Result<Account, ScenarioError> {
    let AccountEntry { id, name, email, roles, buckets } = entry;
    if id.len() != 12 || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ScenarioError(format!("the account id {id:?} is not twelve digits")));
    }
    let permission_sets = roles.into_iter().map(|entry| permission_set(seed, &id, entry)).collect();
    let buckets = buckets
        .into_iter()
        .map(|name| Bucket { name, keys: vec!["notes/today.txt".to_owned(), "readme.md".to_owned()] })
        .collect();
    Ok(Account { id, name, email, permission_sets, buckets })
}

fn permission_set(seed: u64, account: &str, entry: SetEntry) -> PermissionSet {
    let (name, users, seconds, suffix, unique_id) = match entry {
        SetEntry::Name(name) => (name, Vec::new(), None, None, None),
        SetEntry::Table { name, users, seconds, suffix, unique_id } => {
            (name, users, seconds, suffix, unique_id)
        }
    };
    let provisioned = PermissionSet::provisioned(seed, account, name);
    PermissionSet {
        users,
        seconds,
        suffix: suffix.unwrap_or(provisioned.suffix),
        unique_id: unique_id.unwrap_or(provisioned.unique_id),
        ..provisioned
    }
}

fn role(seed: u64, entry: RoleEntry) -> Result<IamRole, ScenarioError> {
    let RoleEntry { arn, trusts, external_id, mfa_serial, max_seconds } = entry;
    // arn:PARTITION:iam::ACCOUNT:role/PATH/NAME
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    let [_, _, "iam", "", account, resource] = parts.as_slice() else {
        return Err(ScenarioError(format!("{arn:?} is not the ARN of a role")));
    };
    let name = resource.rsplit('/').next().unwrap_or_default().to_owned();
    let (account, unique_id) = ((*account).to_owned(), ids::unique_id_of(seed, "AROA", &arn));
    Ok(IamRole { arn, account, name, unique_id, trusts, external_id, mfa_serial, max_seconds })
}
