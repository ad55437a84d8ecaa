//! The keys of a profile as aws-vault reads them: with what it includes, and what it inherits of `[default]`.

use daypass_config_parse::Config;

/// Keys of `[default]` that aws-vault reads in the profiles that lack them.
const INHERITED: [&str; 6] =
    ["sso_session", "sso_start_url", "sso_region", "sso_account_id", "sso_role_name", "region"];

/// Returns the keys of a profile and their values, its own first, then those of the profiles that it names by
/// `include_profile`, or by `parent_profile` as aws-vault 5 and 6 call it. A profile that includes none inherits those of
/// `[default]` that say a role.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_other_tools::vault_keys;
///
/// let text = "[profile base]\nregion = eu-west-1\noutput = json\n[profile dev]\ninclude_profile = base\noutput = text\n";
/// let document = Document::parse(text);
/// let config = Config::new(&document, None, Dialect::AwsCli);
/// let keys = vault_keys(&config, "dev");
/// assert_eq!(keys, [("output", "text"), ("region", "eu-west-1")].map(|(key, value)| (key.to_owned(), value.to_owned())));
/// ```
pub fn vault_keys(config: &Config<'_>, name: &str) -> Vec<(String, String)> {
    let mut merged: Vec<(String, String)> = Vec::new();
    let (mut seen, mut next) = (Vec::new(), Some(name.to_owned()));
    while let Some(name) = next.take().filter(|name| !seen.contains(name)) {
        let Some(profile) = config.profile(&name) else { break };
        for key in profile.keys() {
            let is_new = !merged.iter().any(|(known, _)| known == key);
            if let Some(value) =
                profile.get(key).filter(|_| is_new && !matches!(key, "include_profile" | "parent_profile"))
            {
                merged.push((key.to_owned(), value.to_owned()));
            }
        }
        next = profile.get("include_profile").or(profile.get("parent_profile")).map(str::to_owned);
        seen.push(name);
    }
    let has_role = merged.iter().any(|(key, _)| key == "role_arn");
    if seen.len() == 1
        && !has_role
        && let Some(default) = config.profile("default")
    {
        let has_portal =
            merged.iter().any(|(key, _)| matches!(key.as_str(), "sso_session" | "sso_start_url"));
        let is_of_portal = |key: &str| matches!(key, "sso_session" | "sso_start_url" | "sso_region");
        for key in INHERITED.into_iter().filter(|key| !(has_portal && is_of_portal(key))) {
            let is_new = !merged.iter().any(|(known, _)| known == key);
            merged
                .extend(default.get(key).filter(|_| is_new).map(|value| (key.to_owned(), value.to_owned())));
        }
    }
    merged
}
