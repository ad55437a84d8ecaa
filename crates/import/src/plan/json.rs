//! Plans for programs: as JSON, and their settings for a settings file.

use super::ImportPlan;
use crate::planned::{CredentialSource, PlannedProfile, PlannedSetting};
use daypass_other_tools::Tool;
use daypass_settings::{NewSetting, SettingScope, SettingValue};
use serde_json::{Map, Value, json};

impl PlannedSetting {
    /// Returns the name in the settings file with the table before it, such as `sso-session.corp.browser`.
    pub fn full_name(&self) -> String {
        match &self.scope {
            Some(SettingScope::Session(session)) => format!("sso-session.{session}.{}", self.name),
            Some(SettingScope::Account(account)) => format!("account.{account}.{}", self.name),
            Some(SettingScope::Guard(pattern)) => format!("guard.{pattern}.{}", self.name),
            _ => self.name.clone(),
        }
    }
}

impl ImportPlan {
    /// Returns the settings as they are added to the text of a settings file.
    pub fn new_settings(&self) -> Vec<NewSetting> {
        let settings = self.settings.iter();
        settings.map(|one| (one.scope.clone(), one.name.clone(), one.value.clone())).collect()
    }

    /// Writes the plan for programs: sessions, profiles, settings, what is left and why, warnings, and the steps by which
    /// the person leaves the tool.
    pub fn to_json(&self) -> Value {
        let sessions = self.sessions.iter().map(|session| {
            json!({
                "name": session.name, "exists": session.exists, "sso_start_url": session.start_url,
                "sso_region": session.region, "sso_registration_scopes": session.scopes,
            })
        });
        let settings = self.settings.iter().map(|setting| {
            let value = match &setting.value {
                SettingValue::List(list) => json!(list),
                value => json!(value.shown()),
            };
            (setting.full_name(), value)
        });
        json!({
            "tool": self.tool.name(),
            "reads": self.reads,
            "sessions": sessions.collect::<Vec<_>>(),
            "profiles": self.profiles.iter().map(profile).collect::<Vec<_>>(),
            "settings": settings.collect::<Map<_, _>>(),
            "left": self.left.iter().map(|left| json!({ "what": left.what, "why": left.why })).collect::<Vec<_>>(),
            "warn": self.warnings,
            "sections_removed": self.marks,
            "leave": Tool::leave(self.tool),
        })
    }
}

fn profile(profile: &PlannedProfile) -> Value {
    let mut json = json!({ "name": profile.name, "action": profile.action.word() });
    let Some(members) = json.as_object_mut() else { return json };
    match &profile.credentials {
        Some(CredentialSource::Role { session, account, role }) => {
            members.extend([
                ("kind".to_owned(), json!("sso")),
                ("session".to_owned(), json!(session)),
                ("sso_account_id".to_owned(), json!(account)),
                ("sso_role_name".to_owned(), json!(role)),
            ]);
        }
        Some(CredentialSource::Chain { role_arn, source_profile, more }) => {
            members.extend(more.iter().map(|(key, value)| (key.clone(), json!(value))));
            members.extend([
                ("kind".to_owned(), json!("chain")),
                ("role_arn".to_owned(), json!(role_arn)),
                ("source_profile".to_owned(), json!(source_profile)),
            ]);
        }
        None => drop(members.insert("kind".to_owned(), json!("other"))),
    }
    if !profile.keys.is_empty() {
        let keys = profile.keys.iter().map(|(key, value)| (key.clone(), json!(value)));
        members.insert("keys".to_owned(), Value::Object(keys.collect()));
    }
    members.extend(profile.header.iter().map(|header| ("header".to_owned(), json!(header))));
    members.extend(profile.reason.iter().map(|reason| ("why".to_owned(), json!(reason))));
    json
}
