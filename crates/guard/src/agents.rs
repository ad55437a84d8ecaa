//! The rule for AI agents: what of the person's roles they may take. It takes away and never gives.

use crate::{
    guard::{GuardTarget, is_allowed},
    rule::{Ask, GuardRule},
};
use std::time::Duration;

/// The rule for what an agent starts, from the tables `[agents]` of settings files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct AgentRule {
    /// The lists of roles, globs `ACCOUNT/ROLE` each, with where each list stands. A role has to match in every list.
    pub roles: Vec<(Vec<String>, String)>,
    /// What is asked; `None` says nothing about it.
    pub ask: Option<Ask>,
    /// How long an agreement holds, and an endpoint serves.
    pub time_limit: Option<Duration>,
    /// An agent may start a sign-in where nobody is at a terminal.
    pub may_sign_in: bool,
    /// Where the rule stands, for a person; empty if nothing is set.
    pub origin: String,
}

impl AgentRule {
    /// Returns where the list stands that lacks a target; `None` if an agent may take it.
    ///
    /// Unlike a guard, which counts where it may be meant, a list allows only what it surely means: an account whose name
    /// nobody knows matches no glob over names, and keys whose account is not known match `*` alone.
    ///
    /// ```
    /// use daypass_guard::{AgentRule, GuardTarget};
    ///
    /// let list = (vec!["dev-*".to_owned(), "*/ReadOnly*".to_owned()], "settings.toml:2".to_owned());
    /// let rule = AgentRule { roles: vec![list], ..AgentRule::default() };
    /// let mut target = GuardTarget::default();
    /// target.account = Some("111122223333".to_owned());
    /// target.role = Some("AdministratorAccess".to_owned());
    /// assert_eq!(rule.refuses(&target), Some("settings.toml:2"));
    /// target.names = vec!["dev-shop".to_owned()];
    /// assert_eq!(rule.refuses(&target), None);
    /// ```
    pub fn refuses(&self, target: &GuardTarget) -> Option<&str> {
        let lacks = |(globs, _): &&(Vec<String>, String)| !globs.iter().any(|glob| is_allowed(glob, target));
        self.roles.iter().find(lacks).map(|(_, origin)| origin.as_str())
    }

    /// Returns the guard of everything that it is for an agent; `None` if nothing is set.
    pub fn guard_rule(&self) -> Option<GuardRule> {
        (!self.origin.is_empty()).then(|| GuardRule {
            ask: self.ask,
            time_limit: self.time_limit,
            origin: self.origin.clone(),
            ..GuardRule::for_pattern("*")
        })
    }

    /// Says whether somebody is asked, so that an option which an agent types itself does not answer.
    pub fn asks(&self) -> bool {
        self.ask.is_some_and(|ask| ask > Ask::Nothing)
    }
}
