//! What the settings files forbid and limit: one question for everything that a policy can refuse.

use crate::{
    UserSettings,
    spec::{
        ALLOWED_REGIONS, FORBID, Forbidden, LOWEST_COUNTS, MAX_CONSOLE, MAX_SERVE, MINIMUM_VERSION,
        PORTAL_HOSTS,
    },
    value::{SettingEntry, SettingLayer, SettingOrigin, SettingValue},
    version::Version,
};
use daypass_guard::parse_time_limit;
use daypass_populate::glob;
use daypass_sso_types::{Region, StartUrl};
use std::time::Duration;

/// Something that a person wants to do, and a settings file can refuse.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Attempt<'a> {
    /// A sign-in with a device code.
    DeviceCode,
    /// A call whose server is not verified.
    NoVerifySsl,
    /// A sign-in to the portal at this start URL.
    Portal(&'a StartUrl),
    /// Work in this region: in the environment of a command, or as the region of a profile that is written.
    Region(&'a Region),
    /// A session of the console of this length; `None` leaves the length to AWS.
    Console(Option<Duration>),
    /// A session of the console by the portal's shortcut, which has the length that the permission set gives it.
    ConsoleShortcut,
    /// A value of a flag in place of a setting, for one session or for all.
    Flag {
        /// The session.
        session: Option<&'a str>,
        /// The setting, such as `template` or `keys.output`.
        setting: &'a str,
        /// The flag, such as `--template`.
        flag: &'a str,
        /// Its values; none is no attempt.
        values: &'a [String],
    },
}

/// A refusal by a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PolicyRefusal {
    /// The sentence for the person.
    pub message: String,
    /// Where it is set.
    pub origin: SettingOrigin,
}

/// A version that a company's files ask for, and this one is older.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outdated {
    /// The version that is asked for.
    pub minimum: String,
    /// Where it is set.
    pub origin: SettingOrigin,
    /// Whether it is locked, so that an older program is not to be used.
    pub is_locked: bool,
}

impl UserSettings {
    /// Why an attempt is refused; `None` if no file refuses it.
    ///
    /// ```
    /// use daypass_settings::{Attempt, UserSettings};
    /// use daypass_sso_types::Region;
    ///
    /// let settings = UserSettings::parse("allowed_regions = ['eu-*']\nforbid = ['device-code']").expect("a valid file");
    /// let region = Region::new("us-east-1").expect("a region");
    /// let refusal = settings.refusal(Attempt::Region(&region)).expect("it is refused");
    /// assert_eq!(refusal.message, "the region us-east-1 is not in `allowed_regions`");
    /// assert!(settings.refusal(Attempt::NoVerifySsl).is_none());
    /// ```
    pub fn refusal(&self, attempt: Attempt<'_>) -> Option<PolicyRefusal> {
        let forbids = |what, message: &str| Some((message.to_owned(), self.forbids(what)?));
        let refused = match attempt {
            Attempt::DeviceCode => {
                forbids(Forbidden::DeviceCode, "a sign-in with a device code is forbidden here")
            }
            Attempt::NoVerifySsl => forbids(Forbidden::NoVerifySsl, "--no-verify-ssl is forbidden here"),
            Attempt::Portal(start_url) => self.portal(start_url),
            Attempt::Region(region) => {
                let message = || format!("the region {region} is not in `{ALLOWED_REGIONS}`");
                self.lacking(ALLOWED_REGIONS, region.as_str()).map(|origin| (message(), origin))
            }
            Attempt::Console(asked) => self.maximum(MAX_CONSOLE).and_then(|(most, origin)| {
                let message = || format!("a console session lasts {} at most here", shown(most));
                asked.filter(|asked| *asked > most).map(|_| (message(), origin))
            }),
            Attempt::ConsoleShortcut => self.maximum(MAX_CONSOLE).map(|(most, origin)| {
                let why = "with --shortcut the portal decides how long";
                (format!("a console session lasts {} at most here, and {why}", shown(most)), origin)
            }),
            Attempt::Flag { session, setting, flag, values } => self.flag(session, setting, flag, values),
        };
        refused.map(|(message, origin)| PolicyRefusal { message, origin })
    }

    /// The longest session of the console, if a file limits it.
    pub fn max_console_duration(&self) -> Option<Duration> {
        self.maximum(MAX_CONSOLE).map(|(most, _)| most)
    }

    /// How long a server of credentials may run, if a file limits it.
    pub fn max_serve_lifetime(&self) -> Option<Duration> {
        self.maximum(MAX_SERVE).map(|(most, _)| most)
    }

    /// The version that a company's files ask for, if this one is older: the highest that is locked, else the highest.
    ///
    /// ```
    /// use daypass_settings::{CompanyFile, UserSettings};
    ///
    /// let text = "format = 1\n[locked]\nminimum_version = '0.2.0'\n".to_owned();
    /// let company = CompanyFile { name: "/etc/daypass/settings.toml".to_owned(), text: Ok(text) };
    /// let settings = UserSettings::default().with_company([company]);
    /// assert!(settings.outdated("0.1.0").is_some_and(|outdated| outdated.is_locked));
    /// assert_eq!(settings.outdated("0.2.0"), None);
    /// ```
    pub fn outdated(&self, version: &str) -> Option<Outdated> {
        let version = Version::parse(version)?;
        let asked = self.entries().iter().filter(|entry| entry.name == MINIMUM_VERSION).filter_map(|entry| {
            let minimum = entry.value.shown();
            let parsed = Version::parse(&minimum).filter(|minimum| version < *minimum)?;
            let is_locked = entry.layer == SettingLayer::Locked;
            Some(((is_locked, parsed), Outdated { minimum, origin: entry.origin(), is_locked }))
        });
        asked.max_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, outdated)| outdated)
    }

    /// Who forbids it, if somebody does: a file, or the place that nobody can read.
    pub fn forbids(&self, what: Forbidden) -> Option<SettingOrigin> {
        let says = |entry: &&SettingEntry| match &entry.value {
            SettingValue::List(words) => entry.name == FORBID && words.iter().any(|word| word == what.name()),
            SettingValue::Text(_) => false,
        };
        self.entries().iter().find(says).map(SettingEntry::origin).or_else(|| self.broken())
    }

    /// Where a company's file is broken in a way that forbids everything.
    fn broken(&self) -> Option<SettingOrigin> {
        let broken = self.company_problems().iter().find(|problem| problem.fails_closed)?;
        let (file, line) = (broken.file.clone(), broken.problem.line);
        Some(SettingOrigin::Company { file, line, locked: true })
    }

    fn portal(&self, start_url: &StartUrl) -> Option<(String, SettingOrigin)> {
        let not_listed = self.lacking(PORTAL_HOSTS, &start_url.host()).map(|origin| {
            let why = format!("its host is not in `{PORTAL_HOSTS}`");
            (format!("signing in to {start_url} is not allowed: {why}"), origin)
        });
        let plain = || {
            let is_plain = start_url.as_str().starts_with("http:");
            let origin = self.forbids(Forbidden::PlainHttp).filter(|_| is_plain)?;
            Some((format!("{start_url} is plain http, which is forbidden"), origin))
        };
        not_listed.or_else(plain)
    }

    /// The first list of globs that has none for a text.
    fn lacking(&self, list: &str, text: &str) -> Option<SettingOrigin> {
        let lacks = |entry: &&SettingEntry| match &entry.value {
            SettingValue::List(patterns) => {
                entry.name == list && !patterns.iter().any(|pattern| glob::matches(pattern, text))
            }
            SettingValue::Text(_) => false,
        };
        self.entries().iter().find(lacks).map(SettingEntry::origin)
    }

    /// The lowest value of a maximum.
    fn maximum(&self, name: &str) -> Option<(Duration, SettingOrigin)> {
        debug_assert!(LOWEST_COUNTS.contains(&name), "{name} is no maximum");
        let of_name = self.entries().iter().filter(|entry| entry.name == name);
        of_name
            .filter_map(|entry| Some((parse_time_limit(&entry.value.shown())?, entry.origin())))
            .min_by_key(|(most, _)| *most)
    }

    /// What is locked goes before a flag, too; a flag that says the same is no attempt.
    fn flag(
        &self,
        session: Option<&str>,
        setting: &str,
        flag: &str,
        values: &[String],
    ) -> Option<(String, SettingOrigin)> {
        let entry = self.find(session, setting).filter(|entry| entry.layer == SettingLayer::Locked)?;
        let is_same = match &entry.value {
            SettingValue::Text(text) => values.iter().all(|value| value == text),
            SettingValue::List(list) => values.is_empty() || values == list,
        };
        let name = entry.full_name();
        (!is_same).then(|| (format!("{flag}: `{name}` is locked to {}", entry.value.shown()), entry.origin()))
    }
}

/// A limit as a settings file has it.
fn shown(limit: Duration) -> String {
    match limit.as_secs() / 60 {
        minutes if minutes % 60 == 0 => format!("{}h", minutes / 60),
        minutes => format!("{minutes}m"),
    }
}
