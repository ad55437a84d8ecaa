//! Which profiles use which console identity.

use daypass_config_parse::Config;
use daypass_login_session::console_login::LoginSession;

/// Lists the console identities that profiles name by `login_session`, each with the names of these profiles, in file order. A
/// value that is not the ARN of an identity names none.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_console_sign_ins::profiles_by_identity;
///
/// let arn = "arn:aws:iam::111122223333:user/ada";
/// let text = format!("[profile a]\nlogin_session = {arn}\n[profile b]\nlogin_session = {arn}\n[profile c]\nregion = x\n");
/// let document = Document::parse(text);
/// let found = profiles_by_identity(&Config::new(&document, None, Dialect::AwsCli));
/// assert_eq!(found.into_iter().map(|(_, names)| names).collect::<Vec<_>>(), [["a", "b"]]);
/// ```
pub fn profiles_by_identity(config: &Config<'_>) -> Vec<(LoginSession, Vec<String>)> {
    let mut found: Vec<(LoginSession, Vec<String>)> = Vec::new();
    for profile in config.profiles() {
        let identity = profile.text("login_session").and_then(|arn| LoginSession::new(arn).ok());
        let Some(identity) = identity else { continue };
        let name = profile.name().to_owned();
        match found.iter_mut().find(|(known, _)| *known == identity) {
            Some((_, names)) => names.push(name),
            None => found.push((identity, vec![name])),
        }
    }
    found
}
