//! A snapshot with its config files read, as checks look at it.

use crate::{Finding, Snapshot};
use daypass_config_parse::{Config, Dialect, FileKind, Origin, Profile, Section, SectionName};
use daypass_credentials::Settings;
use daypass_environment::{Concern, Variable};
use daypass_sso_types::{Credentials, SecretAccessKey, SessionToken};
use std::{collections::BTreeMap, ops::Deref, path::PathBuf};

/// A snapshot, and its config files as the AWS CLI reads them.
pub(crate) struct View<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) config: Config<'s>,
    /// The variables that AWS tools and doctor look at, as text.
    pub(crate) variables: BTreeMap<&'static str, String>,
    /// Those of them that are no text.
    pub(crate) undecodable: Vec<&'static str>,
    /// What the environment says about credentials, for the resolver.
    pub(crate) settings: Settings,
}

impl Deref for View<'_> {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        self.snapshot
    }
}

impl<'s> View<'s> {
    pub(crate) fn new(snapshot: &'s Snapshot) -> Self {
        let config = Config::new(&snapshot.config, snapshot.credentials.as_ref(), Dialect::AwsCli);
        // What machine this is concerns no AWS tool.
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
        view
    }

    /// The keys in the environment, whenever they end.
    fn keys(&self) -> Option<Credentials> {
        Some(Credentials {
            access_key_id: self.var("AWS_ACCESS_KEY_ID")?.to_owned(),
            secret_access_key: SecretAccessKey::new(self.var("AWS_SECRET_ACCESS_KEY")?),
            session_token: self.var("AWS_SESSION_TOKEN").map(SessionToken::new),
            expires_at: None,
            account_id: None,
        })
    }

    /// A variable that is set and not empty.
    pub(crate) fn var(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The profile that people get without naming one.
    pub(crate) fn current_profile(&self) -> Option<Profile<'_>> {
        let name = self.var("AWS_PROFILE").or_else(|| self.var("AWS_DEFAULT_PROFILE")).unwrap_or("default");
        self.config.profile(name)
    }

    /// Path and line of a key of a section; of its header where it has no such key.
    pub(crate) fn place(&self, section: &Section<'_>, key: &str) -> (PathBuf, Option<usize>) {
        match section.origin(key).or_else(|| section.declared()) {
            Some(Origin { file, line, .. }) => (self.path_of(file), Some(line)),
            None => (self.path_of(FileKind::Config), None),
        }
    }

    /// A finding at a key of a section.
    pub(crate) fn locate(&self, finding: Finding, section: &Section<'_>, key: &str) -> Finding {
        let (file, line) = self.place(section, key);
        finding.at(file, line).about(SectionName::new(section.kind(), section.name()))
    }
}

pub(crate) const SSO_KEYS: [&str; 5] =
    ["sso_session", "sso_account_id", "sso_role_name", "sso_start_url", "sso_region"];
pub(crate) const STATIC_KEYS: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/// A value that is there and not empty.
pub(crate) fn text<'c>(section: &Section<'c>, key: &str) -> Option<&'c str> {
    section.get(key).map(str::trim).filter(|value| !value.is_empty())
}

/// Whether a profile gets credentials through IAM Identity Center.
pub(crate) fn is_sso(profile: &Profile<'_>) -> bool {
    SSO_KEYS.iter().any(|key| text(profile, key).is_some())
}

/// What a section lacks of what signing in takes.
pub(crate) fn missing(section: &Section<'_>) -> Vec<&'static str> {
    ["sso_start_url", "sso_region"].into_iter().filter(|key| text(section, key).is_none()).collect()
}
