//! The terms of a lease: what is lent, how long, how often, to where.

use daypass_sso_types::Entropy;
use daypass_token_cache::time;
use serde_json::{Map, Value};
use std::time::SystemTime;

/// What is lent: a profile, or a role of an account in a session; and the role that is assumed with it, if one is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record of names")]
pub struct LeasedRole {
    /// The profile, where the config has one for it.
    pub profile: Option<String>,
    /// The session of the role.
    pub session: Option<String>,
    /// The account.
    pub account: Option<String>,
    /// The name of the role.
    pub role: Option<String>,
    /// The client region.
    pub region: Option<String>,
    /// The ARN of a role that is assumed with the credentials of the others.
    pub assumed: Option<String>,
    /// The session policy of the assumed role, JSON.
    pub policy: Option<String>,
}

impl LeasedRole {
    /// Says what is lent, for a person: `dev`, `111122223333 ReadOnlyAccess`.
    pub fn label(&self) -> String {
        let role = self.account.iter().chain(&self.role).map(String::as_str).collect::<Vec<_>>().join(" ");
        let base = self.profile.clone().unwrap_or(role);
        match &self.assumed {
            Some(assumed) => format!("{assumed} by {base}"),
            None => base,
        }
    }
}

/// The terms of a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record of inputs")]
pub struct LeaseTerms {
    /// 16 hexadecimal digits that nobody has guessed; not a secret.
    pub id: String,
    /// What is lent.
    pub role: LeasedRole,
    /// When the lease was made.
    pub made: SystemTime,
    /// When it ends by itself.
    pub until: SystemTime,
    /// How many answers it gives; `None` for as many as are asked for.
    pub max_uses: Option<u32>,
    /// The host that it is for, as it is named to ssh; `None` for this machine, and any host.
    pub host: Option<String>,
    /// What it is for, in a person's words.
    pub note: Option<String>,
    /// The agent that asked for it.
    pub agent: Option<String>,
}

impl LeaseTerms {
    /// Creates terms with a new id, without a limit of uses, a host or a note.
    pub fn new(entropy: &dyn Entropy, role: LeasedRole, made: SystemTime, until: SystemTime) -> Self {
        let mut id = [0; 8];
        entropy.fill(&mut id);
        let id = hex::encode(id);
        Self { id, role, made, until, max_uses: None, host: None, note: None, agent: None }
    }

    /// Writes the members of the first line.
    pub(crate) fn to_members(&self) -> Map<String, Value> {
        let LeasedRole { profile, session, account, role, region, assumed, policy } = &self.role;
        let texts = [
            ("profile", profile),
            ("session", session),
            ("account", account),
            ("role", role),
            ("region", region),
            ("assumed", assumed),
            ("policy", policy),
            ("host", &self.host),
            ("note", &self.note),
            ("agent", &self.agent),
        ];
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?.as_str().into())));
        let mut members: Map<String, Value> = texts.map(|(name, text)| (name.to_owned(), text)).collect();
        members.insert("until".to_owned(), time::format(self.until).into());
        if let Some(uses) = self.max_uses {
            members.insert("max_uses".to_owned(), uses.into());
        }
        members
    }

    /// Reads the first line; `None` if it is none.
    pub(crate) fn of_line(line: &Value) -> Option<Self> {
        let text = |name: &str| line.get(name)?.as_str().map(str::to_owned);
        let time = |name: &str| time::parse(line.get(name)?.as_str()?);
        // A limit that cannot be read must not be none.
        let max_uses = match line.get("max_uses") {
            Some(uses) => Some(u32::try_from(uses.as_u64()?).ok()?),
            None => None,
        };
        Some(Self {
            id: text("lease")?,
            role: LeasedRole {
                profile: text("profile"),
                session: text("session"),
                account: text("account"),
                role: text("role"),
                region: text("region"),
                assumed: text("assumed"),
                policy: text("policy"),
            },
            made: time("time")?,
            until: time("until")?,
            max_uses,
            host: text("host"),
            note: text("note"),
            agent: text("agent"),
        })
    }
}
