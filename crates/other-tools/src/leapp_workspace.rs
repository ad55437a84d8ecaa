//! What Leapp's workspace says: integrations with a portal, and the sessions that a person starts and stops.

use crate::{Error, Surroundings, leapp_file};
use serde_json::Value;
use std::path::PathBuf;

/// The session name that Leapp gives to a chained role if the person gives none.
const DEFAULT_SESSION_NAME: &str = "assumed-from-leapp";

/// Leapp's workspace. No secret is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeappWorkspace {
    /// The file; `None` if it does not exist, and nothing else is known then.
    pub path: Option<PathBuf>,
    /// The integrations with a start URL and a region.
    pub integrations: Vec<LeappIntegration>,
    /// The sessions.
    pub sessions: Vec<LeappSession>,
    /// The default region, as it is written.
    pub region: Option<String>,
}

/// An integration: a portal of Identity Center.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeappIntegration {
    /// The id; empty for the one of an older workspace.
    pub id: String,
    /// The name by the person, `default` if there is none.
    pub alias: String,
    /// The start URL, as it is written.
    pub start_url: String,
    /// The region, as it is written.
    pub region: String,
}

/// A session of Leapp: a role or a user that a person starts, which writes keys or a credential process.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeappSession {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The region, as it is written.
    pub region: Option<String>,
    /// The named profile that it runs on, `default` for most.
    pub profile: String,
    /// What it gives.
    pub kind: LeappSessionKind,
}

/// What a session of Leapp gives.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LeappSessionKind {
    /// A role of an integration.
    Role {
        /// The id of the integration; empty in an older workspace.
        integration: String,
        /// The role, which `role_of_arn` reads.
        role_arn: String,
    },
    /// A role on top of another session.
    Chained {
        /// The ARN of the role.
        role_arn: String,
        /// The id of the session below.
        parent: String,
        /// The role session name, if the person gave one.
        session_name: Option<String>,
    },
    /// Another type, by Leapp's word for it, such as `awsIamUser`.
    Other(String),
}

impl LeappWorkspace {
    /// Reads the file, and opens it with an id of the machine.
    ///
    /// # Errors
    /// The file cannot be read, is not a workspace, or no id opens it.
    pub fn read(around: &Surroundings) -> Result<Self, Error> {
        let path = around.leapp_file();
        let Some(text) = Surroundings::read(&path)? else { return Ok(Self::default()) };
        let workspace = leapp_file::open(&path, &text, &around.machine_ids)?;
        Ok(Self {
            path: Some(path),
            integrations: integrations(&workspace),
            sessions: sessions(&workspace),
            region: owned(&workspace, "_defaultRegion"),
        })
    }
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn owned(value: &Value, key: &str) -> Option<String> {
    text(value, key).map(str::to_owned)
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Lists the integrations; older workspaces have one without an id.
fn integrations(workspace: &Value) -> Vec<LeappIntegration> {
    let older =
        ["_awsSsoConfiguration", "awsSsoConfiguration"].into_iter().find_map(|key| workspace.get(key));
    let all = list(workspace, "_awsSsoIntegrations").iter();
    let all = all.map(|value| (value, owned(value, "id"))).chain(older.map(|value| (value, None)));
    let found = all.filter_map(|(value, id)| {
        Some(LeappIntegration {
            id: id.unwrap_or_default(),
            alias: owned(value, "alias").unwrap_or_else(|| "default".to_owned()),
            start_url: owned(value, "portalUrl")?,
            region: owned(value, "region")?,
        })
    });
    found.collect()
}

fn sessions(workspace: &Value) -> Vec<LeappSession> {
    let profiles = list(workspace, "_profiles");
    let profile = |id: &str| {
        let found = profiles.iter().find(|profile| text(profile, "id") == Some(id));
        found.and_then(|profile| owned(profile, "name")).unwrap_or_else(|| "default".to_owned())
    };
    let session = |value: &Value| {
        let get = |key: &str| owned(value, key).unwrap_or_default();
        let kind = match text(value, "type").unwrap_or_default() {
            "awsSsoRole" => {
                LeappSessionKind::Role { integration: get("awsSsoConfigurationId"), role_arn: get("roleArn") }
            }
            "awsIamRoleChained" => LeappSessionKind::Chained {
                role_arn: get("roleArn"),
                parent: get("parentSessionId"),
                session_name: owned(value, "roleSessionName").filter(|name| name != DEFAULT_SESSION_NAME),
            },
            other => LeappSessionKind::Other(other.to_owned()),
        };
        Some(LeappSession {
            id: owned(value, "sessionId")?,
            name: get("sessionName"),
            region: owned(value, "region"),
            profile: profile(&get("profileId")),
            kind,
        })
    };
    list(workspace, "_sessions").iter().filter_map(session).collect()
}
