//! What belongs to a sign-in: tokens, client registrations and role credentials. One rule, for signing out of one
//! session or of all, and for whoever signs in as somebody else.

use crate::{Error, Plan, Provider, Session, Settings, provider::cache_error, resolve, sessions};
use daypass_config_parse::Config;
use daypass_token_cache::{CacheFile, CacheKey, Content, RegistrationKey, Store, Token};
use std::collections::{BTreeMap, BTreeSet};

/// Whose files.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "one or all")]
pub enum Whose<'a> {
    /// Those of one session, and of the roles that profiles get through it.
    Session(&'a Session),
    /// Those of all: every token in the folder, whoever made it, as `aws sso logout` does; the registrations of the
    /// sessions in the config and of the tokens found; role credentials of IAM Identity Center, and of the roles that
    /// profiles assume through a session.
    Everybody,
}

/// A file that a sign-out removes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Belonging {
    /// The file.
    pub entry: CacheFile,
    /// The session of the config whose token it is; without one, other members say whose.
    pub session: Option<Session>,
    /// Whose it is, for people: the session's name, else the token's start URL, else the name of the file.
    pub label: String,
}

impl Belonging {
    /// The token in it.
    pub fn token(&self) -> Option<&Token> {
        match &self.entry.content {
            Content::Token(token) => Some(token),
            _ => None,
        }
    }
}

/// The keys of the role credentials that profiles get through a session, each hop of a chain included.
pub fn role_keys(config: &Config<'_>, session: &Session) -> BTreeSet<CacheKey> {
    keys_of_roles(config, |token| token == session.token_key())
}

fn keys_of_roles(config: &Config<'_>, wanted: impl Fn(CacheKey) -> bool) -> BTreeSet<CacheKey> {
    let plans =
        config.profiles().filter_map(|profile| resolve(config, &Settings::default(), profile.name()).ok());
    let wanted = |plan: &Plan| plan.session().is_some_and(|session| wanted(session.token_key()));
    plans.filter(wanted).flat_map(|plan| plan.cache_keys().collect::<Vec<_>>()).collect()
}

impl Provider {
    /// What a sign-out would remove. Nothing is changed.
    pub fn belongings(
        &self,
        config: &Config<'_>,
        settings: &Settings,
        whose: Whose<'_>,
    ) -> Result<Vec<Belonging>, Error> {
        let sessions = sessions(config, settings);
        let known: BTreeMap<CacheKey, &Session> =
            sessions.iter().map(|session| (session.token_key(), session)).collect();
        // Also of sections that are not whole.
        let sections: BTreeMap<CacheKey, &str> = config
            .sso_sessions()
            .map(|section| (CacheKey::for_session(section.name()), section.name()))
            .collect();
        let label = |entry: &CacheFile| -> (Option<Session>, String) {
            let key = entry.key();
            let known = key.and_then(|key| known.get(&key)).map(|session| Session::clone(session));
            let name = known.as_ref().map(|session| session.label().to_owned());
            let name = name.or_else(|| Some((*sections.get(&key?)?).to_owned()));
            let name = name.or_else(|| match &entry.content {
                Content::Token(token) => token.start_url.clone().filter(|url| !url.is_empty()),
                _ => None,
            });
            let file = entry.path.file_name().unwrap_or_default().to_string_lossy();
            (known, name.unwrap_or_else(|| file.into_owned()))
        };
        let found = match whose {
            Whose::Session(session) => {
                let mut found = named(&self.tokens, &session.keys().into())?;
                found.extend(named(&self.roles, &role_keys(config, session))?);
                found
            }
            Whose::Everybody => self.of_everybody(config, &sessions)?,
        };
        let belonging = |entry: CacheFile| {
            let (session, label) = label(&entry);
            Belonging { entry, session, label }
        };
        Ok(found.into_iter().map(belonging).collect())
    }

    fn of_everybody(&self, config: &Config<'_>, sessions: &[Session]) -> Result<Vec<CacheFile>, Error> {
        let mut found = self.tokens.cache_files().map_err(cache_error)?;
        let mut clients: BTreeSet<CacheKey> =
            sessions.iter().flat_map(|session| session.registration_key().slots()).collect();
        for entry in &found {
            let Content::Token(token) = &entry.content else { continue };
            // A sign-in that no file of the config names.
            if let (Some(start_url), Some(region)) = (&token.start_url, &token.region) {
                let key = RegistrationKey { region, scopes: None, session_name: None, start_url };
                clients.extend(key.slots());
            }
        }
        found.retain(|entry| match &entry.content {
            // What was set aside may still hold a token.
            Content::Token(_) | Content::SetAside => true,
            Content::Corrupt(_) => entry.key().is_some(),
            // Those of other tools, and of sessions that are no longer there, hold nothing that lets anybody in.
            Content::Registration(_) => entry.key().is_some_and(|key| clients.contains(&key)),
            _ => false,
        });
        let chained = keys_of_roles(config, |_| true);
        let mut roles = self.roles.cache_files().map_err(cache_error)?;
        roles.retain(|entry| {
            entry.is_sso_role() || entry.former_key().is_some_and(|key| chained.contains(&key))
        });
        found.extend(roles);
        Ok(found)
    }
}

/// The files of these keys, and what was set aside of them.
fn named(store: &Store, keys: &BTreeSet<CacheKey>) -> Result<Vec<CacheFile>, Error> {
    let mut found = store.cache_files().map_err(cache_error)?;
    found.retain(|entry| entry.former_key().is_some_and(|key| keys.contains(&key)));
    Ok(found)
}
