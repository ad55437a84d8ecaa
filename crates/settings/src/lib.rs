//! The settings of a person: the names that a settings file may hold, what counts for whom, every mistake with its line.
//!
//! ```
//! use daypass_settings::Settings;
//!
//! let settings = Settings::parse("browser = 'firefox'\n[sso-session.corp]\nbrowser = 'firefox -P work'\n").expect("right");
//! assert_eq!(settings.browser(Some("corp")), Some("firefox -P work"));
//! assert_eq!(settings.browser(None), Some("firefox"));
//!
//! let mistakes = Settings::parse("\ntempalte = '{id}'\n").expect_err("no such setting");
//! assert_eq!(mistakes[0].line, 2);
//! assert!(mistakes[0].text.ends_with("did you mean `template`?"));
//! ```
//!
//! What is set for a session goes before what is set for all. [`KNOWN`] has every setting, with what counts where nobody
//! sets it. The crate reads no file and no variable: the text comes from the caller. Nothing is async. The file's format
//! is TOML 1.0; its page is [docs/settings.md](https://github.com/daypass/daypass/blob/main/docs/settings.md).

mod parse;
mod spec;
mod value;

use spec::ALLOWED;
pub use spec::{KNOWN, Known, Shape};
pub use value::{Entry, Origin, Problem, Row, Value, Whose};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// What a settings file sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    entries: Vec<Entry>,
}

impl Settings {
    /// Reads the text of a file. An empty one sets nothing.
    ///
    /// # Errors
    /// Every mistake in it, by line: half of a file would be somebody else's wishes.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let (entries, problems) = parse::read(text);
        if problems.is_empty() { Ok(Self { entries }) } else { Err(problems) }
    }

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

    /// The session where none is named, and the line where that stands, from 1.
    pub fn sso_session(&self) -> Option<(&str, usize)> {
        let entry = self.find(None, "sso_session")?;
        Some((self.text(None, "sso_session")?, entry.line))
    }

    /// The browser for a session, as BROWSER spells it. It goes before BROWSER, which is for every program.
    pub fn browser(&self, session: Option<&str>) -> Option<&str> {
        self.text(session, "browser")
    }

    /// The browser for the console of an account, where it has its own.
    pub fn browser_of_account(&self, account: &str) -> Option<&str> {
        match &self.of(Some(&Whose::Account(account.to_owned())), "browser")?.value {
            Value::Text(text) => Some(text),
            Value::List(_) => None,
        }
    }

    /// How populate calls profiles.
    pub fn template(&self, session: &str) -> Option<&str> {
        self.text(Some(session), "template")
    }

    /// The regions of new profiles.
    pub fn regions(&self, session: &str) -> &[String] {
        self.list(Some(session), "regions")
    }

    /// What populate takes.
    pub fn include(&self, session: &str) -> &[String] {
        self.list(Some(session), "include")
    }

    /// What populate leaves out.
    pub fn exclude(&self, session: &str) -> &[String] {
        self.list(Some(session), "exclude")
    }

    /// Keys for every profile of populate; those of the session go before those of all.
    pub fn keys(&self, session: &str) -> Vec<(String, String)> {
        let mut names: Vec<_> =
            self.entries.iter().filter_map(|entry| entry.name.strip_prefix("keys.")).collect();
        names.sort_unstable();
        names.dedup();
        let value = |name: &str| self.text(Some(session), &format!("keys.{name}")).map(str::to_owned);
        names.into_iter().filter_map(|name| Some((name.to_owned(), value(name)?))).collect()
    }

    /// Hosts that tokens may go to although the file that names them is not the person's own, or without TLS.
    pub fn allowed_endpoints(&self) -> &[String] {
        self.list(None, ALLOWED)
    }

    /// Every setting for all, then what the file sets for one session or account; what nobody sets has what counts then.
    /// `elsewhere` gives the value of a setting that another place than the file has, and the name of that place.
    pub fn rows(&self, elsewhere: impl Fn(&str) -> Option<(String, &'static str)>) -> Vec<Row> {
        let mut rows = Vec::new();
        for known in KNOWN {
            let keys = |name: &str| known.shape == Shape::Keys && name.starts_with("keys.");
            let set = self.entries.iter().filter(|entry| entry.whose.is_none());
            let before = rows.len();
            rows.extend(set.filter(|entry| entry.name == known.name || keys(&entry.name)).map(Row::of));
            if rows.len() == before {
                let (value, origin) = match elsewhere(known.name) {
                    Some((value, place)) => (value, Origin::Elsewhere(place)),
                    None => (known.built_in.to_owned(), Origin::BuiltIn),
                };
                rows.push(Row { setting: known.name.to_owned(), value: Value::Text(value), origin });
            }
        }
        rows.extend(self.entries.iter().filter(|entry| entry.whose.is_some()).map(Row::of));
        rows
    }

    /// The sessions that something is set for, and the one where none is named.
    pub fn sessions(&self) -> Vec<&str> {
        let of = self.entries.iter().filter_map(|entry| match &entry.whose {
            Some(Whose::Session(session)) => Some(session.as_str()),
            _ => None,
        });
        let mut sessions: Vec<_> = of.chain(self.sso_session().map(|(name, _)| name)).collect();
        sessions.dedup();
        sessions
    }

    /// Everything that the file sets, in its order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

#[cfg(test)]
mod tests;
