//! The plan of an import: a pure function of the files of the other tool, the config file and the environment.

mod edits;
mod json;
mod sessions;
mod show;

use crate::{
    Left,
    draft::{Decision, Draft, Source},
    planned::{PlannedProfile, PlannedSession, PlannedSetting},
    tools,
};
use daypass_config_parse::{Config, Dialect, Document};
use daypass_other_tools::{
    Error, Surroundings, Tool,
    lines::{self, Lines},
};
use daypass_populate::Change;
use daypass_settings::SettingScope;
use std::path::PathBuf;

/// What an import would do, and what it cannot do.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ImportPlan {
    /// The tool.
    pub tool: Tool,
    /// The files of the tool that were read, besides the config and the credentials file.
    pub reads: Vec<PathBuf>,
    /// The sso-sessions after the import.
    pub sessions: Vec<PlannedSession>,
    /// The profiles, in file order, then the new ones.
    pub profiles: Vec<PlannedProfile>,
    /// Settings of daypass with a counterpart in the tool's settings.
    pub settings: Vec<PlannedSetting>,
    /// What is not taken over, and why.
    pub left: Vec<Left>,
    /// What a person should know before the import.
    pub warnings: Vec<String>,
    /// Marks of the tool that go with its profiles.
    pub marks: Vec<String>,
    /// The changes of the config file.
    pub changes: Vec<Change>,
    /// The config file after the import.
    pub after: Document,
}

impl ImportPlan {
    /// Plans the import from a tool: converted profiles belong to the person, as before.
    ///
    /// # Errors
    /// A file of the tool exists and cannot be used.
    pub fn new(
        tool: Tool,
        around: &Surroundings,
        document: &Document,
        credentials: Option<&Document>,
    ) -> Result<Self, Error> {
        Self::with_owner(tool, around, document, credentials, false)
    }

    /// Plans the import from a tool with the marker of daypass in converted profiles, so that populate knows them as its
    /// own, and prunes them.
    ///
    /// # Errors
    /// A file of the tool exists and cannot be used.
    pub fn owned(
        tool: Tool,
        around: &Surroundings,
        document: &Document,
        credentials: Option<&Document>,
    ) -> Result<Self, Error> {
        Self::with_owner(tool, around, document, credentials, true)
    }

    fn with_owner(
        tool: Tool,
        around: &Surroundings,
        document: &Document,
        credentials: Option<&Document>,
        owned: bool,
    ) -> Result<Self, Error> {
        let lines = Lines::of(document);
        let headers: Vec<_> = lines.headers.iter().map(|header| header.quoted.clone()).collect();
        let quoted = lines::changed(document, &headers);
        let (config, empty) = (Config::new(&quoted, None, Dialect::AwsCli), Document::default());
        let credentials = credentials.map(|document| Config::new(&empty, Some(document), Dialect::AwsCli));
        let repeated = lines::repeated(document);
        let mut draft = Draft {
            tool,
            owned,
            around,
            config: &config,
            credentials: credentials.as_ref(),
            lines: &lines,
            repeated: &repeated,
            portals: Vec::new(),
            profiles: Vec::new(),
            default: None,
            settings: Vec::new(),
            left: Vec::new(),
            warnings: Vec::new(),
            reads: Vec::new(),
        };
        tools::read(&mut draft)?;
        reach(&mut draft);
        let names = sessions::names(&draft);
        let sessions = sessions::planned(&draft, &names);
        sessions::settings(&mut draft, &sessions);
        let edited = edits::edited(&mut draft, document, &names);
        let settings = draft.settings.iter().map(|wanted| PlannedSetting {
            scope: wanted.portal.and_then(|portal| names.get(portal)).cloned().map(SettingScope::Session),
            name: wanted.name.clone(),
            value: wanted.value.clone(),
        });
        Ok(Self {
            tool,
            settings: settings.collect(),
            sessions,
            profiles: edited.profiles,
            reads: draft.reads,
            left: draft.left,
            warnings: draft.warnings,
            marks: edited.marks,
            changes: edited.changes,
            after: edited.after,
        })
    }

    /// Whether a person could sign in afterwards to a session that is not there yet.
    pub fn adds_session(&self) -> bool {
        self.sessions.iter().any(|session| !session.exists)
    }

    /// Whether a profile would get its credentials through a session afterwards.
    pub fn takes_over(&self, profile: &str) -> bool {
        self.profiles.iter().any(|planned| planned.name == profile && planned.credentials.is_some())
    }

    /// Whether the config file would change.
    pub fn is_change(&self, before: &Document) -> bool {
        self.after.as_bytes() != before.as_bytes()
    }
}

/// Leaves out roles on top of profiles that no session reaches.
fn reach(draft: &mut Draft<'_>) {
    let chains: Vec<_> = draft
        .profiles
        .iter()
        .enumerate()
        .filter_map(|(at, profile)| match &profile.decision {
            Decision::Become { source: Source::Chain { source, .. }, .. } => Some((at, source.clone())),
            _ => None,
        })
        .collect();
    for (at, source) in chains {
        if is_reached(draft, &source, &mut Vec::new()) {
            continue;
        }
        let why = format!("a role on top of {source}, which no session reaches");
        let Some(profile) = draft.profiles.get_mut(at) else { continue };
        profile.decision = Decision::Keep(why.clone());
        let name = profile.name.clone();
        draft.left(name, why);
    }
    // A new profile that is left out is no profile at all.
    draft.profiles.retain(|profile| !profile.is_new || matches!(profile.decision, Decision::Become { .. }));
}

/// Whether a profile gets credentials by a session, directly or through roles.
fn is_reached(draft: &Draft<'_>, name: &str, seen: &mut Vec<String>) -> bool {
    if seen.iter().any(|known| known == name) {
        return false;
    }
    seen.push(name.to_owned());
    let decided = draft.profiles.iter().find(|profile| profile.name == name);
    match decided.map(|profile| &profile.decision) {
        Some(Decision::Become { source: Source::Role { .. }, .. }) => return true,
        Some(Decision::Become { source: Source::Chain { source, .. }, .. }) => {
            return is_reached(draft, source, seen);
        }
        Some(Decision::Keep(_)) | None => {}
    }
    let Some(profile) = draft.config.profile(name) else { return false };
    if let Some(source) = profile.get("source_profile").filter(|_| profile.get("role_arn").is_some()) {
        return is_reached(draft, source, seen);
    }
    let sso = draft.config.sso(name);
    profile.get("credential_process").is_none()
        && sso.is_some_and(|sso| sso.missing_for_credentials().is_empty())
}
