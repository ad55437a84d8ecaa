//! The guard of a target: what all rules that match it want together.

use crate::rule::{Ask, GuardColor, GuardRule};
use daypass_populate::glob;
use std::time::Duration;

/// What credentials are for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GuardTarget {
    /// The id of the account; `None` for keys whose account is not known.
    pub account: Option<String>,
    /// Names of the account: its name at AWS, aliases. An account without one is not known by name.
    pub names: Vec<String>,
    /// The name of the role.
    pub role: Option<String>,
    /// The name of the session.
    pub session: Option<String>,
}

/// What guards a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Guard {
    /// What is asked.
    pub ask: Ask,
    /// The colour.
    pub color: Option<GuardColor>,
    /// The text that marks the target.
    pub banner: Option<String>,
    /// How long an agreement holds, and an endpoint serves.
    pub time_limit: Option<Duration>,
    /// A role of the same account that is offered first.
    pub read_only: Option<String>,
    /// Where the rules stand.
    pub origins: Vec<String>,
    /// No listing says the account's name, so a rule that may mean it counts.
    pub by_unknown_name: bool,
}

impl GuardTarget {
    /// Says what is guarded, for a person: `prod (111122223333) Admin`.
    pub fn label(&self) -> String {
        let account = match (self.names.first(), &self.account) {
            (Some(name), Some(id)) => format!("{name} ({id})"),
            (Some(name), None) => name.clone(),
            (None, Some(id)) => id.clone(),
            (None, None) => "keys of an unknown account".to_owned(),
        };
        match &self.role {
            Some(role) => format!("{account} {role}"),
            None => account,
        }
    }

    /// Returns what the person types to agree: the account's name, or its id where no name is known.
    pub fn word(&self) -> &str {
        let word = self.names.first().or(self.account.as_ref()).or(self.role.as_ref());
        word.map_or("yes", String::as_str)
    }
}

impl Guard {
    /// Returns what the rules that match want together; `None` if no rule matches. The strictest question and the shortest
    /// time limit count, and of colours, banners and roles those of the first rule that has one.
    ///
    /// Where nobody knows the name of an account, a rule for names may mean it, and counts. Keys whose account is not known
    /// are matched by `*` alone.
    pub fn of(rules: &[GuardRule], target: &GuardTarget) -> Option<Self> {
        let matching = rules.iter().filter_map(|rule| Some((rule, matched(rule, target)?)));
        let matching: Vec<_> = matching.collect();
        if matching.is_empty() {
            return None;
        }
        let rules = || matching.iter().map(|(rule, _)| *rule);
        // What a rule for one's twin says does not guard the twin itself.
        let is_other = |role: &&String| target.role.as_ref() != Some(role);
        Some(Self {
            ask: rules().filter_map(|rule| rule.ask).max().unwrap_or_default(),
            color: rules().find_map(|rule| rule.color),
            banner: rules().find_map(|rule| rule.banner.clone()),
            time_limit: rules().filter_map(|rule| rule.time_limit).min(),
            read_only: rules().filter_map(|rule| rule.read_only.as_ref()).find(is_other).cloned(),
            origins: rules().map(|rule| rule.origin.clone()).collect(),
            by_unknown_name: matching.iter().all(|(_, by)| *by == By::UnknownName),
        })
    }
}

/// By what a rule matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Account,
    UnknownName,
}

fn matched(rule: &GuardRule, target: &GuardTarget) -> Option<By> {
    // A role has no slash in its name; an account may have one.
    let (account, of_role) = rule.pattern.rsplit_once('/').unwrap_or((rule.pattern.as_str(), "*"));
    let fits = |pattern: &str, text: Option<&String>| match text {
        Some(text) => glob::matches(pattern, text),
        None => is_everything(pattern),
    };
    let of_session = rule.sso_session.as_deref().unwrap_or("*");
    if !fits(of_role, target.role.as_ref()) || !fits(of_session, target.session.as_ref()) {
        return None;
    }
    let mut names = target.account.iter().chain(&target.names);
    if is_everything(account) || names.any(|name| glob::matches(account, name)) {
        return Some(By::Account);
    }
    let is_of_ids = account.chars().all(|c| c.is_ascii_digit() || c == '*' || c == '?');
    (target.account.is_some() && target.names.is_empty() && !is_of_ids).then_some(By::UnknownName)
}

/// Says whether a glob surely means a target: one that may mean it does not allow it.
pub(crate) fn is_allowed(pattern: &str, target: &GuardTarget) -> bool {
    matched(&GuardRule::for_pattern(pattern), target) == Some(By::Account)
}

fn is_everything(pattern: &str) -> bool {
    !pattern.is_empty() && pattern.chars().all(|c| c == '*')
}
