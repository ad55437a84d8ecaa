//! Settings: a person's own defaults, out of one small file. The hot path never reads it.

mod entry;
mod read;
mod spec;

use daypass_credentials::Trust;
use daypass_environment::Variable;
pub(crate) use entry::{Entry, Value, Whose};
use spec::ALLOWED;
pub(crate) use spec::{KNOWN, Shape, refused_key};

use crate::{context::Context, exit::Exit, report::Report};
use std::{path::PathBuf, sync::Arc};

/// What is longer is no settings file, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The file's settings.
#[derive(Debug)]
pub(crate) struct Preferences {
    /// The file as a person writes it.
    pub(crate) file: String,
    /// Whether there is one.
    pub(crate) exists: bool,
    entries: Vec<Entry>,
}

impl Context {
    /// The settings. A file that holds a mistake is a failure: half of it would be somebody else's wishes.
    pub(crate) fn preferences(&self) -> Result<Preferences, Report> {
        let path = self.settings_file();
        let file = self.paths.pretty(&path);
        let failed = |error: &dyn std::error::Error| {
            let message = format!("the settings in {file} cannot be read");
            Report::new(Exit::Configuration, message).cause(error)
        };
        let bytes = daypass_files::read_own(&path, MOST_BYTES).map_err(|error| failed(&error))?;
        let text = bytes.map(String::from_utf8).transpose().map_err(|error| failed(&error))?;
        let (entries, problems) = read::read(text.as_deref().unwrap_or_default());
        let Some((first, others)) = problems.split_first() else {
            return Ok(Preferences { file, exists: text.is_some(), entries });
        };
        let message = format!("{file}:{}: {}", first.line, first.text);
        let report = Report::new(Exit::Configuration, message);
        let others: Vec<_> =
            others.iter().map(|other| format!("line {}: {}", other.line, other.text)).collect();
        Err(if others.is_empty() { report } else { report.fact("also", others.join("; ")) })
    }

    /// What in the settings file no command can use.
    pub(crate) fn settings_problems(&self) -> daypass_doctor::SettingsFile {
        let path = self.settings_file();
        let unreadable =
            |error: &dyn std::error::Error| vec![(1, format!("the settings cannot be read: {error}"))];
        let problems =
            match daypass_files::read_own(&path, MOST_BYTES).map(|bytes| bytes.map(String::from_utf8)) {
                Ok(Some(Ok(text))) => {
                    read::read(&text).1.into_iter().map(|problem| (problem.line, problem.text)).collect()
                }
                Ok(Some(Err(error))) => unreadable(&error),
                Ok(None) => Vec::new(),
                Err(error) => unreadable(&error),
            };
        daypass_doctor::SettingsFile::new(path, problems)
    }

    /// Whose word about endpoints counts. Settings that cannot be read allow nothing.
    pub(crate) fn trust(&self) -> Arc<Trust> {
        let allowed = self.preferences().map(|settings| settings.list(None, ALLOWED).to_vec());
        Arc::new(self.paths.trust(allowed.unwrap_or_default()))
    }

    fn settings_file(&self) -> PathBuf {
        let base = self.env.raw(Variable::ConfigHome).map(PathBuf::from).filter(|dir| dir.is_absolute());
        let home = || self.paths.home.join(".config");
        base.unwrap_or_else(home).join("daypass").join("settings.toml")
    }
}

impl Preferences {
    /// What is set for a session, else for all.
    fn find(&self, session: Option<&str>, name: &str) -> Option<&Entry> {
        let session = session.map(|session| Whose::Session(session.to_owned()));
        session.and_then(|session| self.of(Some(&session), name)).or_else(|| self.of(None, name))
    }

    fn of(&self, whose: Option<&Whose>, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.whose.as_ref() == whose && entry.name == name)
    }

    fn text(&self, session: Option<&str>, name: &str) -> Option<&str> {
        match &self.find(session, name)?.value {
            Value::Text(text) => Some(text),
            Value::List(_) => None,
        }
    }

    fn list(&self, session: Option<&str>, name: &str) -> &[String] {
        match self.find(session, name).map(|entry| &entry.value) {
            Some(Value::List(list)) => list,
            Some(Value::Text(_)) | None => &[],
        }
    }

    /// The session where none is named, and where that stands.
    pub(crate) fn sso_session(&self) -> Option<(&str, String)> {
        let entry = self.find(None, "sso_session")?;
        Some((self.text(None, "sso_session")?, format!("{}:{}", self.file, entry.line)))
    }

    /// The browser for a session, as BROWSER spells it. It goes before BROWSER, which is for every program.
    pub(crate) fn browser(&self, session: Option<&str>) -> Option<&str> {
        self.text(session, "browser")
    }

    /// The browser for the console of an account, where it has its own.
    pub(crate) fn browser_of_account(&self, account: &str) -> Option<&str> {
        match &self.of(Some(&Whose::Account(account.to_owned())), "browser")?.value {
            Value::Text(text) => Some(text),
            Value::List(_) => None,
        }
    }

    /// How populate calls profiles.
    pub(crate) fn template(&self, session: &str) -> Option<&str> {
        self.text(Some(session), "template")
    }

    /// The regions of new profiles.
    pub(crate) fn regions(&self, session: &str) -> &[String] {
        self.list(Some(session), "regions")
    }

    /// What populate takes.
    pub(crate) fn include(&self, session: &str) -> &[String] {
        self.list(Some(session), "include")
    }

    /// What populate leaves out.
    pub(crate) fn exclude(&self, session: &str) -> &[String] {
        self.list(Some(session), "exclude")
    }

    /// Keys for every profile of populate; those of the session go before those of all.
    pub(crate) fn keys(&self, session: &str) -> Vec<(String, String)> {
        let mut names: Vec<_> =
            self.entries.iter().filter_map(|entry| entry.name.strip_prefix("keys.")).collect();
        names.sort_unstable();
        names.dedup();
        let value = |name: &str| self.text(Some(session), &format!("keys.{name}")).map(str::to_owned);
        names.into_iter().filter_map(|name| Some((name.to_owned(), value(name)?))).collect()
    }

    /// Everything that the file sets, in its order.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

#[cfg(test)]
mod tests;
