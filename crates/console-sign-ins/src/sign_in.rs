//! One console sign-in of a home: by its file, or as the service answers.

use crate::{ConsoleState, profiles_by_identity};
use daypass_config_parse::Config;
use daypass_login_session::{
    Error, ErrorKind, LoginProfile, LoginSessions,
    console_login::{IdTokenClaims, LoginSession},
};
use daypass_token_cache::{LoginKey, time};
use serde_json::{Value, json};
use std::time::SystemTime;

/// A console sign-in: of an identity that profiles name, or one in the folder that none does.
///
/// ```
/// use daypass_config_parse::Config;
/// use daypass_console_sign_ins::ConsoleSignIn;
/// use daypass_login_session::LoginSessions;
/// use std::time::SystemTime;
///
/// /// What a status bar shows.
/// fn words(sessions: &LoginSessions, config: &Config<'_>, now: SystemTime) -> Vec<String> {
///     let all = ConsoleSignIn::all(sessions, config, now);
///     all.iter().map(|one| format!("{} {}", one.label(), one.state.word())).collect()
/// }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ConsoleSignIn {
    /// Whose it is; `None` if no profile names it and its file does not say so.
    pub identity: Option<LoginSession>,
    /// How good it is.
    pub state: ConsoleState,
    /// The profiles that name it, in file order.
    pub profiles: Vec<String>,
}

impl ConsoleSignIn {
    /// Reads the sign-in of one identity. A damaged file is set aside and counts as none.
    pub fn of(
        sessions: &LoginSessions,
        config: &Config<'_>,
        identity: &LoginSession,
        now: SystemTime,
    ) -> Self {
        let profiles = profiles_by_identity(config).into_iter().find(|(named, _)| named == identity);
        Self::read(sessions, identity, profiles.map(|(_, names)| names).unwrap_or_default(), now)
    }

    /// Reads the sign-ins of all identities that profiles name, in file order, then those in the folder that no
    /// profile names, unless they have ended.
    pub fn all(sessions: &LoginSessions, config: &Config<'_>, now: SystemTime) -> Vec<Self> {
        let named = profiles_by_identity(config);
        let files: Vec<_> = named
            .iter()
            .map(|(identity, _)| sessions.store().login_path(&LoginKey::of(identity.as_str())))
            .collect();
        let mut all: Vec<_> = named
            .into_iter()
            .map(|(identity, profiles)| Self::read(sessions, &identity, profiles, now))
            .collect();
        for other in sessions.stored_sessions().into_iter().filter(|one| !files.contains(&one.path)) {
            let state = ConsoleState::of(Ok(Some(*other.entry)), now);
            if state.is_good() {
                all.push(Self { identity: other.identity, state, profiles: Vec::new() });
            }
        }
        all
    }

    fn read(
        sessions: &LoginSessions,
        identity: &LoginSession,
        profiles: Vec<String>,
        now: SystemTime,
    ) -> Self {
        let state = ConsoleState::of(sessions.stored(identity), now);
        Self { identity: Some(identity.clone()), state, profiles }
    }

    /// Refreshes the keys if they need it, which shows whether the service still accepts the session, and reads the state
    /// again. `profile` is a profile of the identity.
    ///
    /// Dropping the future does not end a refresh.
    ///
    /// # Errors
    /// The service did not answer the question; the state stays as it is.
    pub async fn verify(&mut self, sessions: &LoginSessions, profile: &LoginProfile) -> Result<(), Error> {
        let answer = sessions.verified(profile).await;
        let state = ConsoleState::of(sessions.stored(profile.session()), sessions.clock().now());
        self.state = match (answer, state) {
            (Ok(_), state) => state,
            (Err(error), ConsoleState::Renewable(entry) | ConsoleState::SignedIn(entry))
                if matches!(error.kind(), ErrorKind::SignInNeeded | ErrorKind::Refused) =>
            {
                ConsoleState::Refused(entry)
            }
            (Err(error), state) if error.kind() == ErrorKind::SignInNeeded => state,
            (Err(error), _) => return Err(error),
        };
        Ok(())
    }

    /// Returns the ARN of the identity, or words for one that is not known.
    pub fn label(&self) -> &str {
        self.identity.as_ref().map_or("a console sign-in", LoginSession::as_str)
    }

    /// Returns the region in which the session was opened: as the file says it, or the id token of the sign-in.
    pub fn region(&self) -> Option<String> {
        let entry = self.state.entry()?;
        let of_token = || {
            let claims = IdTokenClaims::read(entry.id_token.as_ref()?).ok()?;
            claims.region().map(|region| region.to_string())
        };
        entry.sign_in_region.clone().or_else(of_token)
    }

    /// Returns the sign-in as JSON, as [docs/status.md](https://github.com/daypass/daypass/blob/main/docs/status.md) describes it.
    pub fn to_json(&self) -> Value {
        json!({
            "login_session": self.identity.as_ref().map(LoginSession::as_str),
            "region": self.region(),
            "state": self.state.word(),
            "keys_expire_at": self.state.keys_expire_at().map(time::format),
            "renewable_until": self.state.renewable_until().map(time::format),
            "profiles": self.profiles,
        })
    }
}
