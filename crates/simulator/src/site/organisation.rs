//! The organisation: users, accounts, permission sets, IAM roles, buckets.

use super::ids;
use crate::services::s3::model::Bucket;
use std::collections::HashMap;

/// The parts of a world that do not change while it runs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Organisation {
    pub(crate) seed: u64,
    pub(crate) region: String,
    pub(crate) start_url: String,
    pub(crate) users: Vec<String>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) roles: Vec<IamRole>,
    pub(crate) by_id: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) permission_sets: Vec<PermissionSet>,
    pub(crate) buckets: Vec<Bucket>,
}

/// A permission set that is provisioned in an account.
#[derive(Debug, Clone)]
pub(crate) struct PermissionSet {
    pub(crate) name: String,
    /// The users who may use it; empty means all users.
    pub(crate) users: Vec<String>,
    pub(crate) seconds: Option<u64>,
    /// The 16 digits at the end of the role's name.
    pub(crate) suffix: String,
    /// `AROA…`.
    pub(crate) unique_id: String,
}

/// An IAM role that can be assumed.
#[derive(Debug, Clone)]
pub(crate) struct IamRole {
    pub(crate) arn: String,
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) unique_id: String,
    pub(crate) trusts: Vec<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) mfa_serial: Option<String>,
    pub(crate) max_seconds: u64,
}

/// The identity of credentials.
#[derive(Debug, Clone)]
pub(crate) struct Principal {
    pub(crate) account: String,
    pub(crate) user_id: String,
    /// `arn:aws:sts::…:assumed-role/…`.
    pub(crate) arn: String,
    /// `arn:aws:iam::…:role/…`.
    pub(crate) role_arn: String,
    /// The permission set, for credentials from the portal.
    pub(crate) permission_set: Option<String>,
}

impl Organisation {
    /// Returns the partition of the region, by a table of its own: what judges a program shares no mistake with it.
    pub(crate) fn partition(&self) -> &'static str {
        let region = self.region.as_str();
        let known = [
            ("cn-", "aws-cn"),
            ("us-gov-", "aws-us-gov"),
            ("eusc-", "aws-eusc"),
            ("us-isob-", "aws-iso-b"),
            ("us-isof-", "aws-iso-f"),
            ("us-iso-", "aws-iso"),
            ("eu-isoe-", "aws-iso-e"),
        ];
        known.into_iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("aws", |(_, name)| name)
    }

    pub(crate) fn account(&self, id: &str) -> Option<&Account> {
        self.by_id.get(id).and_then(|&index| self.accounts.get(index))
    }

    /// Returns the identity of a permission set's credentials.
    pub(crate) fn federated(&self, account: &Account, set: &PermissionSet, user: &str) -> Principal {
        let (partition, id) = (self.partition(), &account.id);
        let role = format!("AWSReservedSSO_{}_{}", set.name, set.suffix);
        // IAM Identity Center leaves us-east-1 out of the path.
        let path = match self.region.as_str() {
            "us-east-1" => "aws-reserved/sso.amazonaws.com/".to_owned(),
            region => format!("aws-reserved/sso.amazonaws.com/{region}/"),
        };
        Principal {
            account: id.clone(),
            user_id: format!("{}:{user}", set.unique_id),
            arn: format!("arn:{partition}:sts::{id}:assumed-role/{role}/{user}"),
            role_arn: format!("arn:{partition}:iam::{id}:role/{path}{role}"),
            permission_set: Some(set.name.clone()),
        }
    }

    /// Returns the identity of an assumed role's credentials.
    pub(crate) fn assumed(&self, role: &IamRole, session: &str) -> Principal {
        let (partition, account) = (self.partition(), &role.account);
        Principal {
            account: account.clone(),
            user_id: format!("{}:{session}", role.unique_id),
            arn: format!("arn:{partition}:sts::{account}:assumed-role/{}/{session}", role.name),
            role_arn: role.arn.clone(),
            permission_set: None,
        }
    }
}

impl Account {
    /// Lists the permission sets that a user has in this account.
    pub(crate) fn assigned(&self, user: &str) -> impl Iterator<Item = &PermissionSet> {
        let may =
            move |set: &&PermissionSet| set.users.is_empty() || set.users.iter().any(|name| name == user);
        self.permission_sets.iter().filter(may)
    }
}

impl PermissionSet {
    /// Provisions a permission set for all users; the ids of its role derive from the seed.
    pub(crate) fn provisioned(seed: u64, account: &str, name: String) -> Self {
        Self {
            suffix: ids::hex_of(seed, &format!("suffix {account} {name}")),
            unique_id: ids::unique_id_of(seed, "AROA", &format!("role {account} {name}")),
            users: Vec::new(),
            seconds: None,
            name,
        }
    }
}

impl IamRole {
    /// Says whether the trust policy names this caller: by ARN of its role or session, by account, by permission set
    /// (`sso:NAME`), or as `*`.
    pub(crate) fn trusts(&self, caller: &Principal) -> bool {
        self.trusts.iter().any(|trusted| match trusted.strip_prefix("sso:") {
            Some(name) => caller.permission_set.as_deref() == Some(name),
            None => {
                trusted == "*"
                    || *trusted == caller.account
                    || *trusted == caller.role_arn
                    || *trusted == caller.arn
            }
        })
    }
}
