//! The draft of an import: what each profile becomes, before sessions have names and chains are known to reach one.

use daypass_config_parse::{Config, Section};
use daypass_other_tools::{Identity, Process, Surroundings, Tool, lines::Lines, portal, without_comment};
use daypass_settings::SettingValue;
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};
use std::{collections::BTreeSet, path::PathBuf};

/// Something of the other tool that is not taken over, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Left {
    /// The profile, the key or the file.
    pub what: String,
    /// The reason, as a phrase.
    pub why: String,
}

/// A setting that the import sets, if the settings file does not set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// The portal for whose session the setting is; `None` for all.
    pub(crate) portal: Option<usize>,
    pub(crate) name: String,
    pub(crate) value: SettingValue,
}

/// A portal of the other tool, which becomes a session or is one.
#[derive(Debug, Clone)]
pub(crate) struct PortalEntry {
    pub(crate) start_url: String,
    pub(crate) region: String,
    /// Whether the tool has an entry for it, which stays a session of its own.
    pub(crate) is_entry: bool,
    /// The name by the other tool, if it has one.
    pub(crate) name: Option<String>,
    /// The existing session that a profile of the other tool names.
    pub(crate) session: Option<String>,
}

/// Where a profile gets its credentials from after the import.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    Role { portal: usize, account: String, role: String },
    Chain { role_arn: String, source: String, more: Vec<(String, String)> },
}

/// What becomes of a profile.
#[derive(Debug, Clone)]
pub(crate) enum Decision {
    /// Nothing of it changes, for this reason.
    Keep(String),
    /// It gets these credentials and keys; the keys of the other tool go.
    Become { source: Source, set: Vec<(String, String)>, unset: Vec<String> },
}

#[derive(Debug)]
pub(crate) struct DraftProfile {
    pub(crate) name: String,
    pub(crate) decision: Decision,
    pub(crate) is_new: bool,
}

/// What a tool's reader has to look at, and what it finds.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) tool: Tool,
    /// Whether converted profiles become daypass's, which populate changes and prunes.
    pub(crate) owned: bool,
    pub(crate) around: &'a Surroundings,
    /// The config file, with quoted headers.
    pub(crate) config: &'a Config<'a>,
    pub(crate) credentials: Option<&'a Config<'a>>,
    pub(crate) lines: &'a Lines,
    pub(crate) repeated: &'a BTreeSet<String>,
    pub(crate) portals: Vec<PortalEntry>,
    pub(crate) profiles: Vec<DraftProfile>,
    pub(crate) default: Option<usize>,
    pub(crate) settings: Vec<Wanted>,
    pub(crate) left: Vec<Left>,
    pub(crate) warnings: Vec<String>,
    pub(crate) reads: Vec<PathBuf>,
}

impl Draft<'_> {
    pub(crate) fn left(&mut self, what: impl Into<String>, why: impl Into<String>) {
        let left = Left { what: what.into(), why: why.into() };
        if !self.left.contains(&left) {
            self.left.push(left);
        }
    }

    pub(crate) fn warn(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.warnings.contains(&text) {
            self.warnings.push(text);
        }
    }

    pub(crate) fn set(&mut self, portal: Option<usize>, name: &str, value: SettingValue) {
        self.settings.push(Wanted { portal, name: name.to_owned(), value });
    }

    pub(crate) fn set_text(&mut self, portal: Option<usize>, name: &str, value: impl Into<String>) {
        self.set(portal, name, SettingValue::Text(value.into()));
    }

    /// Adds an entry of the tool for a portal. Two entries for one portal stay two sessions: they may be two users.
    pub(crate) fn entry(&mut self, name: &str, start_url: &str, region: &str) -> usize {
        let name = Some(name.to_owned()).filter(|name| !name.eq_ignore_ascii_case("default"));
        self.portals.push(PortalEntry {
            start_url: start_url.into(),
            region: region.into(),
            is_entry: true,
            name,
            session: None,
        });
        self.portals.len() - 1
    }

    /// Finds or adds the portal that a profile names by its URL and region.
    pub(crate) fn portal(&mut self, start_url: &str, region: &str) -> usize {
        let is_it = |entry: &PortalEntry| {
            entry.region == region && portal::normal(&entry.start_url) == portal::normal(start_url)
        };
        self.portals.iter().position(is_it).unwrap_or_else(|| {
            let entry = PortalEntry {
                start_url: start_url.into(),
                region: region.into(),
                is_entry: false,
                name: None,
                session: None,
            };
            self.portals.push(entry);
            self.portals.len() - 1
        })
    }

    /// Finds or adds the portal of an existing session.
    fn portal_of_session(&mut self, name: &str) -> Option<usize> {
        let session = self.config.sso_session(name)?;
        if let Some(at) = self.portals.iter().position(|entry| entry.session.as_deref() == Some(name)) {
            return Some(at);
        }
        let get = |key| session.get(key).unwrap_or_default().to_owned();
        let (start_url, region) = (get("sso_start_url"), get("sso_region"));
        let session = Some(name.to_owned());
        self.portals.push(PortalEntry { start_url, region, is_entry: false, name: None, session });
        Some(self.portals.len() - 1)
    }

    pub(crate) fn keep(&mut self, name: &str, why: impl Into<String>) {
        self.decide(name, Decision::Keep(why.into()));
    }

    pub(crate) fn decide(&mut self, name: &str, decision: Decision) {
        self.profiles.push(DraftProfile { name: name.to_owned(), decision, is_new: false });
    }

    pub(crate) fn add(&mut self, name: &str, source: Source, set: Vec<(String, String)>) {
        let decision = Decision::Become { source, set, unset: Vec::new() };
        self.profiles.push(DraftProfile { name: name.to_owned(), decision, is_new: true });
    }

    /// Reads the credential process of a profile.
    pub(crate) fn process(&self, profile: &Section<'_>) -> Option<Process> {
        let util = self.around.variable("AWS_SSO_CREDENTIAL_PROCESS_NAME");
        profile.get("credential_process").filter(|line| !line.is_empty()).map(|line| Process::of(line, util))
    }

    /// Checks an identity and returns the role that it names; the error is the reason to keep the profile.
    pub(crate) fn role(&mut self, name: &str, identity: &Identity) -> Result<Source, String> {
        if self.repeated.contains(name) {
            self.left(name, "the section or a key of it stands twice: join them first");
            return Err("its section or a key of it stands twice, so the AWS CLI cannot read the file: `daypass doctor` \
                        offers to join them"
                .to_owned());
        }
        if identity.is_login_only() {
            self.login_only(identity);
            let what = if identity.account.is_some() {
                "no role: not a profile that can be used"
            } else {
                "no account and no role: its portal becomes a session"
            };
            if identity.account.is_some() {
                self.left(name, "it has no role");
            }
            return Err(what.to_owned());
        }
        let missing = identity.missing();
        if !missing.is_empty() {
            let why = format!("its {} missing", are(&missing));
            self.left(name, format!("incomplete: {why}"));
            return Err(why);
        }
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        let (account, role) = (text(&identity.account), text(&identity.role));
        if let Some(why) = refused_account(&account) {
            self.left(name, why.clone());
            return Err(why);
        }
        RoleName::new(role.as_str()).map_err(|error| error.to_string())?;
        let portal = if let Some(session) = &identity.session {
            self.session(name, session, identity)?
        } else {
            let (url, region) = (text(&identity.start_url), text(&identity.region));
            StartUrl::new(url.as_str()).map_err(|error| error.to_string())?;
            Region::new(region.as_str()).map_err(|error| error.to_string())?;
            self.portal(&url, &region)
        };
        Ok(Source::Role { portal, account, role })
    }

    /// Adds the portal of a profile that was used to sign in only.
    fn login_only(&mut self, identity: &Identity) {
        if let (None, Some(url), Some(region)) = (&identity.session, &identity.start_url, &identity.region)
            && StartUrl::new(url.as_str()).is_ok()
            && Region::new(region.as_str()).is_ok()
        {
            self.portal(url, region);
        }
    }

    fn session(&mut self, name: &str, session: &str, identity: &Identity) -> Result<usize, String> {
        let Some(at) = self.portal_of_session(session) else {
            self.warn(format!("[sso-session {session}] is missing: its start URL cannot be known"));
            return Err(format!("its session {session} does not exist"));
        };
        let entry = self.portals.get(at);
        let differs = entry.is_some_and(|entry| {
            let url = identity.start_url.as_deref().unwrap_or(&entry.start_url);
            let region = identity.region.as_deref().unwrap_or(&entry.region);
            portal::normal(url) != portal::normal(&entry.start_url) || region != entry.region
        });
        if differs {
            let why =
                format!("it names the session {session} and another portal: which is meant is not known");
            self.left(name, why.clone());
            return Err(why);
        }
        Ok(at)
    }

    /// Returns the identity that the keys of a profile give by themselves. Warns of comments in SSO keys, which are part
    /// of the value for the AWS CLI.
    pub(crate) fn identity(&mut self, profile: &Section<'_>, prefix: &str) -> Identity {
        for key in ["sso_start_url", "sso_region", "sso_account_id", "sso_role_name", "sso_session"] {
            let value = profile.get(key).unwrap_or_default();
            if without_comment(value) != value {
                self.warn(format!(
                    "[profile {}]: the AWS CLI takes the comment after {key} for a part of the value",
                    profile.name()
                ));
            }
        }
        Identity::of(profile, prefix)
    }
}

/// Returns why a text is not the id of an account.
pub(crate) fn refused_account(account: &str) -> Option<String> {
    let is_digits = account.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits && account.len() == 12 && AccountId::new(account).is_ok() {
        return None;
    }
    Some(match is_digits && (9..12).contains(&account.len()) {
        true => format!(
            "an account id has 12 digits, and {account} has {}: {account:0>12} is a guess that only you can make",
            account.len()
        ),
        false => "its account id does not have 12 digits".to_owned(),
    })
}

/// Writes a list of keys with its verb.
fn are(names: &[&str]) -> String {
    match names {
        [only] => format!("{only} is"),
        [names @ .., last] => format!("{} and {last} are", names.join(", ")),
        [] => "nothing is".to_owned(),
    }
}
