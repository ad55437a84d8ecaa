//! What a person picks from: profiles, and the roles of sessions that no profile names.

use daypass_config_parse::{Config, Profile};
use daypass_credentials::{Session, is_bare_default};
use daypass_inventory::{Listing, Usage};
use daypass_sso_types::{AccountId, RoleName};
use daypass_terminal::{Text, clean, table};
use std::{cmp::Reverse, collections::HashSet};

/// The columns of a cell that widens its column at most.
const WIDEST: usize = 40;

/// A profile, or a role that no profile names.
#[derive(Debug, Clone)]
#[expect(clippy::exhaustive_enums, reason = "a profile names a role or none does")]
pub enum Choice {
    /// A profile.
    Profile(String),
    /// A role that no profile names.
    Role(Box<(Session, AccountId, RoleName)>),
}

impl Choice {
    /// The key of the choice in [`Usage`].
    pub fn key(&self) -> String {
        match self {
            Self::Profile(name) => format!("profile {name}"),
            Self::Role(role) => {
                let (session, account, role) = &**role;
                format!("role {} {account} {role}", session.label())
            }
        }
    }
}

/// The lines of a list to pick from, and the choice that each stands for.
///
/// ```
/// use daypass_at_terminal::{Choice, Choices};
/// use daypass_config_parse::{Config, Dialect, Document};
///
/// let config = Document::parse(
///     "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
///      [profile prod]\nrole_arn = arn:aws:iam::444455556666:role/x\nsource_profile = dev\n",
/// );
/// let choices = Choices::profiles(&Config::new(&config, None, Dialect::AwsCli));
/// assert_eq!(choices.labels(), ["dev    111122223333 Admin   corp", "prod   through dev"]);
/// assert!(matches!(choices.take(1), Some(Choice::Profile(name)) if name == "prod"));
/// ```
#[derive(Debug, Default)]
pub struct Choices(Vec<([String; 3], Choice)>);

impl Choices {
    /// A line for every profile, in file order, without a `[default]` that only holds settings for others.
    pub fn profiles(config: &Config<'_>) -> Self {
        let item = |profile: Profile<'_>| {
            let value = |key: &str| profile.get(key).map(clean).unwrap_or_default();
            let source = profile.get("source_profile").map(|source| format!("through {}", clean(source)));
            let role = format!("{} {}", value("sso_account_id"), value("sso_role_name"));
            let what = if role == " " { source.unwrap_or_default() } else { role };
            let cells = [clean(profile.name()), what, value("sso_session")];
            (cells, Choice::Profile(profile.name().to_owned()))
        };
        Self(config.profiles().filter(|profile| !is_bare_default(profile)).map(item).collect())
    }

    /// Adds a line for every listed role of a session of the config that no profile names.
    pub fn add_roles(&mut self, config: &Config<'_>, session: &Session, listing: Listing) {
        let taken: HashSet<_> = config
            .profiles()
            .filter(|profile| profile.get("sso_session") == session.name.as_deref())
            .filter_map(|profile| Some((profile.get("sso_account_id")?, profile.get("sso_role_name")?)))
            .collect();
        for listed in listing.accounts {
            let account = &listed.account;
            let name = account.name.as_deref().or(account.email.as_deref()).unwrap_or(account.id.as_str());
            let free = listed
                .roles
                .into_iter()
                .filter(|role| !taken.contains(&(account.id.as_str(), role.as_str())));
            self.0.extend(free.map(|role| {
                let cells = [clean(name), clean(&format!("{} {role}", account.id)), clean(session.label())];
                (cells, Choice::Role(Box::new((session.clone(), account.id.clone(), role))))
            }));
        }
    }

    /// Adds what else an account is called to its lines, so that a search finds it: aliases and tags, by the account's id.
    ///
    /// ```
    /// use daypass_at_terminal::Choices;
    /// use daypass_config_parse::{Config, Dialect, Document};
    ///
    /// let text = "[profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n";
    /// let config = Document::parse(text);
    /// let mut choices = Choices::profiles(&Config::new(&config, None, Dialect::AwsCli));
    /// choices.mark(|account| if account == "111122223333" { "shop #prod".to_owned() } else { String::new() });
    /// assert_eq!(choices.labels(), ["dev   111122223333 Admin   corp  shop #prod"]);
    /// ```
    pub fn mark(&mut self, names: impl Fn(&str) -> String) {
        for (cells, _) in &mut self.0 {
            let [_, what, last] = cells;
            let names = names(what.split(' ').next().unwrap_or_default());
            if !names.is_empty() {
                *last = format!("{last}  {}", clean(&names));
            }
        }
    }

    /// Whether there is nothing to pick.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts the most used ones first.
    pub fn sort_by_use(&mut self, usage: &Usage) {
        self.0.sort_by_cached_key(|(_, choice)| Reverse(usage.rank(&choice.key())));
    }

    /// The lines, in columns.
    pub fn labels(&self) -> Vec<String> {
        table::columns(self.0.iter().map(|(cells, _)| cells), WIDEST).iter().map(Text::plain).collect()
    }

    /// The choice of a line; `None` behind the last one.
    pub fn take(mut self, at: usize) -> Option<Choice> {
        (at < self.0.len()).then(|| self.0.swap_remove(at).1)
    }
}
