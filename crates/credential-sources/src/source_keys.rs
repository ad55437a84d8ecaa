//! The keys that give a profile a source of credentials, for the AWS CLI or for any SDK.

use daypass_config_parse::{Config, Profile};

/// The keys of IAM Identity Center.
const SSO_KEYS: [&str; 4] = ["sso_session", "sso_account_id", "sso_role_name", "sso_start_url"];
/// The keys of all other sources; an earlier key wins over a later one.
const OTHER_KEYS: [&str; 5] =
    ["role_arn", "aws_access_key_id", "credential_process", "web_identity_token_file", "login_session"];

/// Whether a profile has any source of credentials. A `[default]` that holds only a region has none.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_credential_sources::has_source;
///
/// let document = Document::parse("[default]\nregion = eu-west-1\n[profile p]\nrole_arn = r\n");
/// let config = Config::new(&document, None, Dialect::AwsCli);
/// let has = |name| config.profile(name).is_some_and(|profile| has_source(&profile));
/// assert!(!has("default") && has("p"));
/// ```
pub fn has_source(profile: &Profile<'_>) -> bool {
    has_sso_keys(profile) || other_source(profile).is_some()
}

/// Whether this is the profile `default` without a source of credentials: it holds only values for other profiles, as
/// `aws configure` writes them.
pub fn is_bare_default(profile: &Profile<'_>) -> bool {
    profile.name() == "default" && !has_source(profile)
}

/// Whether the profile `default` has a source of credentials, so that a tool without a profile uses it.
pub fn has_default_credentials(config: &Config<'_>) -> bool {
    config.profile("default").is_some_and(|profile| has_source(&profile))
}

/// Returns the first key of a profile that gives it a source other than IAM Identity Center.
pub fn other_source(profile: &Profile<'_>) -> Option<&'static str> {
    OTHER_KEYS.into_iter().find(|key| profile.text(key).is_some())
}

/// Whether a profile has keys of IAM Identity Center.
pub fn has_sso_keys(profile: &Profile<'_>) -> bool {
    SSO_KEYS.iter().any(|key| profile.text(key).is_some())
}
