//! Edits the references of profiles: to renamed sections, and to an sso-session in place of legacy SSO keys.

use std::collections::{HashMap, HashSet};

use super::{Batch, EditError};
use crate::{Config, Dialect, Document, FileKind, Section, SectionName};

/// The scope of a new sso-session: with it, tokens renew. It is said here again, since this crate depends on none of ours.
const DEFAULT_SCOPE: &str = "sso:account:access";

impl Document {
    /// Puts the new name of a section into every reference of this file: `source_profile`, `sso_session` or `services`.
    /// The section may be in another file. `false` if no profile refers to it.
    pub fn rename_references(&mut self, section: &SectionName, name: &str) -> Result<bool, EditError> {
        let (empty, key) = (Self::default(), section.kind().named_by());
        let config = match self.kind() {
            FileKind::Credentials => Config::new(&empty, Some(self), Dialect::AwsCli),
            FileKind::Config => Config::new(self, None, Dialect::AwsCli),
        };
        let named = config.profiles().filter(|profile| profile.get(key) == Some(section.name()));
        let batch = named
            .fold(Batch::new(), |batch, profile| batch.set(&SectionName::profile(profile.name()), key, name));
        self.apply(&batch)
    }

    /// Replaces the `sso_start_url` and `sso_region` of a legacy profile by an sso-session, so that its token renews:
    /// the existing session of this portal, or a new one that is named after the portal's host. `false` if the profile
    /// is not a legacy profile.
    ///
    /// ```
    /// use daypass_config_parse::Document;
    ///
    /// let mut file = Document::parse(
    ///     "[profile dev]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n",
    /// );
    /// assert!(file.move_to_session("dev")?);
    /// assert_eq!(file.as_bytes().split(|byte| *byte == b'\n').nth(1), Some(&b"sso_session = corp"[..]));
    /// # Ok::<(), daypass_config_parse::EditError>(())
    /// ```
    pub fn move_to_session(&mut self, profile: &str) -> Result<bool, EditError> {
        self.move_together(&[profile]).map(|moved| moved > 0)
    }

    /// Does what [`Document::move_to_session`] does for several profiles, as one edit, and returns how many of them are
    /// legacy profiles. If that edit is refused, each is moved alone, so that one profile does not keep the others.
    pub fn move_to_sessions(&mut self, profiles: &[impl AsRef<str>]) -> usize {
        let moved = self.move_together(profiles);
        let mut alone = |name: &str| self.move_to_session(name).unwrap_or(false);
        moved.unwrap_or_else(|_| profiles.iter().filter(|profile| alone(profile.as_ref())).count())
    }

    fn move_together(&mut self, profiles: &[impl AsRef<str>]) -> Result<usize, EditError> {
        let config = Config::new(self, None, Dialect::AwsCli);
        let portal = |section: &Section<'_>| {
            Some((section.get("sso_start_url")?.to_owned(), section.get("sso_region")?.to_owned()))
        };
        let mut sessions = HashMap::new();
        for session in config.sso_sessions() {
            if let Some(portal) = portal(&session) {
                sessions.entry(portal).or_insert_with(|| session.name().to_owned());
            }
        }
        let (mut batch, mut new, mut moved) = (Batch::new(), HashSet::new(), 0);
        for profile in profiles.iter().map(AsRef::as_ref) {
            let Some(portal) = config.profile(profile).as_ref().and_then(portal) else { continue };
            let session = sessions.entry(portal).or_insert_with_key(|(url, region)| {
                let name = free_name(&config, &new, url);
                let section = SectionName::sso_session(&name);
                let made = std::mem::take(&mut batch).set(&section, "sso_start_url", url);
                let made = made.set(&section, "sso_region", region);
                batch = made.set(&section, "sso_registration_scopes", DEFAULT_SCOPE);
                new.insert(name.clone());
                name
            });
            let own = SectionName::profile(profile);
            batch = batch.unset(&own, "sso_start_url").unset(&own, "sso_region");
            batch = batch.set(&own, "sso_session", session);
            moved += 1;
        }
        self.apply(&batch)?;
        Ok(moved)
    }
}

/// Returns the first label of the portal's host, with a number if a session of the file or a new one has that name.
fn free_name(config: &Config<'_>, new: &HashSet<String>, url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let label: String = url.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let label = if label.is_empty() { "sso".to_owned() } else { label };
    (1..=u32::MAX)
        .map(|count| if count == 1 { label.clone() } else { format!("{label}-{count}") })
        .find(|name| config.sso_session(name).is_none() && !new.contains(name))
        .unwrap_or(label)
}
