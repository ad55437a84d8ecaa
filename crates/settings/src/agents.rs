//! The rule for agents, of all files together.

use crate::{
    UserSettings,
    guard_spec::{AGENT_ROLES, AGENT_SIGN_IN, ALLOW, ASK, TIME_LIMIT},
    value::{SettingEntry, SettingLayer, SettingOrigin, SettingScope, SettingValue},
};
use daypass_guard::{AgentRule, Ask, parse_time_limit};

impl UserSettings {
    /// Returns the rule for agents. Every list of roles counts. Of what is asked and of times, each value that a company
    /// locks counts and the strictest wins; a person's own value goes before one that is recommended. `place` says where a
    /// value stands.
    ///
    /// ```
    /// use daypass_settings::UserSettings;
    ///
    /// let settings = UserSettings::parse("[agents]\nroles = ['*/ReadOnly*']\ntime_limit = '1h'\n").expect("a valid file");
    /// let rule = settings.agent_rule(|_| "settings.toml".to_owned());
    /// assert!(rule.roles.len() == 1 && rule.time_limit.is_some() && !rule.may_sign_in);
    /// ```
    ///
    /// Where a company's file cannot be read, or fails closed and speaks of agents, everything is asked about, and none may
    /// sign in.
    pub fn agent_rule(&self, place: impl Fn(&SettingOrigin) -> String) -> AgentRule {
        let entries: Vec<_> =
            self.entries.iter().filter(|entry| entry.scope == Some(SettingScope::Agents)).collect();
        let roles = entries.iter().filter_map(|entry| match &entry.value {
            SettingValue::List(globs) if entry.name == AGENT_ROLES => {
                Some((globs.clone(), place(&entry.origin())))
            }
            _ => None,
        });
        let asks = self.in_force(ASK).filter_map(|entry| Ask::parse(&entry.value.shown()));
        let limits = self.in_force(TIME_LIMIT).filter_map(|entry| parse_time_limit(&entry.value.shown()));
        let mut sign_ins = self.in_force(AGENT_SIGN_IN).peekable();
        let may_sign_in = sign_ins.peek().is_some() && sign_ins.all(|entry| entry.value.shown() == ALLOW);
        let mut rule = AgentRule {
            roles: roles.collect(),
            ask: asks.max(),
            time_limit: limits.min(),
            may_sign_in,
            origin: entries.first().map(|entry| place(&entry.origin())).unwrap_or_default(),
        };
        if let Some(broken) = self.company_problems().iter().find(|problem| problem.hides_agents) {
            rule.ask = rule.ask.max(Some(Ask::Yes));
            rule.may_sign_in = false;
            rule.origin = format!("{}:{}", broken.file, broken.problem.line);
        }
        rule
    }

    /// The entries of a setting of agents that count: all that are locked, and the first of the others.
    fn in_force(&self, name: &'static str) -> impl Iterator<Item = &SettingEntry> {
        let of_agents = move |entry: &&SettingEntry| {
            entry.layer == SettingLayer::Locked
                && entry.scope == Some(SettingScope::Agents)
                && entry.name == name
        };
        let others = SettingLayer::ALL.into_iter().filter(|layer| *layer != SettingLayer::Locked);
        let first = others.into_iter().find_map(|layer| self.of(layer, Some(&SettingScope::Agents), name));
        self.entries.iter().filter(of_agents).chain(first)
    }
}
