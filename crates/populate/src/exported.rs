//! Keys as profiles of the credentials file, for tools that read nothing else.
//!
//! Each exported profile carries a mark, by which it is found and removed. A profile without the mark is never changed.

use crate::Error;
use daypass_config_parse::{Batch, Config, Dialect, Document, SectionName};
use daypass_sso_types::{Credentials, SessionToken};

/// The key that marks an exported profile; its value is the session's label.
const MARK: &str = "x_daypass_session";
/// The key of the expiry, which other tools use, too.
const EXPIRES: &str = "x_security_token_expires";
/// The mark's value for keys that come from no session.
const NO_SESSION: &str = "none";

/// Keys to write as a profile of the credentials file.
///
/// ```
/// use daypass_config_parse::Document;
/// use daypass_populate::exported::{ExportedKeys, exported_profiles, removal};
/// use daypass_sso_types::{Credentials, SecretAccessKey};
///
/// let credentials = Credentials {
///     access_key_id: "ASIAEXAMPLE".into(),
///     secret_access_key: SecretAccessKey::new("secret"),
///     session_token: None,
///     expires_at: None,
///     account_id: None,
/// };
/// let keys = ExportedKeys { profile: "old-tool", credentials: &credentials, expires: None, session: Some("corp") };
/// let mut file = Document::parse_credentials("");
/// file.apply(&keys.edits(&Document::parse(""), Some(&file))?)?;
/// assert_eq!(exported_profiles(&file, Some("corp")), ["old-tool"]);
///
/// file.apply(&removal(&exported_profiles(&file, None)))?;
/// assert!(exported_profiles(&file, None).is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "the values of the section, which callers fill in")]
pub struct ExportedKeys<'a> {
    /// The profile's name.
    pub profile: &'a str,
    /// The keys.
    pub credentials: &'a Credentials,
    /// When the keys expire, in RFC 3339 format.
    pub expires: Option<&'a str>,
    /// The label of the session that the keys come from.
    pub session: Option<&'a str>,
}

impl ExportedKeys<'_> {
    /// Builds the edit of the credentials file.
    ///
    /// # Errors
    /// Fails with [`Taken`](crate::ErrorKind::Taken) if one of the files has an unmarked profile of this name: nearly
    /// every tool would prefer the keys to that profile's sign-in, and then the keys expire.
    pub fn edits(&self, config: &Document, credentials: Option<&Document>) -> Result<Batch, Error> {
        if Config::new(config, None, Dialect::AwsCli).profile(self.profile).is_some() {
            return Err(Error::taken(
                "the config file has a profile of this name, which the keys would shadow",
            ));
        }
        let empty = Document::parse(Vec::new());
        let kept = Config::new(&empty, credentials, Dialect::AwsCli);
        if kept.profile(self.profile).is_some_and(|profile| profile.get(MARK).is_none()) {
            return Err(Error::taken(
                "the credentials file has a profile of this name that daypass did not write",
            ));
        }
        let section = SectionName::profile(self.profile);
        let keys = self.credentials;
        let values = [
            ("aws_access_key_id", Some(keys.access_key_id.as_str())),
            ("aws_secret_access_key", Some(keys.secret_access_key.expose())),
            ("aws_session_token", keys.session_token.as_ref().map(SessionToken::expose)),
            (EXPIRES, self.expires),
            (MARK, Some(self.session.unwrap_or(NO_SESSION))),
        ];
        Ok(values.into_iter().fold(Batch::new(), |edits, (key, value)| match value {
            Some(value) => edits.set(&section, key, value),
            None => edits.unset(&section, key),
        }))
    }
}

/// Lists the exported profiles of a credentials file; of one session if it is given.
pub fn exported_profiles(credentials: &Document, session: Option<&str>) -> Vec<String> {
    let empty = Document::parse(Vec::new());
    let config = Config::new(&empty, Some(credentials), Dialect::AwsCli);
    let ours = config.profiles().filter(|profile| {
        profile.get(MARK).is_some_and(|mark| session.is_none_or(|session| session == mark))
    });
    ours.map(|profile| profile.name().to_owned()).collect()
}

/// Builds the edit that removes these profiles.
pub fn removal(profiles: &[String]) -> Batch {
    let sections = profiles.iter().map(SectionName::profile);
    sections.fold(Batch::new(), |edits, section| edits.remove_section(&section))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use daypass_sso_types::SecretAccessKey;

    #[test]
    fn only_marked_profiles_are_replaced() {
        let credentials = Credentials {
            access_key_id: "ASIA".to_owned(),
            secret_access_key: SecretAccessKey::new("secret"),
            session_token: Some(SessionToken::new("token")),
            expires_at: None,
            account_id: None,
        };
        let keys =
            |profile| ExportedKeys { profile, credentials: &credentials, expires: None, session: None };
        let config = Document::parse("[profile dev]\nregion = eu-west-1\n");
        let file = Document::parse_credentials(
            "[mine]\naws_access_key_id = AKIA\n[ours]\nx_daypass_session = corp\n[none]\nx_daypass_session = none\n",
        );
        for (profile, is_taken) in [("dev", true), ("mine", true), ("ours", false), ("new", false)] {
            let refused = keys(profile).edits(&config, Some(&file)).err().map(|error| error.kind());
            assert_eq!(refused, is_taken.then_some(ErrorKind::Taken), "{profile}");
        }
        assert_eq!(exported_profiles(&file, None), ["ours", "none"]);
        assert_eq!(exported_profiles(&file, Some("corp")), ["ours"]);
    }
}
