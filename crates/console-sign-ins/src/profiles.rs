//! Which profiles use which console identity, and what a profile says of its sign-in.

use daypass_config_parse::{Config, Profile};
use daypass_credentials::{Endpoints, LoginProfile, LoginSessions, has_sso_keys, other_source};
use daypass_login_session::console_login::LoginSession;
use daypass_sso_types::Region;

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

/// Returns what gives a profile credentials other than a console sign-in, as a key of the config file or as the words `IAM Identity
/// Center`; a lone secret key counts. AWS tools do not agree on which of two sources wins.
///
/// ```
/// use daypass_config_parse::{Config, Dialect, Document};
/// use daypass_console_sign_ins::source_beside_login;
///
/// let document = Document::parse("[profile a]\nlogin_session = x\n[profile b]\nlogin_session = x\nrole_arn = r\n");
/// let config = Config::new(&document, None, Dialect::AwsCli);
/// let found = |name| config.profile(name).and_then(|profile| source_beside_login(&profile));
/// assert_eq!((found("a"), found("b")), (None, Some("role_arn")));
/// ```
pub fn source_beside_login(profile: &Profile<'_>) -> Option<&'static str> {
    let lone = || profile.text("aws_secret_access_key").map(|_| "aws_secret_access_key");
    let sso = || has_sso_keys(profile).then_some("IAM Identity Center");
    other_source(profile).filter(|key| *key != "login_session").or_else(sso).or_else(lone)
}

/// Returns a profile for a sign-in at these endpoints; `region` counts only for a file that does not say where its session was
/// opened. For sign-ins that no profile of the config file names.
pub fn login_profile(endpoints: &Endpoints, identity: LoginSession, region: Option<Region>) -> LoginProfile {
    let endpoints = endpoints.clone();
    LoginProfile::new(identity, region, move |region: &_| Ok(endpoints.sign_in_endpoint(region)?))
}

/// Returns the region in which a profile's next sign-in is made if nothing else says one: its own, else that of its last sign-in.
pub fn said_region(sessions: &LoginSessions, profile: &Profile<'_>) -> Option<String> {
    let of_last = || {
        let identity = profile.text("login_session")?.parse().ok()?;
        sessions.stored(&identity).ok()??.sign_in_region
    };
    profile.text("region").map(str::to_owned).or_else(of_last)
}
