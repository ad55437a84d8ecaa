//! Edits of what profiles name: a section under its new name, an sso-session in place of a portal of their own.

use super::{Batch, EditError};
use crate::{Config, Dialect, Document, FileKind, Section, SectionName};

/// What an sso-session asks for where nobody says otherwise: tokens that renew.
const SCOPES: &str = "sso:account:access";

impl Document {
    /// Makes every profile of this file that names a section name it by its new name: `source_profile` of a profile,
    /// `sso_session`, `services`. The section may be in another file. `false`: no profile names it.
    pub fn refer(&mut self, section: &SectionName, name: &str) -> Result<bool, EditError> {
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

    /// Gives a profile that has a portal of its own (`sso_start_url` and `sso_region`) an sso-session instead, so that
    /// its sign-in renews: the session that is there for this portal, or a new one that is named after the portal's
    /// host. `false`: the profile has no portal of its own.
    ///
    /// ```
    /// use daypass_config_parse::Document;
    ///
    /// let mut file = Document::parse(
    ///     "[profile dev]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n",
    /// );
    /// assert!(file.give_session("dev")?);
    /// assert_eq!(file.as_bytes().split(|byte| *byte == b'\n').nth(1), Some(&b"sso_session = corp"[..]));
    /// # Ok::<(), daypass_config_parse::EditError>(())
    /// ```
    pub fn give_session(&mut self, profile: &str) -> Result<bool, EditError> {
        let config = Config::new(self, None, Dialect::AwsCli);
        let Some(found) = config.profile(profile) else { return Ok(false) };
        let (Some(url), Some(region)) = (found.get("sso_start_url"), found.get("sso_region")) else {
            return Ok(false);
        };
        let is_it = |session: &Section<'_>| {
            session.get("sso_start_url") == Some(url) && session.get("sso_region") == Some(region)
        };
        let known = config.sso_sessions().find(is_it).map(|session| session.name().to_owned());
        let is_new = known.is_none();
        let session = known.unwrap_or_else(|| free_name(&config, url));
        let (section, own) = (SectionName::sso_session(&session), SectionName::profile(profile));
        let mut batch = Batch::new();
        if is_new {
            batch = batch.set(&section, "sso_start_url", url).set(&section, "sso_region", region);
            batch = batch.set(&section, "sso_registration_scopes", SCOPES);
        }
        let batch = batch.unset(&own, "sso_start_url").unset(&own, "sso_region");
        self.apply(&batch.set(&own, "sso_session", &session))
    }
}

/// The first label of the portal's host, with a number where that is taken.
fn free_name(config: &Config<'_>, url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let label: String = url.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let label = if label.is_empty() { "sso".to_owned() } else { label };
    (1..=u32::MAX)
        .map(|count| if count == 1 { label.clone() } else { format!("{label}-{count}") })
        .find(|name| config.sso_session(name).is_none())
        .unwrap_or(label)
}
