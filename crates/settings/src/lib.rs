//! Parses a person's settings file: values for all sessions, one session or one account, and every mistake with its
//! line.
//!
//! ```
//! use daypass_settings::UserSettings;
//!
//! let settings = UserSettings::parse("browser = 'firefox'\n[sso-session.corp]\nbrowser = 'firefox -P work'\n").expect("a valid file");
//! assert_eq!(settings.browser(Some("corp")), Some("firefox -P work"));
//! assert_eq!(settings.browser(None), Some("firefox"));
//!
//! let mistakes = UserSettings::parse("\ntempalte = '{id}'\n").expect_err("no such setting");
//! assert_eq!(mistakes[0].line, 2);
//! assert!(mistakes[0].text.ends_with("did you mean `template`?"));
//! ```
//!
//! A value for a session takes precedence over a value for all. [`SETTINGS`] lists every setting with its default. The
//! crate reads no file and no variable: the caller passes the text. Nothing is async. The format of the file is TOML
//! 1.0; [docs/settings.md](https://github.com/daypass/daypass/blob/main/docs/settings.md) describes it.

mod add;
mod agents;
mod allowed_places;
mod company;
mod guard_spec;
mod guards;
mod import_rules;
mod imported;
mod parse;
mod policy;
mod rows;
mod spec;
mod strictest;
mod unusable;
mod value;
mod version;

pub use add::{NewSetting, SettingsAddition};
pub use company::{CompanyFile, CompanyProblem, CompanySession};
use daypass_populate::AccountLabels;
pub use policy::{Attempt, Outdated, PolicyRefusal};
use spec::ALLOWED;
pub use spec::{Forbidden, SETTINGS, SettingSpec, Shape};
use std::{collections::HashMap, error, sync::Arc};
pub use unusable::UnusableSettings;
use unusable::Why;
pub use value::{
    SettingEntry, SettingLayer, SettingOrigin, SettingProblem, SettingRow, SettingScope, SettingValue,
};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The settings of a person, parsed from a settings file, and those of a company ([`UserSettings::with_company`]).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserSettings {
    /// In each layer the one that takes precedence first.
    entries: Vec<SettingEntry>,
    company_problems: Vec<CompanyProblem>,
}

impl UserSettings {
    /// Parses the text of a file; an empty text sets nothing.
    ///
    /// # Errors
    /// Returns every mistake by line. A file with a mistake is not used in part, which would mix two intentions.
    pub fn parse(text: &str) -> Result<Self, Vec<SettingProblem>> {
        let (entries, problems) = parse::read(text);
        if problems.is_empty() { Ok(Self { entries, ..Self::default() }) } else { Err(problems) }
    }

    /// Parses what was read of a file; `None` if there is no file.
    ///
    /// ```
    /// use daypass_settings::UserSettings;
    ///
    /// let read = |bytes: &[u8]| UserSettings::from_file(Ok::<_, std::io::Error>(Some(bytes.to_vec())));
    /// assert!(read(b"browser = 'firefox'\n").is_ok());
    /// let mistaken = read(b"tempalte = 'x'\n").expect_err("no such setting");
    /// assert!(mistaken.message("~/s.toml").starts_with("~/s.toml:1: "));
    /// let unreadable = read(b"\xff").expect_err("no UTF-8");
    /// assert_eq!(unreadable.message("~/s.toml"), "the settings in ~/s.toml cannot be read");
    /// ```
    ///
    /// # Errors
    /// The error of the reader, text that is not UTF-8, or every mistake.
    pub fn from_file<E: error::Error + Send + Sync + 'static>(
        read: Result<Option<Vec<u8>>, E>,
    ) -> Result<Option<Self>, UnusableSettings> {
        let unreadable = |error| UnusableSettings(Why::Unreadable(error));
        let Some(bytes) = read.map_err(|error| unreadable(error.into()))? else { return Ok(None) };
        let text = String::from_utf8(bytes).map_err(|error| unreadable(error.into()))?;
        Self::parse(&text).map(Some).map_err(|mistakes| UnusableSettings(Why::Mistaken(mistakes)))
    }

    /// Adds what the pin of the working folder chooses, as setting, value and line: it goes before the person's own value
    /// and after a locked one. `profile` and `region` are no settings of a file; they are listed by [`UserSettings::rows`].
    ///
    /// ```
    /// use daypass_settings::UserSettings;
    ///
    /// let settings = UserSettings::parse("sso_session = 'corp'").expect("a valid file");
    /// let settings = settings.with_folder("~/a/.daypass.toml", [("sso_session", "partner", 1)]);
    /// assert_eq!(settings.sso_session().map(|(name, _)| name), Some("partner"));
    /// ```
    #[must_use]
    pub fn with_folder<'a>(
        mut self,
        file: &str,
        choices: impl IntoIterator<Item = (&'a str, &'a str, usize)>,
    ) -> Self {
        let file: Arc<str> = file.into();
        self.entries.extend(choices.into_iter().map(|(name, value, line)| SettingEntry {
            scope: None,
            name: name.to_owned(),
            value: SettingValue::Text(value.to_owned()),
            line,
            layer: SettingLayer::Folder,
            file: Some(Arc::clone(&file)),
        }));
        self
    }

    /// Finds the entry for a session, else the entry for all, in the first layer that has either.
    fn find(&self, session: Option<&str>, name: &str) -> Option<&SettingEntry> {
        let session = session.map(|session| SettingScope::Session(session.to_owned()));
        SettingLayer::ALL.into_iter().find_map(|layer| {
            let of_session = || session.as_ref().and_then(|session| self.of(layer, Some(session), name));
            of_session().or_else(|| self.of(layer, None, name))
        })
    }

    fn of(&self, layer: SettingLayer, scope: Option<&SettingScope>, name: &str) -> Option<&SettingEntry> {
        let is_it = |entry: &&SettingEntry| {
            entry.layer == layer && entry.scope.as_ref() == scope && entry.name == name
        };
        self.entries.iter().find(is_it)
    }

    fn text(&self, session: Option<&str>, name: &str) -> Option<&str> {
        match &self.find(session, name)?.value {
            SettingValue::Text(text) => Some(text),
            SettingValue::List(_) => None,
        }
    }

    fn list(&self, session: Option<&str>, name: &str) -> &[String] {
        match self.find(session, name).map(|entry| &entry.value) {
            Some(SettingValue::List(list)) => list,
            Some(SettingValue::Text(_)) | None => &[],
        }
    }

    /// Returns the default session, and where it is set.
    pub fn sso_session(&self) -> Option<(&str, SettingOrigin)> {
        let entry = self.find(None, "sso_session")?;
        Some((self.text(None, "sso_session")?, entry.origin()))
    }

    /// Returns the browser for a session, in the syntax of the variable BROWSER, over which it takes precedence.
    pub fn browser(&self, session: Option<&str>) -> Option<&str> {
        self.text(session, "browser")
    }

    /// Returns the browser for the console of an account of a session: what is locked for the account, the session or all;
    /// else the account's, else the session's.
    pub fn console_browser(&self, session: Option<&str>, account: Option<&str>) -> Option<&str> {
        let for_account =
            |layer| self.of(layer, Some(&SettingScope::Account(account?.to_owned())), "browser");
        let for_session = self.find(session, "browser");
        let is_locked = |entry: &&SettingEntry| entry.layer == SettingLayer::Locked;
        let locked = for_account(SettingLayer::Locked).or(for_session.filter(is_locked));
        let entry = locked.or_else(|| SettingLayer::ALL.into_iter().find_map(for_account)).or(for_session)?;
        match &entry.value {
            SettingValue::Text(text) => Some(text),
            SettingValue::List(_) => None,
        }
    }

    /// Returns the alias of an account: a name that a person or a company gives it.
    pub fn alias_of_account(&self, account: &str) -> Option<&str> {
        match &self.of_account(account, "alias")?.value {
            SettingValue::Text(text) => Some(text),
            SettingValue::List(_) => None,
        }
    }

    /// Returns the tags of an account.
    pub fn tags_of_account(&self, account: &str) -> &[String] {
        match self.of_account(account, "tags").map(|entry| &entry.value) {
            Some(SettingValue::List(list)) => list,
            _ => &[],
        }
    }

    /// Returns the aliases and tags of all accounts that have any, by id.
    pub fn account_labels(&self) -> HashMap<String, AccountLabels> {
        let accounts = self.entries.iter().filter_map(|entry| match &entry.scope {
            Some(SettingScope::Account(id)) => Some(id),
            _ => None,
        });
        let labels = |id: &String| AccountLabels {
            alias: self.alias_of_account(id).map(str::to_owned),
            tags: self.tags_of_account(id).to_vec(),
        };
        accounts.map(|id| (id.clone(), labels(id))).collect()
    }

    fn of_account(&self, account: &str, name: &str) -> Option<&SettingEntry> {
        let account = SettingScope::Account(account.to_owned());
        SettingLayer::ALL.into_iter().find_map(|layer| self.of(layer, Some(&account), name))
    }

    /// Returns the template of profile names for populate.
    pub fn template(&self, session: &str) -> Option<&str> {
        self.text(Some(session), "template")
    }

    /// Returns the regions of new profiles.
    pub fn regions(&self, session: &str) -> &[String] {
        self.list(Some(session), "regions")
    }

    /// Returns the globs of accounts and roles that populate includes.
    pub fn include(&self, session: &str) -> &[String] {
        self.list(Some(session), "include")
    }

    /// Returns the globs of accounts and roles that populate excludes.
    pub fn exclude(&self, session: &str) -> &[String] {
        self.list(Some(session), "exclude")
    }

    /// Returns the keys for new profiles; a key of the session takes precedence over a key for all.
    pub fn keys(&self, session: &str) -> Vec<(String, String)> {
        let mut names: Vec<_> =
            self.entries.iter().filter_map(|entry| entry.name.strip_prefix("keys.")).collect();
        names.sort_unstable();
        names.dedup();
        let value = |name: &str| self.text(Some(session), &format!("keys.{name}")).map(str::to_owned);
        names.into_iter().filter_map(|name| Some((name.to_owned(), value(name)?))).collect()
    }

    /// Returns the hosts that tokens may be sent to although a foreign config file names them, or without TLS.
    pub fn allowed_endpoints(&self) -> &[String] {
        self.list(None, ALLOWED)
    }

    /// Lists the sessions that the file has settings for, and the default session.
    pub fn sessions(&self) -> Vec<&str> {
        let of = self.entries.iter().filter_map(|entry| match &entry.scope {
            Some(SettingScope::Session(session)) => Some(session.as_str()),
            _ => None,
        });
        let mut sessions: Vec<_> = of.chain(self.sso_session().map(|(name, _)| name)).collect();
        sessions.dedup();
        sessions
    }

    /// Returns everything that the file sets, in its order.
    pub fn entries(&self) -> &[SettingEntry] {
        &self.entries
    }
}

#[cfg(test)]
mod tests;
