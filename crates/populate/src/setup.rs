//! Sets up one session and one profile: checks the values of their keys and builds the edit that writes them.

use crate::Error;
use daypass_config_parse::{Batch, Config, SectionName};
use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};

/// The scope for listing accounts and roles, which the AWS CLI's wizard suggests.
pub const DEFAULT_SCOPES: &str = daypass_sso_types::DEFAULT_SCOPE;
/// The values of `output` that the AWS CLI knows.
pub const OUTPUTS: [&str; 6] = ["json", "text", "table", "yaml", "yaml-stream", "off"];
/// Keys of a legacy profile that are removed when it gets `sso_session`: botocore rejects a profile with both.
const LEGACY_KEYS: [&str; 3] = ["sso_start_url", "sso_region", "sso_registration_scopes"];

/// Checks the value of a key of a session or a profile.
///
/// `region` and `output` may be empty, which leaves them out; an unknown key takes any value.
///
/// ```
/// use daypass_populate::setup::check;
///
/// assert!(check("sso_region", "eu-west-1").is_ok());
/// assert!(check("sso_registration_scopes", "sso:account:access, codewhisperer:completions").is_ok());
/// assert!(check("output", "yam").unwrap_err().to_string().contains("the formats are json, text"));
/// ```
///
/// # Errors
/// Fails with [`Value`](crate::ErrorKind::Value) and a text for the person who typed the value.
pub fn check(key: &str, value: &str) -> Result<(), Error> {
    let wrong = |error: &dyn std::error::Error| Error::value(error.to_string());
    match key {
        "region" | "output" if value.is_empty() => Ok(()),
        "sso_start_url" => StartUrl::new(value).map(drop).map_err(|error| wrong(&error)),
        "sso_region" | "region" => Region::new(value).map(drop).map_err(|error| wrong(&error)),
        "sso_account_id" => AccountId::new(value).map(drop).map_err(|error| wrong(&error)),
        "sso_role_name" => RoleName::new(value).map(drop).map_err(|error| wrong(&error)),
        "sso_registration_scopes" => {
            let scopes = split_scopes(value);
            match scopes.is_empty() || scopes.iter().any(|scope| scope.contains(char::is_whitespace)) {
                true => Err(Error::value("separate scopes by commas; a scope has no spaces")),
                false => Ok(()),
            }
        }
        "output" if !OUTPUTS.contains(&value) => Err(Error::value(format!(
            "{value:?} is not an output format of the AWS CLI; the formats are {}",
            OUTPUTS.join(", ")
        ))),
        _ => Ok(()),
    }
}

/// Checks the name of a section; one that the config has already is good.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document, SectionName};
/// use daypass_populate::setup::check_name;
///
/// let config = Document::parse("[profile \"has a space\"]\n");
/// let config = Config::new(&config, None, Dialect::AwsCli);
/// assert!(check_name(&config, &SectionName::profile("has a space")).is_ok());
/// assert!(check_name(&config, &SectionName::profile("has another space")).is_err());
/// ```
///
/// # Errors
/// A new name that some SDKs cannot read, in a text for the person who typed it.
pub fn check_name(config: &Config<'_>, section: &SectionName) -> Result<(), Error> {
    match section.is_plain() || config.section(section.kind(), section.name()).is_some() {
        true => Ok(()),
        false => Err(Error::value(format!(
            "{:?} is a name that some SDKs cannot read; use only A-Z a-z 0-9 _ . + @ % : / -",
            section.name()
        ))),
    }
}

/// Splits the value of `sso_registration_scopes` at commas.
pub fn split_scopes(scopes: &str) -> Vec<String> {
    scopes.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

/// Suggests the profile name `ROLE-ACCOUNT` in characters that every SDK reads.
pub fn suggested_name(role: &RoleName, account: &AccountId) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "_.+@%:/-".contains(c) { c } else { '-' };
    format!("{}-{account}", role.as_str().chars().map(plain).collect::<String>())
}

/// The keys of an `sso-session` section, or of a legacy profile that has them itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the keys of a session, which callers fill in")]
pub struct SessionKeys {
    /// The value of `sso_start_url`.
    pub start_url: StartUrl,
    /// The value of `sso_region`.
    pub region: Region,
    /// The value of `sso_registration_scopes`; `None` leaves the key as it is.
    pub scopes: Option<String>,
}

impl SessionKeys {
    /// Builds the edit that writes the `sso-session` section of this name.
    pub fn edits(&self, session: &str) -> Batch {
        self.edits_after(Batch::new(), session)
    }

    fn edits_after(&self, edits: Batch, session: &str) -> Batch {
        let section = SectionName::sso_session(session);
        let edits = edits.set(&section, "sso_start_url", self.start_url.as_str()).set(
            &section,
            "sso_region",
            self.region.as_str(),
        );
        match &self.scopes {
            Some(scopes) => edits.set(&section, "sso_registration_scopes", scopes),
            None => edits,
        }
    }
}

/// The values of a profile for a role, and of its session.
///
/// ```
/// use daypass_config_parse::Document;
/// use daypass_populate::setup::{ProfileSetup, SessionKeys};
/// use daypass_sso_types::{AccountId, Region, RoleName, StartUrl};
///
/// let setup = ProfileSetup {
///     profile: "dev".into(),
///     session: Some("corp".into()),
///     keys: SessionKeys {
///         start_url: StartUrl::new("https://d-1234567890.awsapps.com/start")?,
///         region: Region::new("eu-west-1")?,
///         scopes: None,
///     },
///     account: AccountId::new("111122223333")?,
///     role: RoleName::new("Admin")?,
///     region: None,
///     output: Some("json".into()),
/// };
/// let mut file = Document::parse("# mine\n");
/// file.apply(&setup.edits())?;
/// assert!(String::from_utf8_lossy(file.as_bytes()).contains("[profile dev]\nsso_session = corp\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "the values of the section, which callers fill in")]
pub struct ProfileSetup {
    /// The profile's name.
    pub profile: String,
    /// The session's name; `None` writes a legacy profile, whose token cannot be refreshed.
    pub session: Option<String>,
    /// The keys of the session.
    pub keys: SessionKeys,
    /// The value of `sso_account_id`.
    pub account: AccountId,
    /// The value of `sso_role_name`.
    pub role: RoleName,
    /// The value of `region`; `None` leaves the key as it is.
    pub region: Option<String>,
    /// The value of `output`; `None` leaves the key as it is.
    pub output: Option<String>,
}

impl ProfileSetup {
    /// Builds one edit of the profile and its session, which also removes keys of the profile's former form.
    pub fn edits(&self) -> Batch {
        let profile = SectionName::profile(self.profile.as_str());
        let edits = match &self.session {
            Some(session) => {
                let edits = Batch::new().set(&profile, "sso_session", session);
                LEGACY_KEYS.iter().fold(edits, |edits, key| edits.unset(&profile, key))
            }
            None => Batch::new()
                .unset(&profile, "sso_session")
                .set(&profile, "sso_start_url", self.keys.start_url.as_str())
                .set(&profile, "sso_region", self.keys.region.as_str()),
        };
        let edits =
            self.role_keys().into_iter().fold(edits, |edits, (key, value)| edits.set(&profile, key, value));
        let settings = [("region", &self.region), ("output", &self.output)];
        let edits = settings.into_iter().fold(edits, |edits, (key, value)| match value {
            Some(value) => edits.set(&profile, key, value),
            None => edits,
        });
        match &self.session {
            Some(session) => self.keys.edits_after(edits, session),
            None => edits,
        }
    }

    /// Returns the role key that the credentials file overrides, if one does.
    pub fn overridden(&self, config: &Config<'_>) -> Option<&'static str> {
        let profile = config.profile(&self.profile)?;
        let is_other = |(key, value): &(&'static str, &str)| profile.get(key) != Some(*value);
        self.role_keys().into_iter().find(is_other).map(|(key, _)| key)
    }

    fn role_keys(&self) -> [(&'static str, &str); 2] {
        [("sso_account_id", self.account.as_str()), ("sso_role_name", self.role.as_str())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use daypass_config_parse::{Dialect, Document};

    fn setup(session: Option<&str>) -> ProfileSetup {
        ProfileSetup {
            profile: "dev".to_owned(),
            session: session.map(str::to_owned),
            keys: SessionKeys {
                start_url: StartUrl::new("https://example.com/start").expect("a URL"),
                region: Region::new("eu-west-1").expect("a region"),
                scopes: session.map(|_| DEFAULT_SCOPES.to_owned()),
            },
            account: AccountId::new("111122223333").expect("an id"),
            role: RoleName::new("Admin").expect("a role"),
            region: Some("us-east-2".to_owned()),
            output: None,
        }
    }

    #[test]
    fn keys_of_the_former_form_are_removed() {
        let legacy = "[profile dev]\nsso_start_url = https://old\nsso_region = us-east-1\noutput = text\n";
        let mut file = Document::parse(legacy);
        file.apply(&setup(Some("corp")).edits()).expect("an edit");
        let after = String::from_utf8_lossy(file.as_bytes()).into_owned();
        assert!(after.contains("sso_session = corp") && after.contains("[sso-session corp]"), "{after}");
        assert!(!after.contains("https://old") && after.contains("output = text"), "{after}");
        file.apply(&setup(None).edits()).expect("an edit");
        let config = Config::new(&file, None, Dialect::AwsCli);
        let profile = config.profile("dev").expect("the profile");
        assert_eq!(profile.get("sso_session"), None);
        assert_eq!(profile.get("sso_start_url"), Some("https://example.com/start"));
    }

    #[test]
    fn a_key_that_the_credentials_file_overrides_is_found() {
        let file = Document::parse("[profile dev]\nsso_account_id = 111122223333\nsso_role_name = Admin\n");
        let other = Document::parse_credentials("[dev]\nsso_role_name = Other\n");
        let overridden =
            |credentials| setup(Some("corp")).overridden(&Config::new(&file, credentials, Dialect::AwsCli));
        assert_eq!(overridden(None), None);
        assert_eq!(overridden(Some(&other)), Some("sso_role_name"));
    }

    #[test]
    fn values_are_checked_by_key() {
        for (key, value, is_good) in [
            ("region", "", true),
            ("region", "mars", true),
            ("region", "not a region", false),
            ("sso_region", "", false),
            ("output", "yaml", true),
            ("output", "yml", false),
            ("sso_registration_scopes", " , ", false),
            ("sso_registration_scopes", "a b", false),
            ("sso_start_url", "nowhere", false),
            ("sso_account_id", "", false),
            ("cli_pager", "anything", true),
        ] {
            assert_eq!(check(key, value).is_ok(), is_good, "{key} = {value:?}");
        }
        let odd = RoleName::new("Role=Odd").expect("a role");
        let account = AccountId::new("111122223333").expect("an id");
        assert_eq!(suggested_name(&odd, &account), "Role-Odd-111122223333");
    }
}
