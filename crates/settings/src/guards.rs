//! Guards as rules: those that are locked, and those of the person over those that are recommended.

use crate::{
    UserSettings,
    guard_spec::{ASK, TIME_LIMIT},
    value::{SettingLayer, SettingOrigin, SettingScope, SettingValue},
};
use daypass_guard::{Ask, GuardColor, GuardRule, parse_time_limit};

impl UserSettings {
    /// Returns the rules of all guards. What a company locks is a rule of its own, so that no other makes it less strict; of
    /// what it recommends a person's own value goes before each one for the same glob. `place` says where a rule stands.
    ///
    /// ```
    /// use daypass_guard::Ask;
    /// use daypass_settings::UserSettings;
    ///
    /// let settings = UserSettings::parse("[guard.\"prod-*/Admin*\"]\nask = 'name'\ntime_limit = '15m'\n");
    /// let rules = settings.expect("a valid file").guard_rules(|_| "settings.toml".to_owned());
    /// assert_eq!((rules[0].pattern.as_str(), rules[0].ask), ("prod-*/Admin*", Some(Ask::Name)));
    /// ```
    ///
    /// Where a company's file cannot be read, or fails closed and speaks of guards, everything is guarded by a question.
    pub fn guard_rules(&self, place: impl Fn(&SettingOrigin) -> String) -> Vec<GuardRule> {
        let mut rules: Vec<GuardRule> = Vec::new();
        for is_locked in [true, false] {
            let mut patterns: Vec<&str> = Vec::new();
            for entry in
                self.entries.iter().filter(|entry| (entry.layer == SettingLayer::Locked) == is_locked)
            {
                if let Some(SettingScope::Guard(pattern)) = &entry.scope
                    && !patterns.contains(&pattern.as_str())
                {
                    patterns.push(pattern);
                }
            }
            rules.extend(patterns.into_iter().map(|pattern| self.guard_rule(pattern, is_locked, &place)));
        }
        if let Some(broken) = self.company_problems.iter().find(|problem| problem.hides_guards) {
            let origin = format!("{}:{}", broken.file, broken.problem.line);
            rules.push(GuardRule { ask: Some(Ask::Yes), origin, ..GuardRule::for_pattern("*") });
        }
        rules
    }

    /// The rule for a glob, of what is locked or of what is not.
    fn guard_rule(
        &self,
        pattern: &str,
        is_locked: bool,
        place: &impl Fn(&SettingOrigin) -> String,
    ) -> GuardRule {
        let scope = SettingScope::Guard(pattern.to_owned());
        let layers =
            SettingLayer::ALL.into_iter().filter(|layer| (*layer == SettingLayer::Locked) == is_locked);
        let layers: Vec<_> = layers.collect();
        let find = |name: &str| layers.iter().find_map(|layer| self.of(*layer, Some(&scope), name));
        let text = |name: &str| match find(name).map(|entry| &entry.value) {
            Some(SettingValue::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let first = self
            .entries
            .iter()
            .find(|entry| layers.contains(&entry.layer) && entry.scope.as_ref() == Some(&scope));
        // Of several files that lock a glob, the strictest question counts.
        let all = |name: &'static str| {
            let of_scope = self
                .entries
                .iter()
                .filter(move |entry| entry.layer == SettingLayer::Locked && entry.name == name);
            of_scope
                .filter(|entry| entry.scope.as_ref() == Some(&scope) && is_locked)
                .map(|entry| entry.value.shown())
        };
        let asks = all(ASK).chain(text(ASK)).filter_map(|word| Ask::parse(&word));
        let limits = all(TIME_LIMIT).chain(text(TIME_LIMIT)).filter_map(|time| parse_time_limit(&time));
        GuardRule {
            sso_session: text("sso_session"),
            ask: asks.max(),
            color: text("color").and_then(|word| GuardColor::parse(&word)),
            banner: text("banner"),
            time_limit: limits.min(),
            read_only: text("read_only"),
            origin: first.map(|entry| place(&entry.origin())).unwrap_or_default(),
            ..GuardRule::for_pattern(pattern)
        }
    }
}
