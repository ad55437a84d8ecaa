//! Finds the cache files of a sign-in: tokens, client registrations and role credentials. A sign-out removes them, and
//! a sign-in as another user removes the former user's role credentials.

use crate::{Error, Plan, Provider, Resolver, Session, Settings, provider::cache_error, sessions};
use daypass_config_parse::Config;
use daypass_token_cache::{CacheFile, CacheKey, Content, RegistrationKey, Store};
use std::collections::{BTreeMap, BTreeSet};

/// Which sessions a sign-out ends.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "one session or all")]
pub enum SignOutScope<'a> {
    /// One session: its token, its registrations, and the credentials of the roles that profiles get through it.
    Session(&'a Session),
    /// All sessions: every token in the folder, of any tool, as `aws sso logout` removes them; the registrations of the
    /// sessions in the config and of the tokens found; role credentials of IAM Identity Center, and of the roles that
    /// profiles assume through a session.
    All,
}

/// A file that a sign-out removes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SignInFile {
    /// The file and its contents.
    pub file: CacheFile,
    /// The session of the config whose token the file holds; `None` for other files.
    pub session: Option<Session>,
    /// A name for messages: the session's name, else the token's start URL, else the file name.
    pub label: String,
}

/// Returns the cache keys of the role credentials that profiles get through a session, including each role of a chain.
pub fn role_keys(config: &Config<'_>, session: &Session) -> BTreeSet<CacheKey> {
    keys_of_roles(config, |token| token == session.token_key())
}

fn keys_of_roles(config: &Config<'_>, wanted: impl Fn(CacheKey) -> bool) -> BTreeSet<CacheKey> {
    let settings = Settings::default();
    let resolver = Resolver::new(config, &settings);
    let plans = config.profiles().filter_map(|profile| resolver.resolve(profile.name()).ok());
    let wanted = |plan: &Plan| plan.session().is_some_and(|session| wanted(session.token_key()));
    plans.filter(wanted).flat_map(|plan| plan.cache_keys().collect::<Vec<_>>()).collect()
}

impl Provider {
    /// Lists the files that a sign-out of this scope removes, without changing any.
    ///
    /// # Errors
    /// [`ErrorKind::Cache`](crate::ErrorKind::Cache) if a cache folder cannot be listed.
    pub fn sign_in_files(
        &self,
        config: &Config<'_>,
        settings: &Settings,
        whose: SignOutScope<'_>,
    ) -> Result<Vec<SignInFile>, Error> {
        let sessions = sessions(config, settings);
        let known: BTreeMap<CacheKey, &Session> =
            sessions.iter().map(|session| (session.token_key(), session)).collect();
        // Sections with missing keys give a name as well.
        let sections: BTreeMap<CacheKey, &str> = config
            .sso_sessions()
            .map(|section| (CacheKey::for_session(section.name()), section.name()))
            .collect();
        let label = |entry: &CacheFile| -> (Option<Session>, String) {
            let key = entry.key();
            let known = key.and_then(|key| known.get(&key)).map(|session| Session::clone(session));
            let name = known.as_ref().map(|session| session.label().to_owned());
            let name = name.or_else(|| Some((*sections.get(&key?)?).to_owned()));
            let name = name.or_else(|| entry.token()?.start_url.clone().filter(|url| !url.is_empty()));
            let file = entry.path.file_name().unwrap_or_default().to_string_lossy();
            (known, name.unwrap_or_else(|| file.into_owned()))
        };
        let found = match whose {
            SignOutScope::Session(session) => {
                let mut found = files_of_keys(&self.tokens, &session.keys().into())?;
                found.extend(files_of_keys(&self.roles, &role_keys(config, session))?);
                found
            }
            SignOutScope::All => self.files_of_all(config, &sessions)?,
        };
        let labelled = |file: CacheFile| {
            let (session, label) = label(&file);
            SignInFile { file, session, label }
        };
        Ok(found.into_iter().map(labelled).collect())
    }

    fn files_of_all(&self, config: &Config<'_>, sessions: &[Session]) -> Result<Vec<CacheFile>, Error> {
        let mut found = self.tokens.cache_files().map_err(cache_error)?;
        let mut clients: BTreeSet<CacheKey> =
            sessions.iter().flat_map(|session| session.registration_key().slots()).collect();
        for token in found.iter().filter_map(CacheFile::token) {
            // The token may be of a session that the config does not have.
            if let (Some(start_url), Some(region)) = (&token.start_url, &token.region) {
                let key = RegistrationKey { region, scopes: None, session_name: None, start_url };
                clients.extend(key.slots());
            }
        }
        found.retain(|entry| match &entry.content {
            // A file that was set aside may hold a token.
            Content::Token(_) | Content::SetAside => true,
            Content::Corrupt(_) => entry.key().is_some(),
            // Registrations of other tools and of former sessions stay: none gives access to anything.
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

/// Returns the files of these keys, and the files of these keys that were set aside.
fn files_of_keys(store: &Store, keys: &BTreeSet<CacheKey>) -> Result<Vec<CacheFile>, Error> {
    let mut found = store.cache_files().map_err(cache_error)?;
    found.retain(|entry| entry.former_key().is_some_and(|key| keys.contains(&key)));
    Ok(found)
}
