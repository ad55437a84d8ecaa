//! The view of a snapshot that checks read: its config files parsed, its variables as text.

use crate::{Finding, Snapshot};
use daypass_config_parse::{Config, Dialect, FileKind, Origin, Profile, Section, SectionName};
use daypass_credentials::Settings;
use daypass_environment::{Concern, Variable};
use daypass_sso_types::{Credentials, SecretAccessKey, SessionToken};
use std::{collections::BTreeMap, ops::Deref, path::PathBuf};

/// A snapshot with its config files as the AWS CLI reads them.
pub(crate) struct SnapshotView<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) config: Config<'s>,
    /// The variables that AWS tools and doctor read, as text.
    pub(crate) variables: BTreeMap<&'static str, String>,
    /// The names of variables that are not UTF-8.
    pub(crate) undecodable: Vec<&'static str>,
    /// The settings of the environment, for the resolver.
    pub(crate) settings: Settings,
}

impl Deref for SnapshotView<'_> {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        self.snapshot
    }
}

impl<'s> SnapshotView<'s> {
    pub(crate) fn new(snapshot: &'s Snapshot) -> Self {
        let config = Config::new(&snapshot.config, snapshot.credentials.as_ref(), Dialect::AwsCli);
        // Variables that describe the machine concern no AWS tool.
        let is_looked_at = |variable: &Variable| {
            !matches!(variable, Variable::Home | Variable::UserProfile)
                && variable.is_read()
                && variable.concern() != Concern::Machine
        };
        let (mut variables, mut undecodable) = (BTreeMap::new(), Vec::new());
        for variable in Variable::ALL.iter().filter(|variable| is_looked_at(variable)) {
            let Some(value) = snapshot.environment.raw(*variable) else { continue };
            if value.to_str().is_none() {
                undecodable.push(variable.name());
            }
            variables.insert(variable.name(), value.to_string_lossy().into_owned());
        }
        let mut view = Self { snapshot, config, variables, undecodable, settings: Settings::default() };
        view.settings.environment_credentials = view.keys();
        view.settings.machine = snapshot.environment.machine_settings().unwrap_or_default();
        view.settings.trust.clone_from(&snapshot.endpoints.trust);
        view
    }

    /// Returns the keys in the environment, expired or not.
    fn keys(&self) -> Option<Credentials> {
        Some(Credentials {
            access_key_id: self.var("AWS_ACCESS_KEY_ID")?.to_owned(),
            secret_access_key: SecretAccessKey::new(self.var("AWS_SECRET_ACCESS_KEY")?),
            session_token: self.var("AWS_SESSION_TOKEN").map(SessionToken::new),
            expires_at: None,
            account_id: None,
        })
    }

    /// Returns the value of a variable that is set and not empty.
    pub(crate) fn var(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Returns the profile that tools use if none is named.
    pub(crate) fn current_profile(&self) -> Option<Profile<'_>> {
        let name = self.var("AWS_PROFILE").or_else(|| self.var("AWS_DEFAULT_PROFILE")).unwrap_or("default");
        self.config.profile(name)
    }

    /// Returns the path and the line of a section's key, or of its header if the section lacks the key.
    pub(crate) fn place(&self, section: &Section<'_>, key: &str) -> (PathBuf, Option<usize>) {
        match section.origin(key).or_else(|| section.declared()) {
            Some(Origin { file, line, .. }) => (self.path_of(file), Some(line)),
            None => (self.path_of(FileKind::Config), None),
        }
    }

    /// Sets the place of a finding to a key of a section.
    pub(crate) fn locate(&self, finding: Finding, section: &Section<'_>, key: &str) -> Finding {
        let (file, line) = self.place(section, key);
        finding.at(file, line).about(SectionName::new(section.kind(), section.name()))
    }
}

pub(crate) const SSO_KEYS: [&str; 5] =
    ["sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region"];
pub(crate) const STATIC_KEYS: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/// Returns the trimmed value of a key that is not empty.
pub(crate) fn text<'c>(section: &Section<'c>, key: &str) -> Option<&'c str> {
    section.text(key)
}

/// Says whether a profile gets credentials through IAM Identity Center.
pub(crate) fn is_sso(profile: &Profile<'_>) -> bool {
    SSO_KEYS.iter().any(|key| text(profile, key).is_some())
}

/// Lists the keys that a section lacks for a sign-in.
pub(crate) fn missing(section: &Section<'_>) -> Vec<&'static str> {
    ["sso_start_url", "sso_region"].into_iter().filter(|key| text(section, key).is_none()).collect()
}
