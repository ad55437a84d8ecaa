//! The profile whose console sign-in (`login_session`) another profile uses.

use crate::own_process_profile;
use daypass_config_parse::{Config, Profile};

/// Finds the profile whose console sign-in (`login_session`) a profile uses: itself, or the one at the end of its chain.
/// `None` if the chain ends otherwise, or not at all.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_credential_sources::login_owner;
///
/// let file = Document::parse("[profile r]\nrole_arn = r\nsource_profile = d\n[profile d]\nlogin_session = a\n");
/// let config = Config::new(&file, None, Dialect::AwsCli);
/// assert_eq!(login_owner(&config, "r").as_ref().map(|owner| owner.name()), Some("d"));
/// ```
pub fn login_owner<'c>(config: &'c Config<'_>, name: &str) -> Option<Profile<'c>> {
    let mut next = config.profile(name)?;
    // A chain without a circle has no more links than there are profiles.
    for _ in config.profiles() {
        let link = match (next.text("role_arn"), next.text("login_session")) {
            (Some(_), _) => next.text("source_profile")?.to_owned(),
            (None, Some(_)) => return Some(next),
            (None, None) => own_process_profile(&next)?,
        };
        next = config.profile(&link)?;
    }
    None
}
