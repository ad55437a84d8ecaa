//! Files that a company hands out: what they recommend, what they lock, the sessions they define, what in them is broken.

use crate::{
    UserSettings,
    guard_spec::{AGENTS, ALL_APPLY, PER_GUARD},
    parse,
    spec::{LOWEST_COUNTS, REGION, START_URL},
    value::{SettingEntry, SettingLayer, SettingProblem, SettingScope},
};
use daypass_sso_types::{Region, StartUrl};
use std::sync::Arc;

/// A company's file: its name as messages spell it, and its text, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct CompanyFile {
    /// The name, such as `/etc/daypass/settings.toml`.
    pub name: String,
    /// The text, or why the file cannot be read or believed.
    pub text: Result<String, String>,
}

/// Something in a company's file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompanyProblem {
    /// The file.
    pub file: Arc<str>,
    /// The line, from 1, and what is wrong.
    pub problem: SettingProblem,
    /// It may be in what the file locks: everything that can be forbidden is forbidden then.
    pub fails_closed: bool,
    /// What fails closed may be a guard, so every account is guarded: the file cannot be read, or speaks of guards.
    pub hides_guards: bool,
    /// What fails closed may be the rule for agents, so they are asked about everything: the file cannot be read, or speaks
    /// of agents.
    pub hides_agents: bool,
}

impl CompanyProblem {
    /// Returns the place and what is wrong, with what follows from it.
    pub fn message(&self) -> String {
        let SettingProblem { line, text } = &self.problem;
        let closed =
            if self.fails_closed { "; everything that can be forbidden is, until it is fixed" } else { "" };
        let guarded = if self.hides_guards { ", and every account is guarded" } else { "" };
        format!("{}:{line}: {text}{closed}{guarded}", self.file)
    }
}

/// A session that a company defines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CompanySession {
    /// Its name.
    pub name: String,
    /// Its portal.
    pub start_url: StartUrl,
    /// The region of Identity Center.
    pub region: Region,
}

impl UserSettings {
    /// These settings, of a person, with those of a company's files, in the order in which the files are read: a later
    /// file's value goes before an earlier one's. What a company locks goes before the person's own value, what it
    /// recommends comes after it. `forbid`, `portal_hosts` and `allowed_regions` count in every file: no file can allow
    /// what another forbids. Of maxima the lowest counts.
    ///
    /// ```
    /// use daypass_settings::{CompanyFile, Forbidden, UserSettings};
    ///
    /// let text = "format = 1\nbrowser = 'firefox'\n[locked]\nforbid = ['device-code']\n".to_owned();
    /// let company = CompanyFile { name: "/etc/daypass/settings.toml".to_owned(), text: Ok(text) };
    /// let settings = UserSettings::parse("browser = 'lynx'").expect("right").with_company([company]);
    /// assert_eq!(settings.browser(None), Some("lynx"));
    /// assert!(settings.forbids(Forbidden::DeviceCode).is_some());
    /// ```
    ///
    /// A value that cannot be used is left out, with a problem. Where it stands in `locked`, or where the whole file cannot
    /// be read, nobody knows what the company forbids: everything that can be is forbidden then
    /// ([`CompanyProblem::fails_closed`]).
    #[must_use]
    pub fn with_company(mut self, files: impl IntoIterator<Item = CompanyFile>) -> Self {
        let mut company: Vec<SettingEntry> = Vec::new();
        for CompanyFile { name, text } in files {
            let name: Arc<str> = name.into();
            let speaks_of = |word| text.as_ref().map_or(true, |text| text.contains(word));
            let hidden = (speaks_of(PER_GUARD), speaks_of(AGENTS));
            let (entries, problems) = match text {
                Ok(text) => parse::read_handed_out(&text, &name, SettingLayer::Recommended),
                Err(text) => (Vec::new(), vec![(SettingLayer::Locked, SettingProblem { line: 1, text })]),
            };
            for (layer, problem) in problems {
                self.told(&name, problem, layer == SettingLayer::Locked, hidden);
            }
            for entry in &entries {
                if let Some(other) = company.iter().find(|other| contradict(other, entry)) {
                    let there = format!("{}:{}", other.file.as_deref().unwrap_or_default(), other.line);
                    let text = format!("`{}` is locked to another value in {there}", entry.full_name());
                    self.told(&name, SettingProblem { line: entry.line, text }, true, hidden);
                }
            }
            // The first that is found counts.
            company.splice(0..0, entries);
        }
        self.entries.extend(company);
        self
    }

    fn told(
        &mut self,
        file: &Arc<str>,
        problem: SettingProblem,
        fails_closed: bool,
        (guards, agents): (bool, bool),
    ) {
        let (hides_guards, hides_agents) = (fails_closed && guards, fails_closed && agents);
        let file = Arc::clone(file);
        self.company_problems.push(CompanyProblem {
            file,
            problem,
            fails_closed,
            hides_guards,
            hides_agents,
        });
    }

    /// What in the company's files cannot be used.
    pub fn company_problems(&self) -> &[CompanyProblem] {
        &self.company_problems
    }

    /// Where a company's people get help.
    pub fn support(&self) -> Option<&str> {
        self.text(None, "support")
    }

    /// The sessions that a company defines, by name.
    pub fn company_sessions(&self) -> Vec<CompanySession> {
        let of_company = self.entries.iter().filter_map(|entry| match &entry.scope {
            Some(SettingScope::Session(name)) => Some(name.as_str()),
            _ => None,
        });
        let mut names: Vec<&str> = of_company.collect();
        names.sort_unstable();
        names.dedup();
        let session = |name: &str| {
            let start_url = StartUrl::new(self.text(Some(name), START_URL)?).ok()?;
            let region = Region::new(self.text(Some(name), REGION)?).ok()?;
            Some(CompanySession { name: name.to_owned(), start_url, region })
        };
        names.into_iter().filter_map(session).collect()
    }
}

/// Whether two entries lock one setting to two values. What every file's word counts for cannot contradict; of guards and
/// maxima the strictest counts.
fn contradict(one: &SettingEntry, other: &SettingEntry) -> bool {
    let is_guard = matches!(one.scope, Some(SettingScope::Guard(_) | SettingScope::Agents));
    let name = one.name.as_str();
    let both_count = is_guard || ALL_APPLY.contains(&name) || LOWEST_COUNTS.contains(&name);
    let is_same = one.layer == SettingLayer::Locked
        && other.layer == SettingLayer::Locked
        && (&one.scope, &one.name) == (&other.scope, &other.name);
    is_same && !both_count && one.value != other.value
}
